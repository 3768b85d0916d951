import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { onDesk } from '../../lib/desk.ts';
import { announce } from '../../lib/announce-store.ts';
import { useSoftphoneStore } from '../../lib/softphone-store.ts';
import { callAnnouncements } from './call-announcements.ts';
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
  useEffect(
    () =>
      useSoftphoneStore.subscribe((now, before) => {
        const messages = callAnnouncements(t, before.softphone, now.softphone);
        const [first] = messages;
        if (!first) return;
        const loudest = messages.find(({ kind }) => kind === 'alert') ?? first;
        announce(messages.map(({ text }) => text).join(' '), loudest.kind);
      }),
    [t],
  );
  useEffect(() => onDesk('call.closeRefused', () => announce(t('call.closeRefused'))), [t]);
};
