import { useTranslation } from 'react-i18next';
import type { CallLogEntry } from '../../../../core/call/call-log.ts';
import { Panel } from '../../../ui/panel.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment, formatSpan } from '../../../lib/format.ts';

/** How the call sounded, in figures a person can compare. */
const Sound = ({ quality }: { quality: NonNullable<CallLogEntry['quality']> }) => {
  const { t } = useTranslation();
  return (
    <p className="soft">
      {t('records.sound', {
        mos: quality.mosAverage.toFixed(1),
        lowest: quality.mosLowest.toFixed(1),
        loss: (quality.lossFraction * 100).toFixed(1),
        jitter: Math.round(quality.jitterAverageMs),
        codec: quality.codec ?? t('common.none'),
      })}
      {quality.roundTripAverageMs !== null &&
        t('records.soundDelay', { roundTrip: Math.round(quality.roundTripAverageMs) })}
      {quality.silentS > 0 && t('records.soundSilent', { seconds: quality.silentS })}
    </p>
  );
};

/** The telephone calls of an attempt: when, how they ended, how they sounded. */
export const RecordCalls = ({ calls }: { calls: readonly CallLogEntry[] }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <Panel title={t('records.calls')} aside={<span>{calls.length}</span>}>
      {calls.length === 0 && <p className="soft">{t('records.noCalls')}</p>}
      <ul className="record-issues">
        {calls.map((call) => (
          <li key={call.id}>
            <div>
              <span>
                {formatFullMoment(call.startedAt, locale)} · {t(`callEnding.${call.ending}`)}
                {call.sipStatus !== null && ` (SIP ${call.sipStatus})`}
                {call.answeredAt !== null && ` · ${formatSpan(call.endedAt - call.answeredAt)}`}
              </span>
              {call.quality && <Sound quality={call.quality} />}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
};
