import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaceRules } from '../../../../core/quality/pace.ts';
import { charsPerMinute, secondsAt, zoneOf } from '../../../../core/quality/pace.ts';
import type { WatchView } from '../../../../core/script/watch.ts';
import './pace.css';

/** How often the meter looks at the clock, in milliseconds. */
const lookMs = 250;

const useElapsed = (since: number | null): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (since === null) return undefined;
    const timer = setInterval(() => setNow(Date.now()), lookMs);
    return () => clearInterval(timer);
  }, [since]);
  return since === null ? 0 : Math.max(0, now - since);
};

/** Widths of the zones on the time line, in seconds: too fast, fast, in the band, and a little beyond. */
const zonesOf = (characters: number, { limit, band }: PaceRules) => {
  const over = secondsAt(characters, limit);
  if (band === null) return { over, fast: 0, band: 0, slow: over };
  const fast = secondsAt(characters, band.to) - over;
  const inBand = secondsAt(characters, band.from) - secondsAt(characters, band.to);
  return { over, fast, band: inBand, slow: inBand + over / 2 };
};

/**
 * The pace an answer given now would have (domain.md rows 50, 68, 71): red until the text can have been read, green
 * in the band. Seen by the agent only; no sound, and nothing is locked. Slow is no fault: the customer speaks too.
 */
export const PaceMeter = ({ pace }: { pace: WatchView['pace'] }) => {
  const { t } = useTranslation();
  const { rules, shownAt, characters } = pace;
  const elapsed = useElapsed(shownAt);
  if (characters === 0) return null;
  const seconds = Math.ceil(secondsAt(characters, rules.limit));
  if (shownAt === null) return <span className="pace-meter">{t('pace.atLeast', { count: seconds })}</span>;
  const now = charsPerMinute(characters, 0, elapsed) ?? 0;
  const zone = zoneOf(now, rules);
  const zones = zonesOf(characters, rules);
  const whole = zones.over + zones.fast + zones.band + zones.slow;
  const needle = Math.min(100, elapsed / 10 / whole);
  const words = zone === 'over' ? t('pace.readOn', { count: seconds }) : t('pace.now', { pace: now });
  return (
    <span className={`pace-meter pace-${zone}`} data-pace-zone={zone}>
      <span className="pace-words">
        {words} <span className="pace-zone">{t(`pace.zone.${zone}`)}</span>
      </span>
      <span className="pace-track" aria-hidden>
        {(['over', 'fast', 'band', 'slow'] as const).map((name) => (
          <span key={name} className={`pace-part pace-part-${name}`} style={{ flexGrow: zones[name] }} />
        ))}
        <span className="pace-needle" style={{ insetInlineStart: `${needle}%` }} />
      </span>
    </span>
  );
};
