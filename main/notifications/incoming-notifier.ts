import type { CallSnapshot } from '../../core/call/types.ts';
import type { Locale } from '../../core/ipc/features/app.ts';

/** A shown notification; `close` takes it away again. */
export type ShownNotification = { close(): void };

export type NotifierDeps = {
  /** Electron's Notification; gives null where the system shows none. */
  notify: (texts: { title: string; body: string }, onClick: () => void) => ShownNotification | null;
  window: {
    isFocused(): boolean;
    /** Minimised or hidden: the agent cannot see the call card. */
    isOutOfSight(): boolean;
    /** Shows the window without giving it the keyboard. */
    showInactive(): void;
    /** Lifts the window above the others, still without the keyboard. */
    raise(): void;
    flash(on: boolean): void;
    focus(): void;
  };
  raise: () => boolean;
  locale: () => Locale;
  /** The number of calls missed since the agent last looked. */
  missedChanged: (missed: number) => void;
};

export type IncomingNotifier = {
  update(calls: readonly CallSnapshot[]): void;
  /** The agent looks at the console: what was missed is seen. */
  seen(): void;
};

/** No number and no name: a notification is seen by whoever stands behind the agent, and kept by the system. */
const texts: Record<Locale, { title: string; body: string }> = {
  'zh-CN': { title: '来电', body: '点按这里打开回访台，通话不会自动接听。' },
  en: { title: 'Incoming call', body: 'Click to open Callback Desk; this does not answer the call.' },
};

/** How the caller gave up; a call that the agent or his settings refused was not missed. */
const isMissed = (call: CallSnapshot): boolean =>
  call.phase === 'ended' &&
  call.answeredAt === null &&
  call.ending !== 'rejected' &&
  call.ending !== 'local_hangup' &&
  call.ending !== 'busy';

/**
 * Tells of an incoming call without ever taking the keyboard: a notification, a flashing window, a window that
 * comes back into sight (anchors: a pop-up that takes the focus lets the next key answer or reject a customer).
 */
export const createIncomingNotifier = (deps: NotifierDeps): IncomingNotifier => {
  const { window } = deps;
  const ringing = new Map<string, ShownNotification | null>();
  let missed = 0;

  const started = (callId: string): void => {
    ringing.set(
      callId,
      deps.notify(texts[deps.locale()], () => window.focus()),
    );
    if (window.isFocused()) return;
    if (window.isOutOfSight()) window.showInactive();
    if (deps.raise()) window.raise();
    window.flash(true);
  };
  const stopped = (callId: string): void => {
    ringing.get(callId)?.close();
    ringing.delete(callId);
    if (ringing.size === 0) window.flash(false);
  };

  return {
    update: (calls) => {
      for (const call of calls) {
        const rings = call.phase === 'incoming';
        if (rings && !ringing.has(call.callId)) started(call.callId);
        else if (!rings && ringing.has(call.callId)) {
          stopped(call.callId);
          if (isMissed(call)) deps.missedChanged((missed += 1));
        }
      }
      // A call that is gone without a last word, as after a crash of the phone window.
      for (const callId of [...ringing.keys()])
        if (!calls.some((call) => call.callId === callId)) stopped(callId);
    },
    seen: () => {
      window.flash(false);
      if (missed === 0) return;
      missed = 0;
      deps.missedChanged(0);
    },
  };
};
