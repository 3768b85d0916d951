import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { useCallStore } from '../../../lib/call-store.ts';
import { reasonText } from '../../../locales/i18n.ts';

/** What stands above the dispositions: why the questions ended, or how the call ended. */
export const useWrapUpText = (session: SessionView): { title: string; meta: string } => {
  const { t } = useTranslation();
  const ending = useCallStore((state) => (state.call?.phase === 'ended' ? state.call.ending : null));
  const { card } = session.script;
  if (card.kind === 'ending') return { title: t('wrapUp.title'), meta: reasonText(t, 'ending', card.reason) };
  const lost = ending === null ? t('wrapUp.ended') : t('call.lost', { reason: t(`callEnding.${ending}`) });
  return { title: t('wrapUp.title'), meta: session.phase === 'wrap_up' ? lost : t('ending.choose') };
};
