import type { AudioDevice, AudioState } from './audio.ts';

/**
 * Finding a device again by its name. Chromium's ids change with the profile, the port and a reset of the
 * permissions; names stay, but come decorated: "Default - Headset" for the system's default, "(0b0e:2453)" for
 * the USB ids, "2- " inside the brackets on Windows after a change of the USB port.
 */

/** Ids under which Chromium lists the system's choices a second time. */
const roleIds = new Set(['default', 'communications']);

const rolePrefix = /^(?:default|communications|默认|默认值|通信|通讯)\s*-\s+/i;
const usbIds = /\s*\([0-9a-f]{4}:[0-9a-f]{4}\)\s*$/i;
const portNumber = /\(\d+-\s+/g;
const twinNumber = /\s#(\d+)$/;

/** The name without what Chromium and Windows put around it. */
export const plainLabel = (label: string): string =>
  label.replace(rolePrefix, '').replace(usbIds, '').replace(portNumber, '(').trim();

/** Name and number of a device among those of the same name; 1 for the first. */
const splitTwin = (label: string): { plain: string; twin: number } => {
  const number = twinNumber.exec(label)?.[1];
  return number === undefined
    ? { plain: plainLabel(label), twin: 1 }
    : { plain: plainLabel(label.replace(twinNumber, '')), twin: Number(number) };
};

/**
 * The devices a person can choose from, each with a name of its own: the second of two with the same name is
 * called "Name #2", in the system's order. The system's default is no device of its own (null stands for it),
 * unless nothing else is there to choose.
 */
export const nameDevices = (listed: readonly AudioDevice[]): AudioDevice[] => {
  const usable = listed.filter(({ id }) => id !== '');
  const own = usable.filter(({ id }) => !roleIds.has(id));
  const seen = new Map<string, number>();
  return (own.length > 0 ? own : usable).map(({ id, label }) => {
    const twin = (seen.get(label) ?? 0) + 1;
    seen.set(label, twin);
    return { id, label: twin === 1 ? label : `${label} #${twin}` };
  });
};

/**
 * The device that was chosen under this name: the same name first, then the same plain name with the same
 * number, then any of that plain name (the other of two equal headsets is better than the laptop's own
 * microphone). Null when nothing fits; then the system's default is used.
 */
export const findDevice = (devices: readonly AudioDevice[], chosen: string | null): AudioDevice | null => {
  if (chosen === null || chosen === '') return null;
  const exact = devices.find(({ label }) => label === chosen);
  if (exact !== undefined) return exact;
  const wanted = splitTwin(chosen);
  if (wanted.plain === '') return null;
  const alike = devices.filter(({ label }) => splitTwin(label).plain === wanted.plain);
  return alike[wanted.twin - 1] ?? alike[0] ?? null;
};

/** Chosen devices that are not plugged in now, by the name under which they were chosen. */
export const missingDevices = (
  state: AudioState,
): { microphone: string | null; speaker: string | null; ringers: string[] } => {
  const missing = (devices: readonly AudioDevice[], chosen: string | null): string | null =>
    chosen !== null && findDevice(devices, chosen) === null ? chosen : null;
  const { microphone, speaker, ringers } = state.preferences;
  return {
    microphone: missing(state.microphones, microphone),
    speaker: missing(state.speakers, speaker),
    ringers: ringers.filter((label) => findDevice(state.speakers, label) === null),
  };
};
