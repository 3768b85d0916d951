import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newIncomingCall, newOutgoingCall, nextCall } from '../../../../core/call/call-machine.ts';
import {
  echoMs,
  followCalls,
  headsetCalls,
  newHeadset,
  pressed,
  wantedLights,
  type HeadsetAction,
  type HeadsetCalls,
  type HeadsetState,
} from '../../../../core/call/headset-machine.ts';
import {
  hasTelephony,
  parseTelephony,
  readInput,
  writeLights,
  type HidCollection,
  type Telephony,
} from '../../../../core/call/hid-telephony.ts';
import {
  arrayHeadset,
  bits,
  buttonHeadset,
  musicHeadset,
  padding,
  usualHeadset,
} from './headset-descriptors.ts';

const parsed = (collections: readonly HidCollection[]): Telephony => {
  const telephony = parseTelephony(collections);
  if (telephony === null) throw new Error('the double has no telephony');
  return telephony;
};
const read = (telephony: Telephony, reportId: number, ...bytes: number[]) =>
  Object.fromEntries(
    readInput(telephony, reportId, Uint8Array.from(bytes)).map(({ control, on }) => [control, on]),
  );

describe('headset descriptors (doubles written from the HID usage tables)', () => {
  it('finds buttons and lights where the descriptor puts them', () => {
    const usual = parsed(usualHeadset);
    expect(read(usual, 2, 0b0001, 0)).toEqual({ hook: true, mute: false, flash: false });
    expect(read(usual, 2, 0b0100, 0)).toEqual({ hook: false, mute: true, flash: false });
    expect(read(usual, 2, 0b1010, 0)).toEqual({ hook: false, mute: false, flash: true });
    expect(read(usual, 1, 0xff)).toEqual({});
    const on = { offHook: true, mute: false, ring: true, hold: true };
    expect(writeLights(usual, on)).toEqual([{ reportId: 2, bytes: Uint8Array.from([0b0101_1001, 0]) }]);

    const buttons = parsed(buttonHeadset);
    expect(read(buttons, 8, 0b0100_1000)).toEqual({ hook: true, mute: false, hold: false, drop: true });
    expect(writeLights(buttons, { ...on, mute: true })).toEqual([
      { reportId: 9, bytes: Uint8Array.from([1]) },
      { reportId: 22, bytes: Uint8Array.from([0, 0b1100]) },
    ]);

    const array = parsed(arrayHeadset);
    expect(read(array, 0, 1, 0)).toEqual({ hook: true, mute: false, drop: false });
    expect(read(array, 0, 3, 2)).toEqual({ hook: false, mute: true, drop: true });
    expect(writeLights(array, on)).toEqual([]);
  });

  it('leaves what is no telephone alone', () => {
    expect(hasTelephony(musicHeadset)).toBe(false);
    expect(parseTelephony(musicHeadset)).toBeNull();
    expect(parseTelephony([{ usagePage: 0x0b, usage: 5 }])).toBeNull();
  });

  it('reads a short report as zeros and survives any descriptor', () => {
    expect(read(parsed(usualHeadset), 2)).toEqual({ hook: false, mute: false, flash: false });
    const item = fc.record(
      {
        isAbsolute: fc.boolean(),
        isArray: fc.boolean(),
        isRange: fc.boolean(),
        isConstant: fc.boolean(),
        usages: fc.array(fc.constantFrom((0x0b << 16) | 0x20, (0x0b << 16) | 0x2f, (0x08 << 16) | 0x17, 7)),
        usageMinimum: fc.integer(),
        usageMaximum: fc.integer(),
        logicalMinimum: fc.integer(),
        reportSize: fc.integer({ min: -5, max: 2 ** 31 - 1 }),
        reportCount: fc.integer({ min: -5, max: 2 ** 31 - 1 }),
      },
      { requiredKeys: [] },
    );
    const report = fc.record({ reportId: fc.integer({ min: 0, max: 255 }), items: fc.array(item) });
    fc.assert(
      fc.property(
        fc.array(report),
        fc.array(report),
        fc.uint8Array(),
        (inputReports, outputReports, bytes) => {
          const telephony = parseTelephony([{ usagePage: 0x0b, inputReports, outputReports }]);
          if (telephony === null) return;
          for (const { reportId = 0 } of inputReports) readInput(telephony, reportId, bytes);
          for (const { bytes: out } of writeLights(telephony, {
            offHook: true,
            mute: true,
            ring: true,
            hold: true,
          }))
            expect(out.length).toBeLessThanOrEqual(4096);
        },
      ),
      { seed: 20261122, numRuns: 300 },
    );
  });

  it('finds a control at any place in a report', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 200 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat({ max: 255 }),
        (before, size, reportId) => {
          const hook = bits([(0x0b << 16) | 0x20], { reportSize: size });
          const telephony = parsed([
            { usagePage: 0x0b, inputReports: [{ reportId, items: [padding(before), hook, padding(5)] }] },
          ]);
          const bytes = new Uint8Array(Math.ceil((before + size + 5) / 8)).fill(0xff);
          for (let bit = before; bit < before + size; bit += 1) {
            bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) & ~(1 << (bit & 7));
          }
          expect(readInput(telephony, reportId, bytes)).toEqual([
            { control: 'hook', absolute: true, on: false },
          ]);
          const last = before + size - 1;
          bytes[last >> 3] = (bytes[last >> 3] ?? 0) | (1 << (last & 7));
          expect(readInput(telephony, reportId, bytes)[0]?.on).toBe(true);
        },
      ),
      { seed: 20261122, numRuns: 200 },
    );
  });
});

const idle: HeadsetCalls = { active: null, ringing: null };
const ringing: HeadsetCalls = { active: null, ringing: 'in' };
const talking: HeadsetCalls = { active: { callId: 'c', muted: false, held: false }, ringing: null };
const waiting: HeadsetCalls = { ...talking, ringing: 'in' };

const press = (
  control: 'hook' | 'mute' | 'flash' | 'hold' | 'drop',
  calls: HeadsetCalls,
  absolute?: boolean,
) =>
  pressed(
    followCalls(newHeadset, calls, 0, true).state,
    [{ control, absolute: absolute !== undefined, on: absolute ?? true }],
    calls,
    1000,
  ).actions;

describe('what a button does', () => {
  it('a push button answers, hangs up, mutes, holds and rejects by the state of the calls', () => {
    expect(press('hook', idle)).toEqual([]);
    expect(press('hook', ringing)).toEqual([{ type: 'answer', callId: 'in' }]);
    expect(press('hook', talking)).toEqual([{ type: 'hangUp', callId: 'c' }]);
    expect(press('hook', waiting)).toEqual([{ type: 'hangUp', callId: 'c' }]);
    expect(press('mute', ringing)).toEqual([]);
    expect(press('mute', talking)).toEqual([{ type: 'setMuted', callId: 'c', muted: true }]);
    expect(press('hold', talking)).toEqual([{ type: 'setHeld', callId: 'c', held: true }]);
    expect(press('flash', waiting)).toEqual([{ type: 'answer', callId: 'in' }]);
    expect(press('drop', ringing)).toEqual([{ type: 'reject', callId: 'in' }]);
    const onHold = { active: { callId: 'c', muted: false, held: true }, ringing: 'in' };
    expect(press('hook', onHold)).toEqual([{ type: 'answer', callId: 'in' }]);
    expect(press('drop', onHold)).toEqual([{ type: 'reject', callId: 'in' }]);
    expect(press('hold', { ...onHold, ringing: null })).toEqual([
      { type: 'setHeld', callId: 'c', held: false },
    ]);
    expect(press('drop', talking)).toEqual([{ type: 'hangUp', callId: 'c' }]);
  });

  it('an absolute hook switch says off-hook and on-hook', () => {
    expect(press('hook', ringing, true)).toEqual([{ type: 'answer', callId: 'in' }]);
    expect(press('hook', ringing, false)).toEqual([]);
    expect(press('hook', talking, true)).toEqual([]);
    expect(press('hook', talking, false)).toEqual([{ type: 'hangUp', callId: 'c' }]);
    expect(press('mute', talking, true)).toEqual([{ type: 'setMuted', callId: 'c', muted: true }]);
  });

  it('brings a headset back that went off-hook without a call', () => {
    const before = followCalls(newHeadset, idle, 0, true).state;
    const { state, actions } = pressed(before, [{ control: 'hook', absolute: true, on: true }], idle, 500);
    expect(actions).toEqual([]);
    expect(followCalls(state, idle, 500, false).lights).toBeNull();
    expect(followCalls(state, idle, 500, true).lights).toMatchObject({ offHook: false });
  });

  it('acts on the call that is talked to, then on the one on hold', () => {
    const talk = (id: string, at: number) =>
      nextCall(newOutgoingCall(id, at), { type: 'answered', at: at + 1 });
    const held = { ...talk('a', 1), held: { local: true, remote: false } };
    expect(headsetCalls([held, talk('b', 2)]).active?.callId).toBe('b');
    expect(headsetCalls([held]).active).toEqual({ callId: 'a', muted: false, held: true });
    expect(headsetCalls([newIncomingCall('in', 3)])).toEqual({ active: null, ringing: 'in' });
    const ended = nextCall(talk('z', 9), { type: 'ended', at: 12, ending: 'local_hangup', sipStatus: null });
    expect(headsetCalls([ended])).toEqual(idle);
  });
});

/** A phone that does at once what it is asked. */
const apply = (calls: HeadsetCalls, action: HeadsetAction): HeadsetCalls => {
  switch (action.type) {
    case 'answer':
      return { active: { callId: action.callId, muted: false, held: false }, ringing: null };
    case 'reject':
      return { ...calls, ringing: null };
    case 'hangUp':
      return { ...calls, active: null };
    case 'setMuted':
      return calls.active === null ? calls : { ...calls, active: { ...calls.active, muted: action.muted } };
    case 'setHeld':
      return calls.active === null ? calls : { ...calls, active: { ...calls.active, held: action.held } };
  }
};

describe('headset and calls in step (doubles of headsets)', () => {
  it.each(['absolute', 'relative'] as const)(
    '%s: one press is one action, and what the headset says about our own lights is none',
    (kind) => {
      const absolute = kind === 'absolute';
      const step = fc.oneof(
        fc.constant({ by: 'finger' as const, control: 'hook' as const }),
        fc.constant({ by: 'finger' as const, control: 'mute' as const }),
        fc.constant({ by: 'caller' as const, calls: ringing }),
        fc.constant({ by: 'caller' as const, calls: talking }),
        fc.constant({ by: 'caller' as const, calls: idle }),
      );
      fc.assert(
        fc.property(
          fc.array(step, { maxLength: 30 }),
          fc.integer({ min: 1, max: 400 }),
          fc.boolean(),
          (steps, echoAfterMs, pulses) => {
            let calls = idle;
            let state: HeadsetState = newHeadset;
            let now = 0;
            const device = { hook: false, mute: false };
            let presses = 0;
            let acted = 0;
            const report = (control: 'hook' | 'mute', on: boolean): void => {
              const result = pressed(state, [{ control, absolute, on }], calls, now);
              state = result.state;
              acted += result.actions.length;
              for (const action of result.actions) calls = apply(calls, action);
            };
            /** Writes the lights and lets the headset answer, until nothing is written any more. */
            const settle = (): void => {
              for (let round = 0; round < 5; round += 1) {
                const { state: next, lights } = followCalls(state, calls, now, true);
                state = next;
                if (lights === null) return;
                now += absolute ? echoAfterMs : Math.min(echoAfterMs, echoMs - 1);
                const hookMoved = device.hook !== lights.offHook;
                device.hook = lights.offHook;
                device.mute = lights.mute;
                if (absolute) {
                  report('hook', device.hook);
                  report('mute', device.mute);
                } else if (pulses && hookMoved) {
                  for (const on of [true, false]) report('hook', on);
                }
              }
              throw new Error('lights and headset go on answering each other');
            };
            settle();
            for (const one of steps) {
              now += 1000;
              if (one.by === 'caller') calls = one.calls;
              else {
                presses += 1;
                if (absolute) {
                  device[one.control] = !device[one.control];
                  report(one.control, device[one.control]);
                } else for (const on of [true, false]) report(one.control, on);
              }
              settle();
              if (absolute)
                expect(device).toEqual({ hook: wantedLights(calls).offHook, mute: wantedLights(calls).mute });
            }
            expect(acted).toBeLessThanOrEqual(presses);
          },
        ),
        { seed: 20261122, numRuns: 400 },
      );
    },
  );
});
