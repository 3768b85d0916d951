import type { ReactNode } from 'react';
import { Navigation } from './navigation.tsx';
import { StatusBar } from './status-bar.tsx';
import { CallStrip } from '../features/softphone/call-strip.tsx';
import { PhonePanels } from '../features/softphone/phone-panels.tsx';
import { KeyOverlay } from './key-overlay.tsx';
import { LiveRegion } from './live-region.tsx';
import { LinkBar } from '../features/links/link-bar.tsx';
import { AlarmBar } from '../features/follow-ups/alarm-bar.tsx';
import { ReceiptBar } from '../features/receipt/receipt-bar.tsx';
import { useCallKeys } from './use-call-keys.ts';
import { useDeviceAnnouncements } from '../features/settings/audio/use-device-announcements.ts';
import { useCallAnnouncements } from './use-call-announcements.ts';
import './frame.css';

/** Navigation, screen, status bar: the same places on every screen. */
export const Frame = ({ children }: { children: ReactNode }) => {
  useCallKeys();
  useCallAnnouncements();
  useDeviceAnnouncements();
  return (
    <div className="frame">
      <Navigation />
      <div className="frame-body">
        <CallStrip />
        <LinkBar />
        <AlarmBar />
        <ReceiptBar />
        {children}
      </div>
      <StatusBar />
      <PhonePanels />
      <KeyOverlay />
      <LiveRegion />
    </div>
  );
};
