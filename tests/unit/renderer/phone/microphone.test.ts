import { describe, expect, it, vi } from 'vitest';
import { defaultAudioPreferences, type AudioPreferences } from '../../../../core/call/audio.ts';
import { Microphone } from '../../../../renderer/phone/microphone.ts';
import { PhoneError } from '../../../../renderer/sip/phone-error.ts';
import { MediaDouble, type TrackDouble } from './media-double.ts';

const headset = { ...defaultAudioPreferences, microphone: 'Headset' };

const start = (preferences: AudioPreferences = headset) => {
  const media = new MediaDouble();
  const microphone = new Microphone(media.asMediaDevices(), preferences);
  const replaced: string[] = [];
  let changes = 0;
  microphone.onReplaced((track) => replaced.push(track.label));
  microphone.onChanged(() => (changes += 1));
  return { media, microphone, replaced, changes: () => changes };
};
const original = (media: MediaDouble): TrackDouble => {
  const track = media.tracks.filter(({ readyState }) => readyState === 'live')[0];
  if (track === undefined) throw new Error('nothing is open');
  return track;
};

describe('the microphone (double of the sound card)', () => {
  it('is open while somebody needs it, and gives each user a copy of its own', async () => {
    const { media, microphone, replaced } = start();
    const call = await microphone.open('call');
    const meter = await microphone.open('meter');
    expect(call).not.toBe(meter);
    expect(media.live).toEqual(['Headset', 'Headset', 'Headset']);
    call.stop();
    microphone.close('call');
    expect(media.live).toEqual(['Headset', 'Headset']);
    meter.stop();
    microphone.close('meter');
    expect(media.live).toEqual([]);
    expect(replaced).toEqual([]);
  });

  it('takes another device and other processing at once, and tells the calls', async () => {
    const { media, microphone, replaced } = start();
    (await microphone.open('call')).stop();
    await microphone.prefer({ ...headset, microphone: 'Laptop', noiseSuppression: false });
    expect(media.live).toEqual(['Laptop']);
    expect(original(media).constraints).toMatchObject({ noiseSuppression: false, echoCancellation: true });
    await microphone.prefer({ ...headset, microphone: 'Laptop', noiseSuppression: false, ringVolume: 0.1 });
    expect(replaced).toEqual(['Laptop']);
  });

  it('falls back to the default when the device goes, and takes it again when it is back', async () => {
    const { media, microphone, replaced, changes } = start();
    (await microphone.open('call')).stop();
    const all = media.inputs;
    media.inputs = all.filter(({ id }) => id !== '2');
    original(media).unplug();
    await vi.waitFor(() => expect(changes()).toBe(1));
    expect(microphone.label).toBeNull();
    expect(media.live).toEqual(['Default - Laptop']);
    media.inputs = all;
    await microphone.devicesChanged();
    expect(microphone.label).toBe('Headset');
    expect(media.live).toEqual(['Headset']);
    expect(replaced).toEqual(['Default - Laptop', 'Headset']);
  });

  it('uses the default while another program holds the chosen device, and tries that one again later', async () => {
    const { media, microphone } = start();
    media.held.add('2');
    (await microphone.open('call')).stop();
    expect(media.live).toEqual(['Default - Laptop']);
    media.held.clear();
    await microphone.devicesChanged();
    expect(media.live).toEqual(['Headset']);
  });

  it('follows the default of the system to another device', async () => {
    const { media, microphone, replaced } = start(defaultAudioPreferences);
    (await microphone.open('call')).stop();
    await microphone.devicesChanged();
    expect(replaced).toEqual([]);
    media.inputs = media.inputs.map((one) =>
      one.id === 'default' ? { id: 'default', label: 'Default - Headset', groupId: 'g2' } : one,
    );
    await microphone.devicesChanged();
    expect(replaced).toEqual(['Default - Headset']);
  });

  it('keeps the call without any device, says that it is silent, and takes the first that comes', async () => {
    const { media, microphone, replaced, changes } = start();
    (await microphone.open('call')).stop();
    const all = media.inputs;
    media.inputs = [];
    original(media).unplug();
    await vi.waitFor(() => expect(changes()).toBe(1));
    expect(microphone.silent).toBe(true);
    media.inputs = all;
    await microphone.devicesChanged();
    expect(microphone.silent).toBe(false);
    expect(replaced).toEqual(['Headset']);
    microphone.close('call');
    expect(media.live).toEqual([]);
  });

  it('opens a device that fell silent once again, and then says so instead of trying for ever', async () => {
    vi.useFakeTimers();
    try {
      const { media, microphone, changes } = start();
      (await microphone.open('call')).stop();
      original(media).setMuted(true);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(media.tracks.filter(({ muted }) => muted)).toHaveLength(1);
      expect(media.live).toEqual(['Headset']);
      const opened = media.tracks.length;
      original(media).setMuted(true);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(media.tracks.length).toBe(opened);
      expect(microphone.silent).toBe(true);
      const before = changes();
      original(media).setMuted(false);
      expect(microphone.silent).toBe(false);
      expect(changes()).toBe(before + 1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('leaves nothing open when the call ends while the device is still opening', async () => {
    const { media, microphone } = start();
    let release: () => void = () => undefined;
    media.gate = new Promise((done) => (release = done));
    const opening = microphone.open('call');
    await Promise.resolve();
    microphone.close('call');
    release();
    await expect(opening).rejects.toThrow(PhoneError);
    expect(media.live).toEqual([]);
  });

  it('says why it cannot be opened, and keeps the old one when a change is refused', async () => {
    const { media, microphone } = start();
    media.held = new Set(['default', '1', '2']);
    await expect(microphone.open('call')).rejects.toMatchObject({ code: 'microphone_refused' });
    expect(microphone.isUsedBy('call')).toBe(false);
    media.held.clear();
    (await microphone.open('call')).stop();
    media.held = new Set(['default', '1']);
    await expect(microphone.prefer({ ...headset, microphone: 'Laptop' })).rejects.toThrow(PhoneError);
    expect(media.live).toEqual(['Headset']);
  });
});
