import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatTime } from '../../../lib/format.ts';
import { dayNumber } from '../../../lib/trade-time.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { MicrophoneLevel } from '../settings/audio/microphone-meter.tsx';
import { CheckItems } from './check-items.tsx';
import { useCheck } from './use-check.ts';
import './preshift.css';

const minuteMs = 60_000;

/** Three seconds of the agent's voice, played back and measured, before the first call of the day. */
export const PreshiftCheck = () => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { check, last } = useCheck();
  const action = useAction('devices.check');
  const now = useNow(minuteMs);
  const running = check.step === 'recording' || check.step === 'playing' || check.step === 'listening';
  const today = last !== null && dayNumber(last.at) === dayNumber(now) ? last : null;
  const items = check.step === 'idle' ? (today?.items ?? []) : check.items;

  const step = useRef(check.step);
  useEffect(() => {
    if (step.current === check.step) return;
    step.current = check.step;
    if (check.step !== 'idle') announce(t(`preshift.step.${check.step}`), 'beside');
  }, [check.step, t]);

  return (
    <Panel title={t('preshift.title')}>
      <p className="soft">{t('preshift.lead')}</p>
      <p className="check-step">
        {check.failure === null ? t(`preshift.step.${check.step}`) : t(`preshift.failure.${check.failure}`)}
      </p>
      {check.step === 'recording' && <MicrophoneLevel on />}
      {!running && (
        <p className="soft">
          {today === null
            ? t('preshift.notToday')
            : t('preshift.lastToday', { time: formatTime(today.at, locale) })}
        </p>
      )}
      <CheckItems items={items} />
      <div className="settings-actions">
        {running ? (
          <Button onPress={() => void action.run({ action: 'drop' })}>{t('preshift.stop')}</Button>
        ) : (
          <Button onPress={() => void action.run({ action: 'start' })} pending={action.pending}>
            {t(items.length > 0 ? 'preshift.again' : 'preshift.start')}
          </Button>
        )}
        {check.canReplay && !running && (
          <Button onPress={() => void action.run({ action: 'replay' })}>{t('preshift.replay')}</Button>
        )}
      </div>
      <ErrorText error={action.error} />
    </Panel>
  );
};
