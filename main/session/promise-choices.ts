import { promiseDueAt } from '../../core/callback/promise-rules.ts';
import type { PromiseChoices } from '../../core/ipc/features/call.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import { inLocale } from '../../core/script/pack-schema.ts';
import type { Pack } from '../../core/script/pack-schema.ts';

/** What the agent may promise now. */
export const promiseChoices = (
  pack: Pack,
  { now, locale }: { now: number; locale: Locale },
): PromiseChoices | null => {
  const { promises: rules } = pack;
  if (rules === undefined) return null;
  const { timeZone } = pack.attempts;
  const named = ({ code, name }: { code: string; name: { zh: string; en: string } }) => ({
    code,
    name: inLocale(name, locale),
  });
  const due = rules.due
    .map((choice) => ({ ...named(choice), at: promiseDueAt(choice, now, timeZone) }))
    .filter(({ at }) => at > now);
  return {
    due,
    usualLatestAt: due.find(({ code }) => code === rules.usualLatest)?.at ?? null,
    ways: rules.ways.map(named),
    owners: rules.owners.map(named),
  };
};
