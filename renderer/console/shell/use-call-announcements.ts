import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { onDesk } from '../../lib/desk.ts';
import { announce } from '../../lib/announce-store.ts';
import { useCallStore } from '../../lib/call-store.ts';

const useIdentityAndCaption = (): void => {
  const { t } = useTranslation();
  const attemptId = useCallStore((state) => state.session?.attemptId ?? null);
  const identity = useCallStore((state) => state.session?.script.identity.status ?? null);
  const caption = useCallStore((state) => state.session?.caption ?? null);
  const before = useRef({ attemptId, identity });
  useEffect(() => {
    const last = before.current;
    before.current = { attemptId, identity };
    if (last.attemptId !== attemptId || last.identity === identity) return;
    if (identity === 'passed' || identity === 'failed') announce(t(`identity.${identity}`), 'beside');
  }, [attemptId, identity, t]);
  useEffect(() => {
    if (caption !== null) announce(`${t('script.caption')}：${caption}`, 'beside');
  }, [caption, t]);
};

/** Tells screen readers what the call does; only an incoming and a lost call interrupt them. */
export const useCallAnnouncements = (): void => {
  useIdentityAndCaption();
  const { t } = useTranslation();
  const phase = useCallStore((state) => state.call?.phase ?? null);
  const ending = useCallStore((state) => state.call?.ending ?? null);
  const before = useRef(phase);
  useEffect(() => {
    if (before.current === phase) return;
    const wasTalking = before.current === 'talking';
    before.current = phase;
    if (phase === 'incoming') announce(t('incoming.announced'), 'alert');
    else if (phase === 'ended' && ending) {
      const lost = wasTalking && ending !== 'local_hangup';
      announce(t('call.lost', { reason: t(`callEnding.${ending}`) }), lost ? 'alert' : 'status');
    } else if (phase) announce(t(`callPhase.${phase}`));
  }, [phase, ending, t]);
  useEffect(() => onDesk('call.closeRefused', () => announce(t('call.closeRefused'))), [t]);
};
