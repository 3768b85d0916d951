import { MessageCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Practice only: what the simulated customer just said, for rooms without sound and for those who cannot hear it. */
export const CaptionBar = ({ caption }: { caption: string | null }) => {
  const { t } = useTranslation();
  return (
    <section className="caption" aria-label={t('script.caption')}>
      <MessageCircle aria-hidden size={18} />
      <span className="caption-who">{t('script.caption')}</span>
      <p data-testid="caption">{caption ?? <span className="soft">{t('script.captionNone')}</span>}</p>
    </section>
  );
};
