import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QualityView, Verdict } from '../../../../core/call/quality.ts';
import { FactList } from '../../../ui/panel.tsx';
import { DisclosureButton } from '../../../ui/disclosure-button.tsx';
import { useKey } from '../../keyboard/use-key.ts';
import { qualitySentence } from './call-words.ts';

const barsOf: Record<Verdict, number> = { good: 4, fair: 3, poor: 2, bad: 1 };

const Details = ({ quality, id }: { quality: QualityView; id: string }) => {
  const { t } = useTranslation();
  const ms = (value: number | null) => (value === null ? t('quality.unknown') : `${Math.round(value)} ms`);
  return (
    <div className="quality-details" id={id} role="group" aria-label={t('quality.details')}>
      <p>{qualitySentence(t, quality)}</p>
      <FactList
        facts={[
          { term: t('quality.score'), value: quality.mos.toFixed(1) },
          { term: t('quality.loss'), value: `${(quality.lossFraction * 100).toFixed(1)} %` },
          { term: t('quality.jitter'), value: ms(quality.jitterMs) },
          { term: t('quality.roundTrip'), value: ms(quality.roundTripMs) },
          { term: t('sound.delay'), value: ms(quality.delayMs) },
          { term: t('quality.codec'), value: quality.codec ?? t('quality.unknown') },
        ]}
      />
    </div>
  );
};

/** How the call sounds: bars and words; the figures on hover or when pressed. */
export const QualityMeter = ({ quality }: { quality: QualityView }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  useKey('toCard', () => setOpen(false), open);
  const words = t(`quality.verdict.${quality.verdict}`);
  return (
    <div className={`quality quality-${quality.verdict}`} data-verdict={quality.verdict}>
      <DisclosureButton
        className="quality-button"
        label={t('quality.label', { verdict: words })}
        expanded={open}
        controls={id}
        onToggle={() => setOpen((before) => !before)}
      >
        <span className="quality-bars" aria-hidden>
          {[1, 2, 3, 4].map((bar) => (
            <span key={bar} className={bar <= barsOf[quality.verdict] ? 'bar-on' : ''} />
          ))}
        </span>
        <span className="quality-words">{words}</span>
      </DisclosureButton>
      {open && <Details quality={quality} id={id} />}
    </div>
  );
};
