import { useTranslation } from 'react-i18next';

/** A thin line that fills while the text takes its time at the fastest lawful speed (domain.md row 68). */
export const PaceFloor = ({ seconds }: { seconds: number }) => {
  const { t } = useTranslation();
  if (seconds < 1) return null;
  return (
    <span className="pace-floor">
      {t('script.minSeconds', { count: Math.ceil(seconds) })}
      <span className="pace-line" aria-hidden>
        <span style={{ animationDuration: `${seconds}s` }} />
      </span>
    </span>
  );
};
