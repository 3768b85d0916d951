import { session } from 'electron';
import { scheme } from './app-protocol.ts';

/**
 * Every permission is denied except the microphone (and the choice of the speaker) for the phone window
 * (design.md section 5).
 */
export const restrictPermissions = (): void => {
  const phone = `${scheme}://phone`;
  // Chromium hands over an origin in one place and a whole address in another.
  const isPhone = (address: string): boolean => address === phone || address.startsWith(`${phone}/`);
  session.defaultSession.setPermissionRequestHandler((_, permission, grant, details) => {
    if (permission === 'media') {
      const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
      grant(isPhone(details.requestingUrl) && kinds.every((kind) => kind === 'audio'));
      return;
    }
    grant(permission === 'speaker-selection' && isPhone(details.requestingUrl));
  });
  session.defaultSession.setPermissionCheckHandler((_, permission, origin, details) => {
    if (permission === 'media') return isPhone(origin) && details.mediaType !== 'video';
    return permission === 'speaker-selection' && isPhone(origin);
  });
  session.defaultSession.setDevicePermissionHandler(() => false);
};
