import type { HIDDevice } from 'electron';
import { expect, it } from 'vitest';
import { isHeadsetOfPhone } from '../../../../main/security/device-permission.ts';

const isPhone = (address: string): boolean => address === 'app://phone';

/** Doubles of HID devices as Electron describes them; none can exist where tests run. */
const device = (...pages: number[]): HIDDevice => ({
  deviceId: 'd',
  name: 'Device',
  productId: 1,
  vendorId: 1,
  collections: pages.map((usagePage) => ({
    usagePage,
    usage: 5,
    type: 1,
    children: [],
    inputReports: [],
    outputReports: [],
    featureReports: [],
  })),
});

it.each([
  { what: 'a headset, for the phone window', origin: 'app://phone', pages: [0x0c, 0x0b], granted: true },
  { what: 'a headset, for the console', origin: 'app://console', pages: [0x0b], granted: false },
  { what: 'a headset, for a page from outside', origin: 'https://phone', pages: [0x0b], granted: false },
  { what: 'a keyboard', origin: 'app://phone', pages: [0x01, 0x0c], granted: false },
  { what: 'a device without a descriptor', origin: 'app://phone', pages: [], granted: false },
])('[double: HID device] $what: $granted', ({ origin, pages, granted }) => {
  expect(isHeadsetOfPhone({ deviceType: 'hid', origin, device: device(...pages) }, isPhone)).toBe(granted);
  expect(isHeadsetOfPhone({ deviceType: 'usb', origin, device: device(...pages) }, isPhone)).toBe(false);
});
