import type { CallSnapshot } from '../../core/call/types.ts';
import { AppError } from '../ipc/app-error.ts';
import type { CheckPhone } from './check-phone.ts';
import { errorLine, Found, type StepResult } from './found.ts';
import { runStep, type Report } from './network-check.ts';

export type CallCheckOptions = {
  phone: CheckPhone;
  newId: () => string;
  now: () => number;
  /** SIP URI to call. */
  target: string;
  /** True when the target is the account itself: the check then answers its own call. */
  self: boolean;
  signal: AbortSignal;
};

const ringLimitMs = 20_000;
const audioLimitMs = 8_000;
/** Half a second of speech in packets of 20 ms. */
const enoughPackets = 25;
/** Time to hear a word of the person's own voice come back. */
const listenMs = 2_000;
const lookEveryMs = 50;

/** The microphone, then a call whose audio has to flow both ways. Without a microphone there is no call. */
export const checkCall = async (options: CallCheckOptions, report: Report): Promise<void> => {
  const { phone, now } = options;
  const watch = watchCalls(options);
  try {
    const dialled = await runStep('microphone', report, now, async () => {
      const { microphones } = await phone.audio();
      const failure = await phone.dial({ callId: watch.callId, target: options.target, headers: [] }).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure instanceof AppError && failure.code === 'microphone_refused')
        throw microphones.length === 0
          ? new Found('microphone_missing', ['no audio input device'])
          : new Found('microphone_refused', [
              `${microphones.length} audio input device(s), none could be opened`,
            ]);
      return {
        value: failure,
        result: { finding: null, technical: [`${microphones.length} audio input device(s)`] },
      };
    });
    if (dialled === null || options.signal.aborted) return;
    await runStep('call', report, now, async () => {
      if (dialled.value !== null) throw new Found('call_refused', [errorLine(dialled.value)], { status: 0 });
      return { value: null, result: await follow(options, watch) };
    });
  } finally {
    await watch.end();
  }
};

type Watch = {
  callId: string;
  call(): CallSnapshot | null;
  /** The same call arriving at its own caller. */
  arrived(): CallSnapshot | null;
  levels(): { in: number; out: number };
  end(): Promise<void>;
};

const watchCalls = ({ phone, newId }: CallCheckOptions): Watch => {
  const callId = newId();
  const calls = new Map<string, CallSnapshot>();
  const levels = { in: 0, out: 0 };
  const off = phone.onEvent((event) => {
    if (event.type === 'call') {
      // A change of state carries the stats of the last sample only sometimes.
      calls.set(event.call.callId, {
        ...event.call,
        stats: event.call.stats ?? calls.get(event.call.callId)?.stats ?? null,
      });
    } else if (event.type === 'stats') {
      const call = calls.get(event.callId);
      if (call !== undefined) calls.set(event.callId, { ...call, stats: event.stats });
      levels.in = Math.max(levels.in, event.stats.inboundLevel);
      levels.out = Math.max(levels.out, event.stats.outboundLevel);
    }
  });
  const up = (): CallSnapshot[] => [...calls.values()].filter(({ phase }) => phase !== 'ended');
  return {
    callId,
    call: () => calls.get(callId) ?? null,
    arrived: () => [...calls.values()].find((call) => call.callId !== callId) ?? null,
    levels: () => levels,
    end: async () => {
      // The one that was dialled first: its BYE ends the other one too.
      for (const { callId: id } of up()) await phone.hangUp(id).catch(() => undefined);
      const until = Date.now() + 3_000;
      while (up().length > 0 && Date.now() < until) await pause();
      off();
    },
  };
};

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lookEveryMs));

const follow = async (options: CallCheckOptions, watch: Watch): Promise<StepResult> => {
  const { phone, now, self, signal, target } = options;
  const began = now();
  let taken = false;
  let talkingSince: number | null = null;
  let resumed = false;
  for (;;) {
    await pause();
    if (signal.aborted) throw new Found('call_dropped', ['stopped']);
    const call = watch.call();
    const arrived = watch.arrived();
    if (self && !taken && arrived?.phase === 'incoming') {
      taken = true;
      await phone.answer(arrived.callId);
    }
    if (call?.phase === 'ended') throw ending(call, options);
    if (call?.phase !== 'talking') {
      if (now() - began > ringLimitMs) throw new Found('call_not_answered', [`INVITE ${target}: no answer`]);
      continue;
    }
    talkingSince ??= now();
    const received = call.stats?.packetsReceived ?? 0;
    const sent = call.stats?.packetsSent ?? 0;
    // Answering one's own call put this end on hold; the other direction is heard after taking it up again.
    if (self && call.held.local && !resumed && sent >= enoughPackets) {
      resumed = true;
      await phone.setHeld(call.callId, false);
    }
    const waited = now() - talkingSince;
    if (received >= enoughPackets && sent >= enoughPackets && waited > listenMs) {
      const levels = watch.levels();
      const silent = !self && levels.out > 0.02 && levels.in === 0;
      return { finding: silent ? 'echo_silent' : null, technical: audioFacts(call, levels, target) };
    }
    if (waited > audioLimitMs)
      throw new Found(
        received < enoughPackets ? 'no_audio_received' : 'no_audio_sent',
        audioFacts(call, watch.levels(), target),
      );
  }
};

const ending = (call: CallSnapshot, { self, target }: CallCheckOptions): Found => {
  const status = call.sipStatus ?? 0;
  const technical = [`INVITE ${target}: ${call.ending ?? 'ended'}${status === 0 ? '' : `, SIP ${status}`}`];
  if (call.ending === 'microphone_refused') return new Found('microphone_refused', technical);
  if (call.answeredAt !== null) return new Found('call_dropped', technical);
  if (self) return new Found('call_to_itself_refused', technical, { status });
  if (call.ending === 'no_answer') return new Found('call_not_answered', technical);
  return new Found('call_refused', technical, { status });
};

const audioFacts = (call: CallSnapshot, levels: { in: number; out: number }, target: string): string[] => [
  `INVITE ${target}: answered`,
  `packets received ${call.stats?.packetsReceived ?? 0}, sent ${call.stats?.packetsSent ?? 0}, codec ${call.stats?.codec ?? 'unknown'}`,
  `highest level in ${levels.in.toFixed(3)}, out ${levels.out.toFixed(3)}`,
  ...roundTrip(call),
];

const roundTrip = (call: CallSnapshot): string[] => {
  const seconds = call.stats?.roundTripS ?? null;
  return seconds === null ? [] : [`round trip ${Math.round(seconds * 1000)} ms`];
};
