import type { HidCollection } from '../../../core/call/hid-telephony.ts';

/** The part of WebHID that is used; TypeScript's DOM library does not have it yet. */
export type WebHidDevice = {
  readonly opened: boolean;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  addEventListener(type: 'inputreport', listener: (event: WebHidReport) => void): void;
  removeEventListener(type: 'inputreport', listener: (event: WebHidReport) => void): void;
};
export type WebHidReport = { readonly reportId: number; readonly data: DataView };

export type WebHid = {
  /** The devices that main lets this window use; needs no picker (setDevicePermissionHandler). */
  getDevices(): Promise<WebHidDevice[]>;
  addEventListener(
    type: 'connect' | 'disconnect',
    listener: (event: { readonly device: WebHidDevice }) => void,
  ): void;
};

declare global {
  interface Navigator {
    /** Chromium on desktop systems. */
    readonly hid?: WebHid;
  }
}
