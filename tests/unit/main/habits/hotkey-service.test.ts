import { describe, expect, it } from 'vitest';
import type { ChosenHotkeys } from '../../../../core/hotkeys/hotkeys.ts';
import { createHotkeys } from '../../../../main/hotkeys/hotkey-service.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Stands in for the system's list of keys, which has one owner a key. */
const desk = (stored: ChosenHotkeys = {}) => {
  const foreign = new Set<string>();
  const ours = new Map<string, () => void>();
  const done: string[] = [];
  let chosen = stored;
  let timer: (() => void) | null = null;
  const act = (name: string) => () => void done.push(name);
  const hotkeys = createHotkeys({
    shortcuts: {
      register: (keys, run) => {
        if (keys.includes('Broken')) throw new TypeError('bad accelerator');
        if (foreign.has(keys) || ours.has(keys)) return false;
        ours.set(keys, run);
        return true;
      },
      unregister: (keys) => void ours.delete(keys),
    },
    platform: 'linux',
    wayland: false,
    chosen: { get: () => chosen, set: (next) => (chosen = next) },
    raise: { get: () => false, set: () => undefined },
    actions: {
      answer: act('answer'),
      hangUp: act('hangUp'),
      mute: act('mute'),
      hold: act('hold'),
      show: act('show'),
    },
    changed: () => undefined,
    later: (_, run) => {
      timer = run;
      return () => (timer = null);
    },
    log: silent,
  });
  const stateOf = (action: string) => hotkeys.state().hotkeys.find((one) => one.action === action)?.state;
  return { hotkeys, foreign, ours, done, stateOf, chosen: () => chosen, runTimer: () => timer?.() };
};
const defaults = ['A', 'H', 'M', 'L', 'D'].map((key) => `Control+Alt+Shift+${key}`);

describe('the hotkeys that are in force', () => {
  it('registers the defaults and runs what a key stands for', () => {
    const { hotkeys, ours, done } = desk();
    hotkeys.start();
    expect([...ours.keys()]).toEqual(defaults);
    ours.get('Control+Alt+Shift+M')?.();
    expect(done).toEqual(['mute']);
  });

  it('tells what another program holds, and takes it when that program lets go', () => {
    const { hotkeys, foreign, stateOf } = desk();
    foreign.add('Control+Alt+Shift+M');
    hotkeys.start();
    expect(stateOf('mute')).toBe('taken');
    expect(stateOf('answer')).toBe('active');
    foreign.clear();
    hotkeys.retryTaken();
    expect(stateOf('mute')).toBe('active');
  });

  it('moves an action to other keys and gives the old ones back', () => {
    const { hotkeys, ours, stateOf, chosen } = desk();
    hotkeys.start();
    hotkeys.set('answer', 'alt+ctrl+K');
    expect(ours.has('Control+Alt+Shift+A')).toBe(false);
    expect(ours.has('Control+Alt+K')).toBe(true);
    expect(chosen()).toEqual({ answer: 'Control+Alt+K' });
    hotkeys.set('answer', null);
    expect(stateOf('answer')).toBe('off');
    expect(ours.has('Control+Alt+K')).toBe(false);
    hotkeys.reset();
    expect([...ours.keys()].sort()).toEqual([...defaults].sort());
  });

  it('lets two actions change places with the keys of one that was turned off', () => {
    const { hotkeys, ours, done } = desk();
    hotkeys.start();
    hotkeys.set('hangUp', null);
    hotkeys.set('answer', 'Control+Alt+Shift+H');
    ours.get('Control+Alt+Shift+H')?.();
    expect(done).toEqual(['answer']);
  });

  it.each(['A', 'Ctrl+C', 'Ctrl+Alt+Shift+H', 'Ctrl+Nope'])('refuses %s and keeps what there was', (keys) => {
    const { hotkeys, ours } = desk();
    hotkeys.start();
    expect(() => hotkeys.set('answer', keys)).toThrow('bad_input');
    expect([...ours.keys()]).toEqual(defaults);
  });

  it('lets go while keys are recorded, and takes them back by itself when the recording is forgotten', () => {
    const { hotkeys, ours, stateOf, runTimer } = desk();
    hotkeys.start();
    hotkeys.record(true);
    expect(ours.size).toBe(0);
    expect(stateOf('answer')).toBe('paused');
    hotkeys.renew();
    expect(ours.size).toBe(0);
    runTimer();
    expect(ours.size).toBe(5);
    expect(stateOf('answer')).toBe('active');
    hotkeys.record(true);
    hotkeys.record(false);
    expect(ours.size).toBe(5);
  });

  it('asks for all keys anew after sleep, which may have lost them without a word', () => {
    const { hotkeys, ours, foreign, stateOf } = desk();
    hotkeys.start();
    ours.clear();
    foreign.add('Control+Alt+Shift+D');
    hotkeys.renew();
    expect(ours.size).toBe(4);
    expect(stateOf('show')).toBe('taken');
  });

  it('outlives a settings file that somebody wrote by hand', () => {
    const { hotkeys, stateOf } = desk({ answer: 'Control+Broken' });
    hotkeys.start();
    expect(stateOf('answer')).toBe('taken');
    expect(stateOf('mute')).toBe('active');
  });
});
