import { belongsToInputMethod, chordOf } from './chord.ts';
import type { KeyPress } from './chord.ts';
import { scopeParents } from './keymap.ts';
import type { Binding, KeyId, Scope } from './keymap.ts';

/** Where the focus is when a key goes down. */
export type FocusKind = 'text' | 'control' | 'other';

/** `own`: run the handler. `swallow`: it is ours but must not run now. `pass`: it belongs to the page. */
export type Verdict = { kind: 'own'; id: KeyId } | { kind: 'swallow' } | { kind: 'pass' };

/** Enter and Space press the focused button or option; a global meaning would press two things at once. */
const pressesControls = new Set(['Enter', 'Space']);

/** Decides who gets a key press. `live` are the bindings that a mounted component handles. */
export const decide = (
  keymap: readonly Binding[],
  live: ReadonlySet<KeyId>,
  press: KeyPress,
  focus: FocusKind,
): Verdict => {
  if (belongsToInputMethod(press)) return { kind: 'pass' };
  const chord = chordOf(press);
  if (chord === null) return { kind: 'pass' };
  const binding = keymap.find((candidate) => live.has(candidate.id) && candidate.chords.includes(chord));
  // Alt+digit answers while a text field has the focus; the plain digit then belongs to the field.
  const plain = chord.startsWith('Alt+') ? chord.slice(4) : null;
  const byAlt =
    binding ??
    (plain && /^\d$/.test(plain)
      ? keymap.find((c) => live.has(c.id) && c.chords.includes(plain))
      : undefined);
  if (!byAlt) return { kind: 'pass' };
  if (binding && focus === 'text' && !binding.inText) return { kind: 'pass' };
  if (focus === 'control' && pressesControls.has(chord)) return { kind: 'pass' };
  // A held key must not answer the next question as well.
  if (press.repeat) return { kind: 'swallow' };
  return { kind: 'own', id: byAlt.id };
};

const lineage = (scope: Scope): Scope[] => {
  const parent: Scope | null = scopeParents[scope];
  return parent === null ? [scope] : [scope, ...lineage(parent)];
};

/** Pairs of bindings that could both be live and want the same chord. */
export const findConflicts = (keymap: readonly Binding[]): string[] =>
  keymap.flatMap((one, index) =>
    keymap
      .slice(index + 1)
      .filter((other) => lineage(one.scope).includes(other.scope) || lineage(other.scope).includes(one.scope))
      .flatMap((other) =>
        one.chords
          .filter((chord) => other.chords.includes(chord))
          .map((chord) => `${chord}: ${one.id} (${one.scope}) and ${other.id} (${other.scope})`),
      ),
  );

export type KeyRegistry = {
  /** The handler added last for an id wins until it is removed. */
  add: (id: KeyId, run: () => void) => () => void;
  handle: (press: KeyPress, focus: FocusKind) => Verdict;
  live: () => ReadonlySet<KeyId>;
};

export const createKeyRegistry = (keymap: readonly Binding[]): KeyRegistry => {
  const handlers = new Map<KeyId, (() => void)[]>();
  const live = () => new Set([...handlers].filter(([, list]) => list.length > 0).map(([id]) => id));
  return {
    add: (id, run) => {
      handlers.set(id, [...(handlers.get(id) ?? []), run]);
      return () => {
        handlers.set(
          id,
          (handlers.get(id) ?? []).filter((one) => one !== run),
        );
      };
    },
    handle: (press, focus) => {
      const verdict = decide(keymap, live(), press, focus);
      if (verdict.kind === 'own') handlers.get(verdict.id)?.at(-1)?.();
      return verdict;
    },
    live,
  };
};
