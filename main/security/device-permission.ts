import type { DevicePermissionHandlerHandlerDetails } from 'electron';
import { hasTelephony } from '../../core/call/hid-telephony.ts';

/**
 * Whether a page may use a device without asking: a HID device with a telephony page, a headset, for the phone
 * window. A keyboard is never handed out.
 */
export const isHeadsetOfPhone = (
  { deviceType, device, origin }: DevicePermissionHandlerHandlerDetails,
  isPhone: (address: string) => boolean,
): boolean =>
  deviceType === 'hid' && isPhone(origin) && 'collections' in device && hasTelephony(device.collections);
