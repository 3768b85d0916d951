import type { Registration } from '../../../core/call/types.ts';
import type { T } from '../../locales/i18n.ts';

/** The address as somebody would name it: host and port. */
const shownServer = (server: string): string => {
  try {
    return new URL(server).host;
  } catch {
    return server;
  }
};

/** Whether the phone is ready, and if not where it tries, why it fails and when it tries next. */
export const lineText = (t: T, registration: Registration, now: number): string => {
  const { state, reason, server, nextTryAt, cause } = registration;
  if (state === 'registered') return t('status.phoneReady');
  if (state === 'off') return t('status.phoneOff');
  if (state === 'connecting' && nextTryAt === null)
    return server === null
      ? t('status.phoneConnecting')
      : t('line.connectingTo', { server: shownServer(server) });
  const why =
    cause === null || cause === undefined
      ? t(`registration.${reason ?? 'server_error'}`)
      : t('line.cause', {
          what: t(`lineFinding.${cause.finding}.what`, cause.values),
          todo: t(`lineFinding.${cause.finding}.todo`, cause.values),
        });
  const failed =
    server === null
      ? t('status.phoneFailed', { reason: why })
      : t('line.failedAt', { server: shownServer(server), reason: why });
  if (nextTryAt === null) return failed;
  return `${failed} · ${t('line.nextTry', { seconds: Math.max(0, Math.ceil((nextTryAt - now) / 1000)) })}`;
};
