import { Notification } from 'electron';
import type { NotifierDeps } from './incoming-notifier.ts';

/**
 * Shows a notification of the system, or nothing where the desktop has none. Silent: the ringing belongs to the
 * phone and its own device.
 */
export const systemNotification: NotifierDeps['notify'] = (texts, onClick) => {
  if (!Notification.isSupported()) return null;
  const notification = new Notification({ ...texts, silent: true, urgency: 'critical' });
  notification.on('click', onClick);
  notification.show();
  return notification;
};
