import type { CallbackKind, DueRule } from '../../core/callback/callback-kind.ts';
import { callbackKinds } from '../../core/callback/callback-kind.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import type { StoreRules } from './protocol.ts';

const byKind = <T>(read: (kind: CallbackKind) => T): Record<CallbackKind, T> =>
  Object.fromEntries(callbackKinds.map((kind) => [kind, read(kind)])) as Record<CallbackKind, T>;

/** What the store needs of a script pack. */
export const storeRulesOf = ({
  attempts,
  dispositions,
  followUps,
  kinds,
  issues,
  issueRules,
  flow,
}: Pack): StoreRules => ({
  attempts,
  life: { attempts, dispositions, followUps },
  kindNames: byKind((kind) => kinds[kind].name.zh),
  issues: {
    names: Object.fromEntries(issues.map(({ code, name }) => [code, name.zh])),
    targetClose: issueRules.targetClose,
    notByPhone: issues.flatMap(({ code, recall }) => (recall === 'no' || recall === 'visit' ? [code] : [])),
    complaints: [flow.flags.complaint],
  },
  due: byKind((kind): DueRule => kinds[kind].due),
});
