import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { useCallStore } from '../../../lib/call-store.ts';
import { callbackView, useSoftphoneStore } from '../../../lib/softphone-store.ts';
import { reasonText } from '../../../locales/i18n.ts';
import { endingSentence } from '../softphone/call-words.ts';

/** What stands above the dispositions: why the questions ended, or how the call ended. */
export const useWrapUpText = (session: SessionView): { title: string; meta: string } => {
  const { t } = useTranslation();
  const ended = useSoftphoneStore(({ softphone }) => callbackView(softphone)?.call ?? null);
  const last = useCallStore((state) => state.call);
  const call = ended ?? last;
  const { card } = session.script;
  if (card.kind === 'ending') return { title: t('wrapUp.title'), meta: reasonText(t, 'ending', card.reason) };
  const lost =
    call?.phase !== 'ended' || call.ending === null
      ? t('wrapUp.ended')
      : endingSentence(t, call.ending, call);
  return { title: t('wrapUp.title'), meta: session.phase === 'wrap_up' ? lost : t('ending.choose') };
};
