import { describe, expect, test } from 'vitest';
import { chordOf } from '../../../../renderer/console/keyboard/chord.ts';
import type { KeyPress } from '../../../../renderer/console/keyboard/chord.ts';
import { keymap } from '../../../../renderer/console/keyboard/keymap.ts';
import type { Binding, KeyId } from '../../../../renderer/console/keyboard/keymap.ts';
import { createKeyRegistry, decide, findConflicts } from '../../../../renderer/console/keyboard/registry.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^\d$/.test(key) ? `Digit${key}` : '',
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 0,
  repeat: false,
  ...more,
});
const live = (...ids: KeyId[]): ReadonlySet<KeyId> => new Set(ids);

describe('chords', () => {
  test.each([
    [press('h', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+H'],
    [press('H', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+H'],
    [press('1'), '1'],
    [press('!', { code: 'Digit1', shiftKey: true }), 'Shift+1'],
    [press('1', { code: 'Numpad1' }), '1'],
    [press('1', { altKey: true }), 'Alt+1'],
    [press('F2'), 'F2'],
    [press(' '), 'Space'],
    [press('/'), '/'],
    [press('?', { shiftKey: true }), '?'],
    [press('Enter', { ctrlKey: true }), 'Ctrl+Enter'],
  ])('%o is %s', (given, chord) => expect(chordOf(given)).toBe(chord));

  test.each([press('Control', { ctrlKey: true }), press('Process'), press('c', { metaKey: true })])(
    'a modifier alone, the input method and the Windows key have none: %o',
    (given) => expect(chordOf(given)).toBeNull(),
  );
});

describe('who gets a key', () => {
  test('a digit answers while no text field has the focus', () => {
    expect(decide(keymap, live('answer2'), press('2'), 'other')).toEqual({ kind: 'own', id: 'answer2' });
    expect(decide(keymap, live('answer2'), press('2'), 'control')).toEqual({ kind: 'own', id: 'answer2' });
  });

  test('WCAG 2.1.4: in a text field digits and letters belong to the field, Alt+digit still answers', () => {
    expect(decide(keymap, live('answer2'), press('2'), 'text').kind).toBe('pass');
    expect(decide(keymap, live('searchTasks'), press('/'), 'text').kind).toBe('pass');
    expect(decide(keymap, live('answer2'), press('2', { altKey: true }), 'text')).toEqual({
      kind: 'own',
      id: 'answer2',
    });
  });

  test('every binding without a modifier or function key leaves text fields alone', () => {
    const plain = keymap.filter((one) => one.chords.some((chord) => /^(.|Enter|Space)$/.test(chord)));
    expect(plain.length).toBeGreaterThan(18);
    expect(plain.filter((one) => one.inText)).toEqual([]);
  });

  test('keys of an input method are never ours', () => {
    expect(decide(keymap, live('answer1'), press('1', { isComposing: true }), 'other').kind).toBe('pass');
    expect(decide(keymap, live('notes'), press('F2', { keyCode: 229 }), 'text').kind).toBe('pass');
  });

  test('a held key does not answer the next question as well', () => {
    expect(decide(keymap, live('answer1'), press('1', { repeat: true }), 'other').kind).toBe('swallow');
  });

  test('Enter on a focused button presses the button only', () => {
    expect(decide(keymap, live('readOn'), press('Enter'), 'control').kind).toBe('pass');
    expect(decide(keymap, live('readOn'), press('Enter'), 'other')).toEqual({ kind: 'own', id: 'readOn' });
  });

  test('domain.md row 51: Enter answers no question', () => {
    const answers = keymap.filter((one) => one.id.startsWith('answer') && one.scope === 'answer');
    expect(answers).toHaveLength(9);
    expect(answers.flatMap((one) => one.chords)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  test('a digit pressed twice cannot skip the explanation of an abnormal answer', () => {
    const abnormal = keymap.filter((one) => one.scope === 'abnormal');
    expect(abnormal.length).toBeGreaterThan(0);
    expect(abnormal.flatMap((one) => one.chords).filter((chord) => /^\d$/.test(chord))).toEqual([]);
  });

  test('Escape never hangs up, and hanging up wants two modifiers', () => {
    const hangUp = keymap.find((one) => one.id === 'hangUp');
    expect(hangUp?.chords).toEqual(['Ctrl+Shift+H']);
    expect(keymap.filter((one) => one.chords.includes('Escape')).map((one) => one.id)).toEqual(['toCard']);
  });

  test('a binding that nobody handles is not taken from the page', () => {
    expect(decide(keymap, live(), press('F2'), 'other').kind).toBe('pass');
  });
});

describe('conflicts', () => {
  test('the keymap has none', () => expect(findConflicts(keymap)).toEqual([]));

  test('the same chord in a scope and in one above it is found', () => {
    const clash: Binding = { id: 'mute', chords: ['F2'], scope: 'app', inText: true };
    expect(findConflicts([...keymap, clash])).toEqual(['F2: notes (call) and mute (app)']);
  });

  test('the same chord on two cards that never stand together is none', () => {
    const twins: Binding[] = [
      { id: 'forgot', chords: ['Ctrl+Enter'], scope: 'verify', inText: true },
      { id: 'goOn', chords: ['Ctrl+Enter'], scope: 'abnormal', inText: true },
    ];
    expect(findConflicts(twins)).toEqual([]);
  });

  test('each id stands once', () => {
    expect(new Set(keymap.map((one) => one.id)).size).toBe(keymap.length);
  });
});

describe('registry', () => {
  test('runs the handler added last and falls back when it goes', () => {
    const registry = createKeyRegistry(keymap);
    const ran: string[] = [];
    registry.add('toCard', () => ran.push('card'));
    const closeOverlay = registry.add('toCard', () => ran.push('overlay'));
    registry.handle(press('Escape'), 'text');
    closeOverlay();
    registry.handle(press('Escape'), 'text');
    expect(ran).toEqual(['overlay', 'card']);
  });

  test('a removed handler leaves the key to the page', () => {
    const registry = createKeyRegistry(keymap);
    const remove = registry.add('mute', () => undefined);
    remove();
    expect(registry.handle(press('m', { ctrlKey: true }), 'other').kind).toBe('pass');
    expect([...registry.live()]).toEqual([]);
  });
});
