import { useTranslation } from 'react-i18next';
import type { ComplaintDetail } from '../../../../core/ipc/features/cases.ts';
import type { ComplaintEvent } from '../../../../core/complaint/complaint.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckBox } from '../../../ui/check-box.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { useAction } from '../../../lib/use-action.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useRequest } from '../../../lib/use-request.ts';
import type { T } from '../../../locales/i18n.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { ComplaintForm } from './complaint-form.tsx';
import { FaceBadge } from './face-badge.tsx';
import './cases.css';

const sentence = (t: T, { did }: ComplaintEvent, detail: ComplaintDetail): string => {
  switch (did.type) {
    case 'write':
      return t('complaint.did.write');
    case 'step': {
      const step = detail.steps.find(({ code }) => code === did.step)?.name ?? did.step;
      return t(did.done ? 'complaint.did.step' : 'complaint.did.unstep', { step });
    }
    case 'feedback':
      return t('complaint.did.feedback', { text: did.text });
    case 'close':
      return t('complaint.did.close', { result: did.result });
    case 'reminded':
      return t('complaint.did.reminded', {
        clock: t(`complaint.clock.${did.clock}`),
        percent: did.percent,
        to: did.to,
      });
  }
};

const History = ({ detail }: { detail: ComplaintDetail }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { events, complaint } = detail;
  return (
    <>
      <h3>{t('complaint.history')}</h3>
      <ol className="case-list">
        {events.toReversed().map((event, at) => (
          <li key={`${event.at} ${events.length - at}`}>
            <span className="soft">{formatFullMoment(event.at, locale)}</span> {sentence(t, event, detail)}
            {event.by !== null && <span className="soft"> · {event.by.name}</span>}
          </li>
        ))}
        <li>
          <span className="soft">{formatFullMoment(complaint.openedAt, locale)}</span>{' '}
          {t('complaint.did.opened')}
        </li>
      </ol>
    </>
  );
};

/** The file of one complaint: two clocks, the steps of row 84, what is recorded, and its history. */
export const ComplaintPanel = ({
  issueId,
  version,
  onDone,
  onBack = null,
}: {
  issueId: string;
  version: string;
  onDone: () => void;
  /** In a call: the way back to the question. There the agent has just made what little history there is. */
  onBack?: (() => void) | null;
}) => {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const found = useRequest('complaint.get', { issueId }, version);
  const act = useAction('complaint.act');
  const detail = found.value;
  const tick = async (step: string, done: boolean) => {
    const result = await act.run({ issueId, action: { type: 'step', step, done } });
    if (result.ok) onDone();
  };
  return (
    <Panel
      title={t('complaint.title')}
      aside={onBack !== null && <Button onPress={onBack}>{t('complaint.back')}</Button>}
    >
      <ErrorText error={found.error} />
      {detail && (
        <>
          <div className="case-clocks">
            {detail.row.faces.map((face) => (
              <FaceBadge key={face.clock} face={face} now={now} named />
            ))}
          </div>
          <div className="case-steps" role="group" aria-label={t('complaint.steps')}>
            {detail.steps.map(({ code, name, done }) => (
              <CheckBox
                key={code}
                checked={done}
                disabled={detail.complaint.closedAt !== null}
                onChange={(on) => void tick(code, on)}
              >
                {name}
              </CheckBox>
            ))}
          </div>
          <ErrorText error={act.error} />
          <ComplaintForm key={issueId} detail={detail} onDone={onDone} />
          {onBack === null && <History detail={detail} />}
        </>
      )}
    </Panel>
  );
};
