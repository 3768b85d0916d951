import type { Locale } from '../../core/ipc/features/app.ts';
import type { NotifierDeps } from '../notifications/incoming-notifier.ts';

/** No names and no numbers: a notification is seen by whoever stands behind the agent. */
const texts: Record<Locale, { title: string; body: string }> = {
  'zh-CN': { title: '问题件提醒', body: '有问题件临近或超过时限，请打开回访台查看。' },
  en: { title: 'Issues', body: 'Issues are near or past their time limit. Open Callback Desk to see them.' },
};

/** Tells of issues whose clocks run out, but not while somebody is on the line: the board's count says it then. */
export const reminderNotice =
  (deps: { notify: NotifierDeps['notify']; onLine: () => boolean; locale: () => Locale; show: () => void }) =>
  (): void => {
    if (!deps.onLine()) deps.notify(texts[deps.locale()], deps.show);
  };
