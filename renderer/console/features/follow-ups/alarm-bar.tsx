import { useEffect, useRef } from 'react';
import { AlarmClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../lib/app-store.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useCallStore } from '../../../lib/call-store.ts';
import { useFollowUpStore } from '../../../lib/follow-up-store.ts';
import { formatMoment, formatTime } from '../../../lib/format.ts';
import { go } from '../../../lib/route-store.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { showFollowUpList } from './list-choice.ts';
import './follow-ups.css';

/**
 * The alarm of an appointment (domain.md 3.3 D10), on every screen until it is dialled or given to others, and of
 * promises until they are dealt with (row 43). It never
 * takes the focus, and gives way while a callback is going on.
 */
export const AlarmBar = () => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow(30_000);
  const alarms = useFollowUpStore((state) => state.news?.alarms);
  const inCallback = useCallStore((state) => state.session !== null);
  const [first] = alarms ?? [];
  const id = first === undefined ? null : `${first.taskId} ${first.at}`;
  const text =
    first === undefined
      ? null
      : t(first.at > now ? 'followUps.alarmSoon' : 'followUps.alarmNow', {
          name: first.holderName,
          at: formatTime(first.at, locale),
          minutes: Math.max(0, Math.ceil(Math.abs(first.at - now) / 60_000)),
        });
  const promises = useFollowUpStore((state) => state.news?.promises.alarms) ?? [];
  const [earliest] = promises;
  const isReplied = promises.some((one) => one.isReplied);
  const promiseId = promises.map(({ id, isReplied: has }) => `${id} ${has}`).join();
  const promised =
    earliest === undefined
      ? null
      : t(isReplied ? 'promises.alarmReplied' : 'promises.alarm', {
          count: promises.length,
          at: formatMoment(earliest.dueAt, locale),
        });
  const toldOf = useRef('');
  useEffect(() => {
    if (promised !== null && toldOf.current !== promiseId) announce(promised, 'beside');
    toldOf.current = promiseId;
  }, [promiseId, promised]);
  // Told once for each appointment, not with every minute.
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (text !== null && told.current !== id) announce(text, 'beside');
    told.current = id;
  }, [id, text]);
  if (inCallback || (first === undefined && promised === null)) return null;
  return (
    <section
      className="alarm-bar"
      aria-label={t(first === undefined ? 'promises.alarmTitle' : 'followUps.alarm')}
    >
      <AlarmClock aria-hidden size={20} />
      {text !== null && <strong>{text}</strong>}
      {(alarms?.length ?? 0) > 1 && (
        <span>{t('followUps.alarmMore', { count: (alarms?.length ?? 1) - 1 })}</span>
      )}
      {first !== undefined && (
        <Button onPress={() => go('worklist', { taskId: first.taskId })}>{t('followUps.alarmOpen')}</Button>
      )}
      {promised !== null && (
        <>
          <strong>{promised}</strong>
          <Button
            onPress={() => {
              showFollowUpList('promiseOpen');
              go('followUps');
            }}
          >
            {t('promises.alarmOpen')}
          </Button>
        </>
      )}
    </section>
  );
};
