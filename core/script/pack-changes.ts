import { z } from 'zod';
import { inLocale } from './pack-schema.ts';
import type { PackData, ScriptLocale } from './pack-schema.ts';
import { scriptEntries } from './plan.ts';

const changed = z.enum(['new', 'changed', 'removed']);

/** What a script pack changes against the one the agent read last. */
export const packChangesSchema = z.object({
  questions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      change: changed,
      before: z.string().nullable(),
      after: z.string().nullable(),
      /** Something beside the text: answers, what is abnormal, hints. */
      others: z.boolean(),
    }),
  ),
  dispositions: z.array(z.object({ code: z.string(), name: z.string(), change: changed })),
  scripts: z.array(z.object({ id: z.string(), name: z.string(), change: changed })),
  /** Names of the parts of the pack that hold rules and are not the same any more. */
  rules: z.array(z.string()),
});
export type PackChanges = z.infer<typeof packChangesSchema>;

/** Parts of a pack that are neither texts nor endings: told by their name when they differ. */
export const rulePartsOf = [
  'answerSets',
  'issues',
  'attempts',
  'followUps',
  'promises',
  'noteTags',
  'issueRules',
  'coolingOff',
  'identity',
  'flow',
  'blocks',
  'kinds',
  'notSelf',
  'robotHandover',
  'sms',
  'objections',
  'knowledge',
  'keywords',
] as const satisfies readonly (keyof PackData)[];

/** Same value whatever the order of the keys in the file. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? '';

type Kind = 'new' | 'changed' | 'removed';
const kindOf = (before: unknown, after: unknown): Kind | null => {
  if (before === undefined) return 'new';
  if (after === undefined) return 'removed';
  return canonical(before) === canonical(after) ? null : 'changed';
};

const idsOf = (before: object, after: object): string[] => [
  ...new Set([...Object.keys(after), ...Object.keys(before)]),
];

/** What an agent has to know of a pack that takes the place of another, in the order of the newer one. */
export const packChanges = (before: PackData, after: PackData, locale: ScriptLocale): PackChanges => {
  const questions = idsOf(before.questions, after.questions).flatMap((id): PackChanges['questions'] => {
    const was = before.questions[id];
    const is = after.questions[id];
    const change = kindOf(was, is);
    const named = is ?? was;
    if (change === null || named === undefined) return [];
    const sameText = was?.text === is?.text;
    const others =
      was !== undefined &&
      is !== undefined &&
      canonical({ ...was, text: '' }) !== canonical({ ...is, text: '' });
    return [
      {
        id,
        name: inLocale(named.name, locale),
        change,
        before: sameText ? null : (was?.text ?? null),
        after: is?.text ?? null,
        others,
      },
    ];
  });
  const byCode = (pack: PackData) => Object.fromEntries(pack.dispositions.map((one) => [one.code, one]));
  const ends = { before: byCode(before), after: byCode(after) };
  const dispositions = idsOf(ends.before, ends.after).flatMap((code): PackChanges['dispositions'] => {
    const change = kindOf(ends.before[code], ends.after[code]);
    const named = ends.after[code] ?? ends.before[code];
    return change === null || named === undefined
      ? []
      : [{ code, name: inLocale(named.name, locale), change }];
  });
  const scripts = idsOf(before.scripts, after.scripts).flatMap((id): PackChanges['scripts'] => {
    const change = kindOf(before.scripts[id], after.scripts[id]);
    const named = after.scripts[id] ?? before.scripts[id];
    return change === null || named === undefined ? [] : [{ id, name: inLocale(named.name, locale), change }];
  });
  const rules = rulePartsOf.filter((part) => canonical(before[part]) !== canonical(after[part]));
  return { questions, dispositions, scripts, rules };
};

/** The scripts of a pack that may be used, for an agent who sees a pack for the first time. */
export const packOverview = (
  pack: PackData,
  locale: ScriptLocale,
): { id: string; name: string; questions: number }[] =>
  Object.entries(pack.scripts)
    .filter(([, script]) => script.enabled !== false)
    .map(([id, script]) => ({
      id,
      name: inLocale(script.name, locale),
      questions:
        script.overlay === true
          ? Object.values(script.insertAfter ?? {}).flat().length
          : scriptEntries(pack, id, []).reduce((sum, segment) => sum + segment.entries.length, 0),
    }));
