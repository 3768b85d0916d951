import { useTranslation } from 'react-i18next';
import type { ReceiptState } from '../../../../core/ipc/features/receipt.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ruleName } from './rule-name.ts';

type Changes = NonNullable<ReceiptState['changes']>;

const tones = { new: 'good', changed: 'accent', removed: 'rule' } as const;

const Change = ({ change }: { change: keyof typeof tones }) => {
  const { t } = useTranslation();
  return <Badge tone={tones[change]}>{t(`receipt.change.${change}`)}</Badge>;
};

const Questions = ({ questions }: Pick<Changes, 'questions'>) => {
  const { t } = useTranslation();
  return (
    <ul>
      {questions.map(({ id, name, change, before, after, others }) => (
        <li key={id}>
          <Change change={change} /> <span className="question-id">{id}</span> {name}
          {before !== null && (
            <p className="receipt-was" lang="zh-CN">
              {t('receipt.before', { text: before })}
            </p>
          )}
          {after !== null && (change === 'new' || before !== null) && (
            <p lang="zh-CN">{t('receipt.after', { text: after })}</p>
          )}
          {others && <p>{t('receipt.others')}</p>}
        </li>
      ))}
    </ul>
  );
};

const Named = ({
  title,
  list,
}: {
  title: string;
  list: readonly { id: string; name: string; change: keyof typeof tones }[];
}) => (
  <>
    {list.length > 0 && <h3>{title}</h3>}
    {list.length > 0 && (
      <ul>
        {list.map(({ id, name, change }) => (
          <li key={id}>
            <Change change={change} /> {id} {name}
          </li>
        ))}
      </ul>
    )}
  </>
);

const Compared = ({ before, changes }: { before: string; changes: Changes }) => {
  const { t } = useTranslation();
  const { questions, dispositions, scripts, rules } = changes;
  const nothing = questions.length + dispositions.length + scripts.length + rules.length === 0;
  return (
    <>
      <p>{t('receipt.since', { before })}</p>
      {nothing && <p>{t('receipt.nothing')}</p>}
      {questions.length > 0 && <h3>{t('receipt.questions')}</h3>}
      <Questions questions={questions} />
      <Named
        title={t('receipt.dispositions')}
        list={dispositions.map(({ code, ...rest }) => ({ id: code, ...rest }))}
      />
      <Named title={t('receipt.scripts')} list={scripts} />
      {rules.length > 0 && (
        <>
          <h3>{t('receipt.rules')}</h3>
          <ul>
            {rules.map((rule) => (
              <li key={rule}>
                <Change change="changed" /> {ruleName(rule)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
};

/** What is new against the pack the agent read last; of a first pack, what it holds. */
export const ReceiptText = ({ state }: { state: ReceiptState }) => {
  const { t } = useTranslation();
  if (state.changes !== null && state.before !== null)
    return <Compared before={state.before} changes={state.changes} />;
  return (
    <>
      <p>{t('receipt.firstText', { count: state.scripts.length })}</p>
      <ul className="receipt-scripts">
        {state.scripts.map(({ id, name, questions }) => (
          <li key={id}>{t('receipt.script', { name, questions })}</li>
        ))}
      </ul>
    </>
  );
};
