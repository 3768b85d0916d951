import { session } from 'electron';
import { scheme } from './app-protocol.ts';
import { isHeadsetOfPhone } from './device-permission.ts';

/**
 * Every permission is denied except the microphone, the choice of the speaker, and the buttons of headsets for
 * the phone window (design.md section 5).
 */
export const restrictPermissions = (): void => {
  const phone = `${scheme}://phone`;
  // Chromium hands over an origin in one place and a whole address in another.
  const isPhone = (address: string): boolean => address === phone || address.startsWith(`${phone}/`);
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_, permission, grant, details) => {
    if (permission === 'media') {
      const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
      grant(isPhone(details.requestingUrl) && kinds.every((kind) => kind === 'audio'));
      return;
    }
    grant(permission === 'speaker-selection' && isPhone(details.requestingUrl));
  });
  defaultSession.setPermissionCheckHandler((_, permission, origin, details) => {
    if (permission === 'media') return isPhone(origin) && details.mediaType !== 'video';
    return (permission === 'speaker-selection' || permission === 'hid') && isPhone(origin);
  });
  defaultSession.setDevicePermissionHandler((details) => isHeadsetOfPhone(details, isPhone));
  // Headsets need no picker; a page that asks for one all the same gets nothing.
  defaultSession.on('select-hid-device', (event, _, choose) => {
    event.preventDefault();
    choose(null);
  });
};
