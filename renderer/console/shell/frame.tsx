import type { ReactNode } from 'react';
import { Navigation } from './navigation.tsx';
import { StatusBar } from './status-bar.tsx';
import { IncomingBar } from './incoming-bar.tsx';
import { KeyOverlay } from './key-overlay.tsx';
import { LiveRegion } from './live-region.tsx';
import { useCallKeys } from './use-call-keys.ts';
import { useCallAnnouncements } from './use-call-announcements.ts';
import './frame.css';

/** Navigation, screen, status bar: the same places on every screen. */
export const Frame = ({ children }: { children: ReactNode }) => {
  useCallKeys();
  useCallAnnouncements();
  return (
    <div className="frame">
      <Navigation />
      <div className="frame-body">
        <IncomingBar />
        {children}
      </div>
      <StatusBar />
      <KeyOverlay />
      <LiveRegion />
    </div>
  );
};
