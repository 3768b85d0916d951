import type { Clock, Store } from '../../../core/ports.ts';
import { groupFindings } from '../../../core/issue/findings.ts';
import type { AppService } from '../../app/app-service.ts';
import type { PackLibrary } from '../../session/pack-library.ts';
import type { Handlers } from '../run-call.ts';

type Deps = {
  store: Pick<Store, 'findings'>;
  clock: Clock;
  app: Pick<AppService, 'mode' | 'locale'>;
  packs: Pick<PackLibrary, 'current'>;
};

/** Findings counted by seller, product, branch, channel, question or type (domain.md rows 3, 78, 89, 90). */
export const findingHandlers = ({ store, clock, app, packs }: Deps): Pick<Handlers, 'finding.report'> => ({
  'finding.report': async ({ by, days }) => {
    const { pack } = packs.current();
    const words = app.locale() === 'en' ? 'en' : 'zh';
    const nameOf = (key: string): string => {
      if (by === 'type') return pack.issues.find(({ code }) => code === key)?.name[words] ?? '';
      return by === 'question' ? (pack.questions[key]?.name[words] ?? '') : '';
    };
    const findings = await store.findings(app.mode(), clock.now() - days * 86_400_000);
    return {
      rows: groupFindings(findings, by, pack.issueRules).map((group) => ({
        ...group,
        name: nameOf(group.key),
      })),
      total: findings.length,
      policies: new Set(findings.map(({ policyId }) => policyId)).size,
      rule: pack.issueRules.pattern,
    };
  },
});
