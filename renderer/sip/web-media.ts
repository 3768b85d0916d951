import { Web, type SessionDescriptionHandlerFactory } from 'sip.js';

/** Chromium's WebRTC as the media side of a call; `openStream` gives the sound that is sent. */
export const webHandlerFactory = (openStream: () => Promise<MediaStream>): SessionDescriptionHandlerFactory =>
  Web.defaultSessionDescriptionHandlerFactory(() => openStream());
