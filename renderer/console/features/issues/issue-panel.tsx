import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { IssueDetail } from '../../../../core/ipc/features/issues.ts';
import { Badge, Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { FactList, Panel } from '../../../ui/panel.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { go } from '../../../lib/route-store.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { ComplaintPanel } from '../cases/complaint-panel.tsx';
import { CorrectionPanel } from '../cases/correction-panel.tsx';
import { ClockBadge } from './clock-badge.tsx';
import { IssueForm } from './issue-form.tsx';
import { IssueHistory } from './issue-history.tsx';
import { Arrange, RecheckNotice } from './recheck-notice.tsx';

const Facts = ({ detail }: { detail: IssueDetail }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { row } = detail;
  return (
    <Panel title={t('issues.facts')}>
      <FactList
        facts={[
          { term: t('issues.holder'), value: `${row.holderName} · ${row.mobileMasked}` },
          { term: t('issues.policyNo'), value: row.policyNo },
          ...(detail.question === null
            ? []
            : [{ term: t('issues.question'), value: `${row.questionId ?? ''} ${detail.question}` }]),
          { term: t('issues.note'), value: row.note || t('common.none') },
          { term: t('issues.owner'), value: row.owner },
          {
            term: t('issues.handler'),
            value: row.handler === null ? t('issues.nobody') : `${row.handler.name}（${row.handler.number}）`,
          },
          { term: t('issues.clock.first'), value: formatFullMoment(row.firstDueAt, locale) },
          { term: t('issues.clock.target'), value: formatFullMoment(row.targetAt, locale) },
          { term: t('issues.clock.limit'), value: formatFullMoment(row.limitAt, locale) },
        ]}
      />
      {detail.calendarGap !== null && (
        <Notice tone="care" icon={Info}>
          {t('issues.calendarGap', { year: detail.calendarGap })}
        </Notice>
      )}
      <div>
        <Button onPress={() => go('records', { attemptId: row.attemptId })}>{t('issues.toRecord')}</Button>
      </div>
    </Panel>
  );
};

/** One issue: where it stands, what to do next, what was done. */
export const IssuePanel = ({
  issueId,
  version,
  now,
  onDone,
}: {
  issueId: string | null;
  version: string;
  now: number;
  onDone: () => void;
}) => {
  const { t } = useTranslation();
  const found = useRequest('issue.get', issueId === null ? null : { issueId }, version);
  const detail = found.value;
  return (
    <section className="issue" aria-label={t('issues.one')}>
      {issueId === null && <p className="soft">{t('issues.choose')}</p>}
      <ErrorText error={found.error} />
      {detail && (
        <>
          <div className="issue-head">
            <h2>
              {detail.row.code} {detail.row.name}
            </h2>
            <Badge tone={detail.row.grade === 'U' ? 'rule' : 'care'}>{t(`grade.${detail.row.grade}`)}</Badge>
            <Badge>{t(`issues.status.${detail.row.status}`)}</Badge>
            <ClockBadge row={detail.row} now={now} />
          </div>
          {detail.recheck !== null && <RecheckNotice recheck={detail.recheck} />}
          {detail.isComplaint && <ComplaintPanel issueId={detail.row.id} version={version} onDone={onDone} />}
          <IssueForm key={detail.row.id} detail={detail} onDone={onDone} />
          <Arrange detail={detail} />
          <CorrectionPanel
            key={`${detail.row.id} corrections`}
            taskId={detail.row.taskId}
            issueId={detail.row.id}
            version={version}
            startOpen={false}
          />
          <Facts detail={detail} />
          <IssueHistory detail={detail} />
        </>
      )}
    </section>
  );
};
