import { useTranslation } from 'react-i18next';
import type { CallbackRecord } from '../../../../core/callback/record.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { Tone } from '../../../ui/badge.tsx';
import { FactList, Panel } from '../../../ui/panel.tsx';
import { stepTones } from '../call/step-list.tsx';
import '../call/pace.css';

type Checks = NonNullable<CallbackRecord['checks']>;

const resultTones: Readonly<Record<Checks['fields'][number]['result'], Tone>> = {
  match: 'good',
  mismatch: 'rule',
  unclear: 'care',
  not_asked: 'plain',
};

const Steps = ({ steps }: Pick<Checks, 'steps'>) => {
  const { t } = useTranslation();
  return (
    <table className="record-steps" aria-label={t('steps.title')}>
      <tbody>
        {steps.map(({ step, status, done, total, reasons }) => (
          <tr key={step} data-step={step} data-step-status={status}>
            <th scope="row">{t(`stage.${step}`)}</th>
            <td>
              <Badge tone={stepTones[status]}>{t(`steps.status.${status}`)}</Badge>
            </td>
            <td>{total > 0 && `${done}/${total}`}</td>
            <td>{reasons.map((reason) => t(`steps.reason.${reason}`)).join(' ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Fields = ({ fields }: Pick<Checks, 'fields'>) => {
  const { t } = useTranslation();
  return (
    <table className="record-fields" aria-label={t('fields.title')}>
      <thead>
        <tr>
          <th scope="col">{t('fields.field')}</th>
          <th scope="col">{t('fields.policy')}</th>
          <th scope="col">{t('fields.said')}</th>
          <th scope="col">{t('fields.result')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, questionId, policy, said, result }) => (
          <tr key={`${field} ${questionId}`} data-field-result={result}>
            <th scope="row" lang="zh-CN">
              {field} <span className="question-id">{questionId}</span>
            </th>
            <td lang="zh-CN">{policy ?? '–'}</td>
            <td lang="zh-CN">{said ?? ''}</td>
            <td>
              <Badge tone={resultTones[result]}>{t(`fields.results.${result}`)}</Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** What the rules found about the call: pace, steps, words, objections, and the policy against the customer's words. */
export const RecordChecks = ({ checks }: { checks: CallbackRecord['checks'] }) => {
  const { t } = useTranslation();
  if (checks === undefined) return null;
  const { pace, keywords, objections, agentWords, qualityFlags, summary } = checks;
  return (
    <>
      <Panel
        title={t('steps.title')}
        aside={qualityFlags.map((flag) => (
          <span key={flag} data-quality-flag={flag}>
            <Badge tone="rule">{t(`steps.qualityFlag.${flag}`)}</Badge>
          </span>
        ))}
      >
        <Steps steps={checks.steps} />
        <FactList
          facts={[
            {
              term: t('pace.averageTerm'),
              value: pace.average === null ? t('common.none') : t('pace.now', { pace: pace.average }),
            },
            {
              term: t('pace.violations', { limit: pace.rules.limit }),
              value:
                pace.violations.length === 0
                  ? t('common.none')
                  : pace.violations.map((one) => `${one.questionId} ${one.charsPerMinute}`).join('，'),
            },
            ...(agentWords.length > 0 ? [{ term: t('keywords.ownTerm'), value: agentWords.join('，') }] : []),
            ...(keywords.length > 0
              ? [
                  {
                    term: t('keywords.title'),
                    value: keywords
                      .map(({ word, outcome }) => `${word}（${t(`keywords.outcome.${outcome}`)}）`)
                      .join('，'),
                  },
                ]
              : []),
            ...(objections.length > 0
              ? [
                  {
                    term: t('recordChecks.objections'),
                    value: objections.map(({ cause, trigger }) => `${cause}：${trigger}`).join('，'),
                  },
                ]
              : []),
            ...(summary === null
              ? []
              : [
                  {
                    term: t(
                      summary.confirmed ? 'recordChecks.summaryConfirmed' : 'recordChecks.summaryDenied',
                    ),
                    value: summary.text,
                  },
                ]),
          ]}
        />
      </Panel>
      <Panel title={t('fields.title')}>
        <Fields fields={checks.fields} />
      </Panel>
    </>
  );
};
