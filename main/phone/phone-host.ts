import type { PhoneCommand } from '../../core/ipc/features/phone-window.ts';
import type { ChannelInput } from '../../core/ipc/contract.ts';
import type { ErrorCode } from '../../core/ipc/envelope.ts';
import type { AudioDevice, CallSnapshot, SipAccount } from '../../core/call/types.ts';
import type { PhoneEvent, PhonePort } from '../../core/ports.ts';
import { AppError } from '../ipc/app-error.ts';

type Reply = ChannelInput<'phoneWindow.reply'>;
type Devices = { microphones: AudioDevice[]; selected: string | null };

/** A command the phone window does not answer in this time has failed; REGISTER may take the longest. */
const replyLimitMs = 15_000;

export type PhoneHost = PhonePort & {
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
  internal: 'phone_not_ready',
};

/**
 * PhonePort over the phone window: sends commands, matches replies, passes events on. `load` opens or reloads
 * the window's page (its content security policy names the one server it may connect to).
 */
export const createPhoneHost = (deps: {
  send: (message: { id: number; command: PhoneCommand }) => void;
  load: (server: string) => Promise<void>;
}): PhoneHost => {
  const listeners = new Set<(event: PhoneEvent) => void>();
  const waiting = new Map<
    number,
    { resolve: (reply: Reply) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }
  >();
  let lastId = 0;
  let loadedFor: string | null = null;
  let account: SipAccount | null = null;
  let lastCall: CallSnapshot | null = null;
  let ready: { promise: Promise<void>; resolve: () => void } = deferred();

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
    if (reply.error !== null) throw new AppError(errorOf[reply.error], null, { reason: reply.error });
    return reply;
  };

  const devicesOf = (reply: Reply): Devices => {
    if (reply.devices === null) throw new AppError('phone_not_ready');
    return reply.devices;
  };

  return {
    register: async (next) => {
      const origin = new URL(next.server).origin;
      account = next;
      if (loadedFor !== origin) {
        ready = deferred();
        loadedFor = origin;
        await deps.load(next.server);
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
    devices: async () =>
      loadedFor === null ? { microphones: [], selected: null } : devicesOf(await run({ type: 'devices' })),
    selectMicrophone: async (deviceId) => {
      await run({ type: 'selectMicrophone', deviceId });
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onReady: () => {
      ready.resolve();
    },
    onReply: (reply) => {
      const entry = waiting.get(reply.id);
      if (entry === undefined) return;
      clearTimeout(entry.timer);
      waiting.delete(reply.id);
      entry.resolve(reply);
    },
    onWindowEvent: (event) => {
      if (event.type === 'call') lastCall = event.call;
      for (const listener of listeners) listener(event);
    },
    onGone: () => {
      for (const [id, entry] of waiting) {
        clearTimeout(entry.timer);
        waiting.delete(id);
        entry.reject(new AppError('phone_not_ready'));
      }
      ready = deferred();
      if (lastCall !== null && lastCall.phase !== 'ended') {
        // The window took its call with it; nobody else can say so.
        const ended: CallSnapshot = { ...lastCall, phase: 'ended', ending: 'network', endedAt: Date.now() };
        lastCall = ended;
        for (const listener of listeners) listener({ type: 'call', call: ended });
      }
      const again = account;
      if (again === null) return;
      const connecting = { state: 'connecting', reason: null, sipStatus: null } as const;
      for (const listener of listeners) listener({ type: 'registration', registration: connecting });
      loadedFor = new URL(again.server).origin;
      void deps
        .load(again.server)
        .then(() => run({ type: 'register', account: again }))
        .catch(() => {
          const registration = { state: 'failed', reason: 'unreachable', sipStatus: null } as const;
          for (const listener of listeners) listener({ type: 'registration', registration });
        });
    },
  };
};

const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};
