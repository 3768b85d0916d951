import { CircleCheck, CircleX, UserRound } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ShownReview } from '../../../../core/ipc/features/drill.ts';
import type { Finding, Moment } from '../../../../core/practice/review-schema.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { KnowledgeLink } from './knowledge-link.tsx';

/** So many places of one rule are listed; a script read too fast throughout has dozens. */
const listedMoments = 6;

/** Minutes and seconds of the call. */
const clock = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
};

const MomentLine = ({ moment, names }: { moment: Moment; names: Readonly<Record<string, string>> }) => {
  const { t } = useTranslation();
  const id = moment.questionId;
  const at = moment.offsetMs === null ? null : clock(moment.offsetMs);
  const place = [at, id, id === null ? null : names[id]].filter(Boolean).join(' ');
  return <li>{moment.pace === null ? place : t('review.paced', { place, pace: moment.pace })}</li>;
};

const FindingLine = ({ finding, shown }: { finding: Finding; shown: ShownReview }) => {
  const locale = useLocale();
  const bad = finding.outcome === 'failed';
  const paced = finding.moments.some(({ pace }) => pace !== null);
  const places = bad || paced ? finding.moments.slice(0, listedMoments) : [];
  const more = bad ? finding.moments.length - places.length : 0;
  const title = finding.knowledge === null ? undefined : shown.knowledgeTitles[finding.knowledge];
  return (
    <li data-rule={finding.ruleId} data-outcome={finding.outcome}>
      <p>{finding.text[locale]}</p>
      {places.length > 0 && (
        <ul className="review-moments">
          {places.map((moment, at) => (
            <MomentLine key={at} moment={moment} names={shown.questionNames} />
          ))}
          {more > 0 && <li>{`+ ${more}`}</li>}
        </ul>
      )}
      {finding.outcome !== 'passed' && finding.knowledge !== null && title !== undefined && (
        <KnowledgeLink id={finding.knowledge} title={title} />
      )}
    </li>
  );
};

type GroupProps = {
  kind: 'good' | 'improve' | 'person';
  icon: LucideIcon;
  findings: readonly Finding[];
  nothing: string | null;
  shown: ShownReview;
};

const Group = ({ kind, icon: Icon, findings, nothing, shown }: GroupProps) => {
  const { t } = useTranslation();
  if (findings.length === 0 && nothing === null) return null;
  return (
    <section className={`review-group review-${kind}`} aria-label={t(`review.${kind}`)}>
      <h3>
        <Icon aria-hidden size={16} />
        {t(`review.${kind}`)}
      </h3>
      {findings.length === 0 ? (
        <p className="soft">{nothing}</p>
      ) : (
        <ul>
          {findings.map((finding) => (
            <FindingLine key={finding.ruleId} finding={finding} shown={shown} />
          ))}
        </ul>
      )}
    </section>
  );
};

/** What the rules found: to improve first, then what was good, then what only ears can judge (domain.md row 93). */
export const ReviewFindings = ({ shown }: { shown: ShownReview }) => {
  const { t } = useTranslation();
  const { rules, always } = shown.review;
  const all = [...rules, ...always];
  const of = (outcome: Finding['outcome']): Finding[] => all.filter((one) => one.outcome === outcome);
  if (all.length === 0) return <p className="soft">{t('review.notJudged')}</p>;
  const paced = all.some(({ moments }) => moments.some(({ pace }) => pace !== null));
  return (
    <>
      <div className="review-groups">
        <Group
          kind="improve"
          icon={CircleX}
          findings={of('failed')}
          nothing={t('review.nothingImprove')}
          shown={shown}
        />
        <Group
          kind="good"
          icon={CircleCheck}
          findings={of('passed')}
          nothing={t('review.nothingGood')}
          shown={shown}
        />
        <Group kind="person" icon={UserRound} findings={of('person')} nothing={null} shown={shown} />
      </div>
      {paced && <p className="review-note">{t('review.paceNote')}</p>}
    </>
  );
};
