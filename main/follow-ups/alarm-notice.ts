import type { Locale } from '../../core/ipc/features/app.ts';
import type { NotifierDeps } from '../notifications/incoming-notifier.ts';

/** No names and no numbers: a notification is seen by whoever stands behind the agent. */
const texts: Record<Locale, { title: string; body: string }> = {
  'zh-CN': { title: '预约提醒', body: '有约定的回访到时间了，请打开回访台查看。' },
  en: {
    title: 'Appointment',
    body: 'The time of an agreed callback has come. Open Callback Desk to see it.',
  },
};

/** Tells of an appointment whose time has come, but not while somebody is on the line: the bar on screen says it. */
export const alarmNotice =
  (deps: { notify: NotifierDeps['notify']; onLine: () => boolean; locale: () => Locale; show: () => void }) =>
  (): void => {
    if (!deps.onLine()) deps.notify(texts[deps.locale()], deps.show);
  };
