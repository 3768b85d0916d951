import type { z } from 'zod';
import { describe, expect, it, test } from 'vitest';
import { contract } from '../../core/ipc/contract.ts';
import type { ChannelName } from '../../core/ipc/contract.ts';
import { refusedField, textRule } from '../../core/ipc/typed-text.ts';
import { runCall } from '../../main/ipc/run-call.ts';
import type { Handlers } from '../../main/ipc/run-call.ts';
import { en } from '../../renderer/locales/en/catalogue.ts';
import { zhCn } from '../../renderer/locales/zh-cn/catalogue.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** No handler may see what the guard refuses. */
const none = new Proxy({} as Handlers, {
  get: (_target, name) => () => {
    throw new Error(`handler ${String(name)} must not be reached`);
  },
});

type Def = {
  type: string;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
  options?: readonly z.ZodType[];
  values?: readonly unknown[];
  entries?: Record<string, unknown>;
  valueType?: z.ZodType;
  in?: z.ZodType;
  items?: readonly z.ZodType[];
};
const defOf = (schema: z.ZodType): Def => schema.def;

type Leaf = { path: readonly string[]; max: number; input: (text: string) => unknown };

/** A plain value that fits a schema. */
const sampleOf = (schema: z.ZodType): unknown => {
  const def = defOf(schema);
  switch (def.type) {
    case 'string':
      return 'abc';
    case 'number':
      return [1, 0, 100, 1000].find((value) => schema.safeParse(value).success) ?? 1;
    case 'boolean':
      return true;
    case 'literal':
      return def.values?.[0];
    case 'enum':
      return Object.values(def.entries ?? {})[0];
    case 'object':
      return Object.fromEntries(Object.entries(def.shape ?? {}).map(([key, one]) => [key, sampleOf(one)]));
    case 'array':
      return def.element === undefined ? [] : [sampleOf(def.element)];
    case 'tuple':
      return (def.items ?? []).map(sampleOf);
    case 'union': {
      const [first] = def.options ?? [];
      return first === undefined ? null : sampleOf(first);
    }
    case 'nullable':
      return null;
    case 'optional':
      return undefined;
    case 'record':
      return {};
    default: {
      const inner = def.innerType ?? def.in;
      return inner === undefined ? null : sampleOf(inner);
    }
  }
};

/** Every text a schema takes, each with an input that holds it. */
const leavesOf = (schema: z.ZodType, path: readonly string[] = []): Leaf[] => {
  const def = defOf(schema);
  switch (def.type) {
    case 'string': {
      const { maxLength } = schema as unknown as { maxLength: number | null };
      return [{ path, max: maxLength ?? Number.MAX_SAFE_INTEGER, input: (text) => text }];
    }
    case 'object': {
      const shape = def.shape ?? {};
      return Object.entries(shape).flatMap(([key, one]) =>
        leavesOf(one, [...path, key]).map((leaf) => ({
          ...leaf,
          input: (text: string) => ({ ...(sampleOf(schema) as object), [key]: leaf.input(text) }),
        })),
      );
    }
    case 'array':
      return def.element === undefined
        ? []
        : leavesOf(def.element, path).map((leaf) => ({
            ...leaf,
            input: (text: string) => [leaf.input(text)],
          }));
    case 'union':
      return (def.options ?? []).flatMap((option) => leavesOf(option, path));
    case 'record':
      return def.valueType === undefined
        ? []
        : // The key is the field: an item of a form, a column of a file.
          leavesOf(def.valueType, [...path, 'key']).map((leaf) => ({
            ...leaf,
            input: (text: string) => ({ key: leaf.input(text) }),
          }));
    default: {
      const inner = def.innerType ?? def.in;
      return inner === undefined ? [] : leavesOf(inner, path);
    }
  }
};

const leaves = Object.entries(contract)
  .filter(([, { from }]) => from.includes('console'))
  .flatMap(([channel, { input }]) =>
    leavesOf(input).map((leaf) => ({
      ...leaf,
      channel: channel as ChannelName,
      name: `${channel} ${leaf.path.join('.')}`,
      rule: textRule(channel, leaf.path),
    })),
  );

const numbers = [
  '11010519491231002X',
  '110105 19491231 002x',
  '110105-19491231-002X',
  '１１０１０５１９４９１２３１００２Ｘ',
  '一一零一零五一九四九一二三一零零二X',
  '幺幺洞幺洞五幺九四九幺两三幺洞洞两X',
  '110105491231002',
  '6222020200112233445',
  '6222 0202 0011 2233',
  '6222-0202-0011-2233',
  '６２２２０２０２００１１２２３３',
  '六二二二零二零二零零一一二二三三',
  '622202020011',
];
/** The number alone and in a sentence, as far as the field takes it. */
const typedIn = (max: number): string[] =>
  numbers.flatMap((number) => [number, `客户说是${number}，请记下`]).filter((text) => text.length <= max);

const guarded = leaves.filter(({ rule, max }) => rule === 'guarded' && max >= 12);

describe('no channel takes a full identity or account number', () => {
  test('the walk finds the fields people type into', () => {
    const found = guarded.map(({ name }) => name);
    for (const name of [
      'session.answer words',
      'session.verify reply',
      'session.flag words',
      'session.notes notes',
      'session.close reason',
      'followUp.close note',
      'issue.act action.note',
      'app.setAgent name',
      'import.remap saveAs',
      'softphone.setTransferTargets targets.name',
    ])
      expect(found).toContain(name);
  });

  it.each(guarded)('$name refuses and names the field', async ({ channel, path, max, input }) => {
    const texts = typedIn(max);
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      const value = input(text);
      expect(contract[channel].input.safeParse(value).success, JSON.stringify(value)).toBe(true);
      expect(await runCall(none, log, 'console', channel, value), text).toEqual({
        ok: false,
        error: { code: 'sensitive_number', field: path.at(-1), params: {} },
      });
    }
  });

  test('the message names the field, why, and what to do, in both languages', () => {
    // A field that people type into has a name of its own; one that is chosen from a list is "this field".
    const typed = guarded.filter(({ max }) => max <= 4000).map(({ path }) => path.at(-1) ?? '');
    for (const catalogue of [zhCn, en]) {
      const names = catalogue.field as Record<string, string>;
      for (const key of [
        'notes',
        'words',
        'reply',
        'reason',
        'note',
        'receipt',
        'text',
        'cause',
        'action',
        'saveAs',
        'name',
        'number',
        'servicePhone',
      ]) {
        expect(typed).toContain(key);
        expect(names[key]).toBeTruthy();
      }
      expect(names['other']).toBeTruthy();
    }
    expect(zhCn.error.sensitive_number).toMatch(/证件号或银行账号.*请删去/u);
    expect(en.error.sensitive_number).toMatch(/number/iu);
  });

  it.each(leaves.filter(({ rule }) => rule === 'search'))(
    '$name refuses a valid identity number and finds a policy number',
    async ({ channel, input }) => {
      expect(await runCall(none, log, 'console', channel, input('11010519491231002X'))).toMatchObject({
        error: { code: 'sensitive_number' },
      });
      expect(refusedField(channel, input('2026110000000123'), [])).toBeNull();
    },
  );

  test('what is free of the guard is ids, secrets, numbers to dial and settings of the machine', () => {
    const free = leaves
      .filter(({ rule }) => rule === 'free')
      .map(({ channel, path }) => ({ channel, key: path.at(-1) ?? '' }));
    for (const { channel, key } of free)
      expect(`${channel} ${key}`).toMatch(
        / (?:\w*[iI]ds?|policyNo|\w*[pP]in|\w*[pP]assword|tones)$|^softphone\.\w+ number$|^(?:account|devices|headOffice|hotkeys|phone|pbx)\.\w+ /,
      );
  });

  test('the number of the policy on the line may stand in a text, another may not', () => {
    const input = { notes: '保单 P2026110000000123 已核对' };
    expect(refusedField('session.notes', input, ['P2026110000000123'])).toBeNull();
    expect(refusedField('session.notes', input, ['P2026110000000124'])).toBe('notes');
  });

  test('ids, dates, telephones, times and amounts pass', () => {
    const notes = '10:30,11:30,14:00 或 2026-11-22 15:30 致电 13812345678、0755-12345678，保费 12,000 元';
    expect(refusedField('session.notes', { notes }, [])).toBeNull();
    expect(refusedField('call.start', { taskId: '01923456-7890-7123-8456-123456789012' }, [])).toBeNull();
  });
});
