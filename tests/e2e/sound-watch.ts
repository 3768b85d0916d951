import type { Page } from '@playwright/test';

type Heard = {
  /** Sinks of the elements that sound now. */
  playing: string[];
  /** What is open now, clones included. */
  openTracks: string[];
};

export type WatchedWindow = Window & {
  watchedElements?: Set<HTMLMediaElement>;
  watchedTracks?: Set<MediaStreamTrack>;
  unplugged?: Set<string>;
  watchedConstraints?: MediaTrackConstraints[];
};

/** Keeps count of the window's sound elements and tracks; they are in no document, so nothing else sees them. */
export const watch = (phone: Page): Promise<void> =>
  phone.evaluate(() => {
    const own = window as WatchedWindow;
    if (own.watchedElements !== undefined) return;
    const elements = (own.watchedElements = new Set<HTMLMediaElement>());
    const tracks = (own.watchedTracks = new Set<MediaStreamTrack>());
    const wanted = (own.watchedConstraints = [] as MediaTrackConstraints[]);
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      elements.add(this);
      return play.call(this);
    };
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      if (typeof constraints?.audio === 'object') wanted.push(constraints.audio);
      for (const track of stream.getTracks()) tracks.add(track);
      return stream;
    };
    const clone = MediaStreamTrack.prototype.clone;
    MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
      const copy = clone.call(this);
      if (tracks.has(this)) tracks.add(copy);
      return copy;
    };
  });

export const heard = (phone: Page): Promise<Heard> =>
  phone.evaluate(async () => {
    const own = window as WatchedWindow;
    const list = await navigator.mediaDevices.enumerateDevices();
    const name = (id: string): string =>
      list.find(({ kind, deviceId }) => kind === 'audiooutput' && deviceId === id)?.label ?? 'default';
    return {
      playing: [...(own.watchedElements ?? [])]
        .filter((element) => !element.paused && element.srcObject !== null)
        .map((element) => name(element.sinkId))
        .sort(),
      openTracks: [...(own.watchedTracks ?? [])]
        .filter(({ readyState }) => readyState === 'live')
        .map(({ label }) => label)
        .sort(),
    };
  });

/** Pulls or puts back a plug as the page sees it: another list of devices, the event, and the end of the track. */
export const setUnplugged = (phone: Page, labels: readonly string[]): Promise<void> =>
  phone.evaluate((gone) => {
    const own = window as WatchedWindow;
    const { mediaDevices } = navigator;
    if (own.unplugged === undefined) {
      own.unplugged = new Set();
      const enumerate = mediaDevices.enumerateDevices.bind(mediaDevices);
      mediaDevices.enumerateDevices = async () =>
        (await enumerate()).filter(({ label }) => own.unplugged?.has(label) !== true);
    }
    own.unplugged = new Set(gone);
    mediaDevices.dispatchEvent(new Event('devicechange'));
  }, labels);
