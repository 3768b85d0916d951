import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { FactList, Panel } from '../../../ui/panel.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { codeText } from '../../../locales/i18n.ts';
import { useAction } from '../../../lib/use-action.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { QualityPanel } from '../quality/quality-panel.tsx';
import { EvidenceButton } from './evidence-button.tsx';
import { RecordCalls } from './record-calls.tsx';
import { RecordChecks } from './record-checks.tsx';
import { RecordQuestions } from './record-questions.tsx';
import { RecordAnswers } from './record-answers.tsx';
import { SyncBadge } from './sync-badge.tsx';

type RecordOutput = ChannelOutput<'record.get'>;

const Attempt = ({ output }: { output: RecordOutput }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { record } = output;
  const at = (moment: number | null, none: string) =>
    moment === null ? none : formatFullMoment(moment, locale);
  return (
    <Panel title={t('records.attempt')}>
      <FactList
        facts={[
          { term: t('records.startedAt'), value: at(record.startedAt, '') },
          { term: t('records.answeredAt'), value: at(record.answeredAt, t('records.notAnswered')) },
          { term: t('records.endedAt'), value: at(record.endedAt, '') },
          { term: t('records.tryNumber'), value: record.attemptNumber },
          {
            term: t('records.status'),
            value: t(record.successful ? 'records.successful' : 'records.notSuccessful'),
          },
          { term: t('records.disposition'), value: `${record.disposition} ${output.dispositionName}` },
          ...(record.dispositionReason
            ? [{ term: t('records.dispositionReason'), value: record.dispositionReason }]
            : []),
          ...(record.appointmentAt === null
            ? []
            : [{ term: t('records.appointmentAt'), value: at(record.appointmentAt, '') }]),
          { term: t('records.agent'), value: `${record.agentName}（${record.agentNumber}）` },
          {
            term: t('records.pack'),
            // The script's id tells the kind of product: not for a record whose identity failed (design.md I4).
            value: `${record.packId} ${record.packVersion}${record.identityPassed ? ` · ${record.scriptId}` : ''}`,
          },
        ]}
      />
    </Panel>
  );
};

const Person = ({ output }: { output: RecordOutput }) => {
  const { t } = useTranslation();
  const { record } = output;
  return (
    <Panel title={t('records.person')}>
      <FactList
        facts={[
          { term: t('records.holder'), value: record.holderName },
          { term: t('records.mobile'), value: record.holderMobileMasked },
          { term: t('records.policyNo'), value: record.policyNo },
          {
            term: t('records.identity'),
            value: t(record.identityPassed ? 'records.identityPassed' : 'records.identityNotPassed'),
          },
          {
            term: t('records.verifications'),
            value:
              record.verifications.length === 0 ? (
                t('common.none')
              ) : (
                <ul>
                  {record.verifications.map((one) => (
                    <li key={`${one.factorId} ${one.at} ${one.outcome}`}>
                      {codeText('factor', one.factorId)}：{t(`records.outcome.${one.outcome}`)}
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </Panel>
  );
};

const Issues = ({ output }: { output: RecordOutput }) => {
  const { t } = useTranslation();
  const { issues } = output.record;
  return (
    <Panel title={t('records.issues')}>
      {issues.length === 0 && <p className="soft">{t('records.noIssues')}</p>}
      <ul className="record-issues">
        {issues.map((issue, index) => (
          <li key={`${issue.code} ${index}`}>
            <Badge tone={issue.grade === 'U' ? 'rule' : 'care'}>{t(`grade.${issue.grade}`)}</Badge>
            <span>
              {issue.code} {output.issueNames[issue.code]}
              {issue.note && <span className="card-note">{issue.note}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

/** The record form of domain.md row 85, as kept and as sent. */
export const RecordDetail = ({ attemptId, version }: { attemptId: string | null; version: string }) => {
  const { t } = useTranslation();
  const found = useRequest('record.get', attemptId === null ? null : { attemptId }, version);
  const save = useAction('record.export');
  const exportNow = async () => {
    if (attemptId === null) return;
    const result = await save.run({ attemptId });
    if (result.ok && result.value.path !== null) announce(t('records.exported', { path: result.value.path }));
  };
  useKey('exportRecord', () => void exportNow(), found.value !== null);

  return (
    <section className="record" aria-label={t('records.form')}>
      {attemptId === null && <p className="soft">{t('records.choose')}</p>}
      <ErrorText error={found.error ?? save.error} />
      {found.value && (
        <>
          <div className="record-head">
            <h2>{t('records.form')}</h2>
            <Badge tone={found.value.record.successful ? 'good' : 'plain'}>
              {found.value.dispositionName}
            </Badge>
            <SyncBadge state={found.value.syncState} mode={found.value.record.mode} />
            <Button icon={Download} keyHint={chordFor('exportRecord')} onPress={() => void exportNow()}>
              {t('records.export')}
            </Button>
            {attemptId !== null && <EvidenceButton attemptId={attemptId} />}
          </div>
          <Person output={found.value} />
          <Attempt output={found.value} />
          <RecordCalls calls={found.value.calls} />
          <Issues output={found.value} />
          <RecordChecks checks={found.value.record.checks} />
          {attemptId !== null && <QualityPanel key={attemptId} attemptId={attemptId} version={version} />}
          <RecordQuestions output={found.value} />
          <RecordAnswers output={found.value} />
          <Panel title={t('records.notes')}>
            {found.value.noteTags.length > 0 && (
              <p className="note-tags">
                {found.value.noteTags.map((name) => (
                  <Badge key={name}>{name}</Badge>
                ))}
              </p>
            )}
            <p className="record-notes">{found.value.record.notes || t('records.noNotes')}</p>
          </Panel>
        </>
      )}
    </section>
  );
};
