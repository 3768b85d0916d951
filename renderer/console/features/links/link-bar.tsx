import { useEffect } from 'react';
import { ExternalLink, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LinkQuestion } from '../../../../core/ipc/features/links.ts';
import { announce } from '../../../lib/announce-store.ts';
import { go } from '../../../lib/route-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { useLinkQuestion } from './use-link-question.ts';
import './link-bar.css';

type Asked = Extract<LinkQuestion, { kind: 'ask' }>;

const Task = ({ task, id }: { task: Asked['tasks'][number]; id: string }) => {
  const { t } = useTranslation();
  const who = { name: task.holderName, policyNo: task.policyNo };
  const dismiss = useAction('links.dismiss');
  return (
    <p className="link-task">
      <span>{t('links.task', who)}</span>
      <Button
        icon={ExternalLink}
        label={t('links.openTaskLabel', who)}
        onPress={() => {
          go('worklist', { taskId: task.id });
          void dismiss.run({ id });
        }}
      >
        {t('links.openTask')}
      </Button>
    </p>
  );
};

const Question = ({ question }: { question: Asked }) => {
  const { t } = useTranslation();
  const dial = useAction('links.dial');
  const dismiss = useAction('links.dismiss');
  const { id, shown, extension, tasks, obstacle } = question;
  return (
    <>
      <div className="link-main">
        <Phone aria-hidden size={20} />
        <h2>{t('links.title')}</h2>
        <strong className="link-number">{shown}</strong>
        {extension !== null && <span>{t('links.extension', { extension })}</span>}
        <span className="link-buttons">
          {obstacle === null && (
            <Button
              kind={tasks.length > 0 ? 'normal' : 'primary'}
              pending={dial.pending}
              onPress={() => void dial.run({ id })}
              label={`${t('links.dial')} ${shown}`}
            >
              {t('links.dial')}
            </Button>
          )}
          <Button onPress={() => void dismiss.run({ id })}>{t('links.dismiss')}</Button>
        </span>
      </div>
      {tasks.map((task) => (
        <Task key={task.id} task={task} id={id} />
      ))}
      {obstacle !== null && <p className="link-obstacle">{t(`links.obstacle.${obstacle}`)}</p>}
      <ErrorText error={dial.error} />
    </>
  );
};

const Refusal = ({ question }: { question: Extract<LinkQuestion, { kind: 'refused' }> }) => {
  const { t } = useTranslation();
  const dismiss = useAction('links.dismiss');
  return (
    <div className="link-main">
      <Phone aria-hidden size={20} />
      <h2>{t('links.refusedTitle')}</h2>
      <span>{t(`links.refused.${question.reason}`)}</span>
      <span className="link-buttons">
        <Button onPress={() => void dismiss.run({ id: question.id })}>{t('links.close')}</Button>
      </span>
    </div>
  );
};

/**
 * The question before the number of a link is dialled. It stands at the top of every screen and never has the
 * focus by itself: neither Enter nor Space can dial for somebody who is typing.
 */
export const LinkBar = () => {
  const { t } = useTranslation();
  const question = useLinkQuestion();
  const id = question?.id;
  const told =
    question === null
      ? null
      : question.kind === 'ask'
        ? t('links.announced', { number: question.shown })
        : `${t('links.refusedTitle')} ${t(`links.refused.${question.reason}`)}`;
  useEffect(() => {
    if (id !== undefined && told !== null) announce(told, 'beside');
  }, [id, told]);
  if (question === null) return null;
  return (
    <section className="link-bar" aria-label={t('links.label')}>
      {question.kind === 'ask' ? (
        <Question key={question.id} question={question} />
      ) : (
        <Refusal question={question} />
      )}
    </section>
  );
};
