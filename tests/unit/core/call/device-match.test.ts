import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultAudioPreferences, type AudioState } from '../../../../core/call/audio.ts';
import { findDevice, missingDevices, nameDevices, plainLabel } from '../../../../core/call/device-match.ts';

const device = (id: string, label: string) => ({ id, label });

describe('the names of sound devices', () => {
  it.each([
    ['Default - Jabra Evolve2 40', 'Jabra Evolve2 40'],
    ['默认 - 麦克风 (Jabra)', '麦克风 (Jabra)'],
    ['Communications - Headset', 'Headset'],
    ['Jabra Evolve2 40 (0b0e:2453)', 'Jabra Evolve2 40'],
    ['Headset (2- Jabra Evolve2 40) (0b0e:2453)', 'Headset (Jabra Evolve2 40)'],
    ['Built-in Microphone - 2', 'Built-in Microphone - 2'],
  ])('%s is %s without its decoration', (label, plain) => {
    expect(plainLabel(label)).toBe(plain);
  });

  it('leaves out what Chromium lists a second time, unless there is nothing else', () => {
    const usual = [
      device('default', 'Default - A'),
      device('communications', 'Communications - A'),
      device('1', 'A'),
    ];
    expect(nameDevices(usual)).toEqual([device('1', 'A')]);
    expect(nameDevices([device('default', 'Default')])).toEqual([device('default', 'Default')]);
    expect(nameDevices([device('', '')])).toEqual([]);
  });

  it('tells two devices of the same name apart, in the order of the system', () => {
    const named = nameDevices([device('1', 'USB Headset'), device('2', 'USB Headset'), device('3', 'Other')]);
    expect(named.map(({ label }) => label)).toEqual(['USB Headset', 'USB Headset #2', 'Other']);
    expect(findDevice(named, 'USB Headset')?.id).toBe('1');
    expect(findDevice(named, 'USB Headset #2')?.id).toBe('2');
  });

  it('finds a device after a change of port, of the default, and of the USB decoration', () => {
    const now = nameDevices([device('9', 'Built-in'), device('7', 'Headset (3- Jabra) (0b0e:2453)')]);
    for (const then of ['Headset (Jabra)', 'Default - Headset (Jabra)', 'Headset (2- Jabra) (0b0e:2453)'])
      expect(findDevice(now, then)?.id).toBe('7');
  });

  it('takes the other of two equal headsets rather than none, and never a different one', () => {
    const one = nameDevices([device('9', 'Built-in'), device('1', 'USB Headset')]);
    expect(findDevice(one, 'USB Headset #2')?.id).toBe('1');
    expect(findDevice(one, 'USB Headset Pro')).toBeNull();
    expect(findDevice(one, null)).toBeNull();
    expect(findDevice(one, '')).toBeNull();
  });

  it('finds every device under the name it was listed with, whatever the names are', () => {
    const labels = fc.array(
      fc.oneof(fc.constantFrom('A', 'A (0b0e:2453)', 'A #2', 'Default - A', '(2- A)', 'B'), fc.string()),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(labels, (all) => {
        const named = nameDevices(all.map((label, index) => device(`id${index}`, label)));
        for (const { label } of named) if (label !== '') expect(findDevice(named, label)?.label).toBe(label);
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });

  it('names what was chosen and is not plugged in', () => {
    const state: AudioState = {
      microphones: [device('1', 'A')],
      speakers: [device('2', 'S')],
      preferences: {
        ...defaultAudioPreferences,
        microphone: 'Gone',
        speaker: 'Default - S',
        ringers: ['S', 'Bell'],
      },
      inUse: { microphone: null, speaker: 'S' },
      microphoneSilent: false,
    };
    expect(missingDevices(state)).toEqual({ microphone: 'Gone', speaker: null, ringers: ['Bell'] });
  });
});
