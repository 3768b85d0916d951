import type { Locale } from '../../core/ipc/features/app.ts';
import type { NotifierDeps } from '../notifications/incoming-notifier.ts';

/** No names and no numbers: a notification is seen by whoever stands behind the agent. */
const texts: Record<'appointment' | 'promise', Record<Locale, { title: string; body: string }>> = {
  appointment: {
    'zh-CN': { title: '预约提醒', body: '有约定的回访到时间了，请打开回访台查看。' },
    en: {
      title: 'Appointment',
      body: 'The time of an agreed callback has come. Open Callback Desk to see it.',
    },
  },
  promise: {
    'zh-CN': { title: '承诺提醒', body: '有对客户的承诺需要兑现，请打开回访台查看。' },
    en: {
      title: 'Promise',
      body: 'A promise to a customer has to be kept. Open Callback Desk to see it.',
    },
  },
};

/** Tells of an appointment or a promise whose time has come, but not while somebody is on the line: the bar on screen says it. */
export const alarmNotice =
  (deps: { notify: NotifierDeps['notify']; onLine: () => boolean; locale: () => Locale; show: () => void }) =>
  (of: 'appointment' | 'promise'): void => {
    if (!deps.onLine()) deps.notify(texts[of][deps.locale()], deps.show);
  };
