import type { PhoneCommand } from '../../core/ipc/features/phone-window.ts';
import type { ChannelInput } from '../../core/ipc/contract.ts';
import type { ErrorCode } from '../../core/ipc/envelope.ts';
import type { SipAccount } from '../../core/call/account.ts';
import type { AudioPreferences, AudioState } from '../../core/call/audio.ts';
import { noRegistration, type CallParty, type CallSnapshot } from '../../core/call/types.ts';
import type { DevicePort, PhoneEvent, PhonePort } from '../../core/ports.ts';
import { AppError } from '../ipc/app-error.ts';

type Reply = ChannelInput<'phoneWindow.reply'>;

/** A command the phone window does not answer in this time has failed; REGISTER may take the longest. */
const replyLimitMs = 15_000;

export type PhoneHost = PhonePort &
  DevicePort & {
    /** Feeds from the IPC handlers of the phone window. */
    onReady(): void;
    onReply(reply: Reply): void;
    onWindowEvent(event: PhoneEvent): void;
    /** The window's page is gone: what waits for it fails, and a later ready re-registers. */
    onGone(): void;
  };

const errorOf: Record<NonNullable<Reply['error']>, ErrorCode> = {
  not_registered: 'not_registered',
  microphone_refused: 'microphone_refused',
  no_call: 'no_call',
  call_in_progress: 'call_in_progress',
  unreachable: 'not_registered',
  wrong_password: 'not_registered',
  refused_by_peer: 'refused_by_peer',
  no_conference: 'no_conference',
  bad_target: 'number_not_usable',
  internal: 'phone_not_ready',
};

/**
 * PhonePort over the phone window: sends commands, matches replies, passes events on. `load` opens or reloads
 * the window's page (its content security policy names the servers it may connect to).
 */
export const createPhoneHost = (deps: {
  send: (message: { id: number; command: PhoneCommand }) => void;
  load: (servers: readonly string[]) => Promise<void>;
  /** The devices chosen last; a window that has just opened knows none. */
  preferences: () => AudioPreferences;
}): PhoneHost => {
  const listeners = new Set<(event: PhoneEvent) => void>();
  const waiting = new Map<
    number,
    { resolve: (reply: Reply) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }
  >();
  let lastId = 0;
  let loadedFor: string | null = null;
  let account: SipAccount | null = null;
  const up = new Map<string, { call: CallSnapshot; party: CallParty }>();
  /** Ready of the page that was asked for last: commands wait for it. */
  let ready = deferred();
  /** Of the page that loads now: it said ready, or is gone. */
  let loading = { ready, over: deferred() };
  let loads: Promise<unknown> = Promise.resolve();

  /**
   * One page after another. The word "ready" of a page that is about to be replaced must not be taken for its
   * successor's: the first command would go to the old page and never be answered.
   */
  const loadPage = (servers: readonly string[]): Promise<void> => {
    const page = { ready: deferred(), over: deferred() };
    ready = page.ready;
    const loaded = loads.then(() => {
      loading = page;
      return deps.load(servers);
    });
    const limit = (): Promise<void> => new Promise((done) => setTimeout(done, replyLimitMs).unref());
    loads = loaded.then(() => Promise.race([page.over.promise, limit()])).catch(() => undefined);
    return loaded;
  };

  const ask = async (command: PhoneCommand): Promise<Reply> => {
    if (loadedFor === null) throw new AppError('phone_not_ready');
    await ready.promise;
    lastId += 1;
    const id = lastId;
    return new Promise<Reply>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new AppError('phone_not_ready'));
      }, replyLimitMs);
      waiting.set(id, { resolve, reject, timer });
      deps.send({ id, command });
    });
  };

  const run = async (command: PhoneCommand): Promise<Reply> => {
    const reply = await ask(command);
    if (reply.error !== null)
      throw new AppError(errorOf[reply.error], null, {
        reason: reply.error,
        ...(reply.sipStatus === null ? {} : { sipStatus: reply.sipStatus }),
      });
    return reply;
  };

  /** Devices can be chosen and tried before there is a line: the window is opened for them. */
  const runOnDevices = async (command: PhoneCommand): Promise<Reply> => {
    if (loadedFor === null) {
      loadedFor = '';
      await loadPage([]);
    }
    return run(command);
  };

  const audioOf = (reply: Reply): AudioState => {
    if (reply.audio === null) throw new AppError('phone_not_ready');
    return reply.audio;
  };

  return {
    register: async (next) => {
      const origins = originsOf(next);
      account = next;
      if (loadedFor !== origins) {
        loadedFor = origins;
        await loadPage(next.servers);
      }
      await run({ type: 'register', account: next });
    },
    unregister: async () => {
      account = null;
      if (loadedFor !== null) await run({ type: 'unregister' });
    },
    dial: async (call) => {
      await run({ type: 'dial', callId: call.callId, target: call.target, headers: [...call.headers] });
    },
    answer: async (callId) => {
      await run({ type: 'answer', callId });
    },
    hangUp: async (callId) => {
      await run({ type: 'hangUp', callId });
    },
    setMuted: async (callId, muted) => {
      await run({ type: 'setMuted', callId, muted });
    },
    wake: async () => {
      if (loadedFor !== null) await run({ type: 'wake' });
    },
    reject: async (callId, rejection) => {
      await run({ type: 'reject', callId, rejection });
    },
    setHeld: async (callId, held) => {
      await run({ type: 'setHeld', callId, held });
    },
    sendDtmf: async (callId, tones) => {
      await run({ type: 'sendDtmf', callId, tones });
    },
    transfer: async (callId, target) => {
      await run({ type: 'transfer', callId, target });
    },
    transferTo: async (callId, consultCallId) => {
      await run({ type: 'transferTo', callId, consultCallId });
    },
    conference: async () => {
      await run({ type: 'conference' });
    },
    setDoNotDisturb: async (on) => {
      if (loadedFor !== null) await run({ type: 'setDoNotDisturb', on });
    },
    audio: async () => audioOf(await runOnDevices({ type: 'audio' })),
    setAudio: async (preferences) => audioOf(await runOnDevices({ type: 'setAudio', preferences })),
    devices: async (command) => {
      await runOnDevices({ type: 'devices', command });
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onReady: () => {
      loading.ready.resolve();
      loading.over.resolve();
      // No call is up in a new window, so no device is opened by this and nothing can refuse it.
      deps.send({ id: 0, command: { type: 'setAudio', preferences: deps.preferences() } });
    },
    onReply: (reply) => {
      const entry = waiting.get(reply.id);
      if (entry === undefined) return;
      clearTimeout(entry.timer);
      waiting.delete(reply.id);
      entry.resolve(reply);
    },
    onWindowEvent: (event) => {
      if (event.type === 'call') {
        if (event.call.phase === 'ended') up.delete(event.call.callId);
        else up.set(event.call.callId, event);
      }
      for (const listener of listeners) listener(event);
    },
    onGone: () => {
      for (const [id, entry] of waiting) {
        clearTimeout(entry.timer);
        waiting.delete(id);
        entry.reject(new AppError('phone_not_ready'));
      }
      loading.over.resolve();
      ready = deferred();
      // The window took its calls with it; nobody else can say so.
      for (const { call, party } of [...up.values()]) {
        up.delete(call.callId);
        const ended: CallSnapshot = { ...call, phase: 'ended', ending: 'network', endedAt: Date.now() };
        for (const listener of listeners) listener({ type: 'call', call: ended, party });
      }
      const again = account;
      if (again === null) {
        loadedFor = null;
        return;
      }
      const connecting = { ...noRegistration, state: 'connecting' } as const;
      for (const listener of listeners) listener({ type: 'registration', registration: connecting });
      loadedFor = originsOf(again);
      void loadPage(again.servers)
        .then(() => run({ type: 'register', account: again }))
        .catch(() => {
          const registration = { ...noRegistration, state: 'failed', reason: 'unreachable' } as const;
          for (const listener of listeners) listener({ type: 'registration', registration });
        });
    },
  };
};

/** What the window's content security policy depends on. */
const originsOf = (account: SipAccount): string =>
  account.servers.map((server) => new URL(server).origin).join(' ');

const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};
