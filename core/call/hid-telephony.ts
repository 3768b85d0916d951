/**
 * The telephony side of a headset as its report descriptor tells it (USB HID Usage Tables: telephony page 0x0B,
 * LED page 0x08). Pure: takes the collections in WebHID's shape, gives where which bit lies.
 */

/** The part of WebHID's HIDReportItem that decides where a field lies and what it means. */
export type HidItem = {
  isAbsolute?: boolean;
  isArray?: boolean;
  isRange?: boolean;
  isConstant?: boolean;
  /** 32 bit: page << 16 | usage. */
  usages?: readonly number[];
  usageMinimum?: number;
  usageMaximum?: number;
  logicalMinimum?: number;
  /** Bits of one field, and how many of them. */
  reportSize?: number;
  reportCount?: number;
};
export type HidReport = { reportId?: number; items?: readonly HidItem[] };
export type HidCollection = {
  usagePage?: number;
  usage?: number;
  children?: readonly HidCollection[];
  inputReports?: readonly HidReport[];
  outputReports?: readonly HidReport[];
};

export const telephonyPage = 0x0b;
const ledPage = 0x08;

export type Control = 'hook' | 'mute' | 'flash' | 'hold' | 'drop';
const controls = new Map<number, Control>([
  [(telephonyPage << 16) | 0x20, 'hook'],
  [(telephonyPage << 16) | 0x21, 'flash'],
  [(telephonyPage << 16) | 0x23, 'hold'],
  [(telephonyPage << 16) | 0x26, 'drop'],
  [(telephonyPage << 16) | 0x2f, 'mute'],
]);

export type Light = 'offHook' | 'mute' | 'ring' | 'hold';
const lights = new Map<number, Light>([
  [(ledPage << 16) | 0x17, 'offHook'],
  [(ledPage << 16) | 0x09, 'mute'],
  [(ledPage << 16) | 0x18, 'ring'],
  [(ledPage << 16) | 0x20, 'hold'],
  // The headset's own ringer, which some vendors have in place of the LED.
  [(telephonyPage << 16) | 0x9e, 'ring'],
]);

type Place = { reportId: number; bit: number; size: number };
export type ControlField = Place & {
  control: Control;
  /** Absolute: 1 = on, 0 = off. Relative: each 1 is one press. */
  absolute: boolean;
  /** In an array field: the value that stands for this control. */
  selector: number | null;
};
export type LightField = Place & { light: Light };
export type Telephony = {
  controls: readonly ControlField[];
  lights: readonly LightField[];
  /** Bytes of each output report, without the report id. */
  outputBytes: Readonly<Record<number, number>>;
};

/** A hostile or broken descriptor must not make us allocate: USB HID reports are far below this. */
const maxReportBits = 8 * 4096;
const maxFields = 512;

const flat = (collections: readonly HidCollection[], depth = 0): HidCollection[] =>
  depth > 8
    ? []
    : collections.flatMap((collection) => [collection, ...flat(collection.children ?? [], depth + 1)]);

const isTelephony = ({ usagePage }: HidCollection): boolean => usagePage === telephonyPage;

/** Whether the device has a telephony collection at all; main grants access to no other. */
export const hasTelephony = (collections: readonly HidCollection[]): boolean =>
  flat(collections).some(isTelephony);

type Found = Place & { usage: number; selector: number | null; absolute: boolean };

/** Every field of a report with its place; constant items (padding) take room and mean nothing. */
const fieldsOf = (report: HidReport): { found: Found[]; bits: number } => {
  const found: Found[] = [];
  let bit = 0;
  for (const item of report.items ?? []) {
    const size = Math.max(0, item.reportSize ?? 0);
    const count = Math.max(0, item.reportCount ?? 0);
    if (bit + size * count > maxReportBits) break;
    const usages = usagesOf(item);
    const slots = item.isConstant === true || size === 0 ? 0 : Math.min(count, maxFields);
    for (let slot = 0; slot < slots; slot += 1) {
      const place = {
        reportId: report.reportId ?? 0,
        bit: bit + slot * size,
        size,
        absolute: item.isAbsolute !== false,
      };
      if (item.isArray === true) {
        // A slot of an array holds the number of the control that is pressed (HID 1.11 section 6.2.2.5).
        usages.forEach((usage, index) =>
          found.push({ ...place, usage, selector: (item.logicalMinimum ?? 0) + index, absolute: false }),
        );
      } else {
        const usage = usages[slot] ?? usages.at(-1);
        if (usage !== undefined) found.push({ ...place, usage, selector: null });
      }
    }
    bit += size * count;
  }
  return { found, bits: bit };
};

const usagesOf = (item: HidItem): readonly number[] => {
  if (item.isRange !== true) return item.usages ?? [];
  const first = item.usageMinimum ?? 0;
  const count = Math.min(maxFields, Math.max(0, (item.usageMaximum ?? first) - first + 1));
  return Array.from({ length: count }, (_, step) => first + step);
};

const reportsOf = (
  collections: readonly HidCollection[],
  side: 'inputReports' | 'outputReports',
): Map<number, HidReport> => {
  // Chromium lists a report under its top-level collection and again under each child that has part in it;
  // the fullest one has all items and therefore the right places.
  const reports = new Map<number, HidReport>();
  for (const collection of collections)
    for (const report of collection[side] ?? []) {
      const id = report.reportId ?? 0;
      if ((report.items?.length ?? 0) > (reports.get(id)?.items?.length ?? -1)) reports.set(id, report);
    }
  return reports;
};

/** Where the buttons and lights of a headset are; null when it has no button that a call needs. */
export const parseTelephony = (collections: readonly HidCollection[]): Telephony | null => {
  if (!hasTelephony(collections)) return null;
  const all = flat(collections);
  const buttons: ControlField[] = [];
  for (const report of reportsOf(all, 'inputReports').values())
    for (const { usage, ...place } of fieldsOf(report).found) {
      const control = controls.get(usage);
      if (control !== undefined) buttons.push({ ...place, control });
    }
  const lamps: LightField[] = [];
  const outputBytes: Record<number, number> = {};
  for (const report of reportsOf(all, 'outputReports').values()) {
    const { found, bits } = fieldsOf(report);
    for (const { usage, reportId, bit, size } of found) {
      const light = lights.get(usage);
      if (light === undefined) continue;
      lamps.push({ light, reportId, bit, size });
      outputBytes[reportId] = Math.ceil(bits / 8);
    }
  }
  return buttons.some(({ control }) => control === 'hook' || control === 'mute')
    ? { controls: buttons, lights: lamps, outputBytes }
    : null;
};

/** Little-endian bit field of a report (HID 1.11 section 5.8); bits beyond a short report are 0. */
const readBits = (bytes: Uint8Array, bit: number, size: number): number => {
  let value = 0;
  for (let n = 0; n < Math.min(size, 32); n += 1) {
    const at = bit + n;
    if (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) value += 2 ** n;
  }
  return value;
};

export type ControlReading = { control: Control; absolute: boolean; on: boolean };

/** What one input report says about the controls that are in it. */
export const readInput = (telephony: Telephony, reportId: number, bytes: Uint8Array): ControlReading[] => {
  const readings = new Map<Control, ControlReading>();
  for (const field of telephony.controls) {
    if (field.reportId !== reportId) continue;
    const value = readBits(bytes, field.bit, field.size);
    const on = field.selector === null ? value !== 0 : value === field.selector;
    const before = readings.get(field.control);
    // The slots of an array are alternatives: one that holds the control is enough.
    readings.set(field.control, {
      control: field.control,
      absolute: field.absolute,
      on: on || before?.on === true,
    });
  }
  return [...readings.values()];
};

/** Output reports that put the lights as wanted. */
export const writeLights = (
  telephony: Telephony,
  wanted: Readonly<Record<Light, boolean>>,
): { reportId: number; bytes: Uint8Array<ArrayBuffer> }[] =>
  Object.entries(telephony.outputBytes).map(([id, length]) => {
    const reportId = Number(id);
    const bytes = new Uint8Array(length);
    for (const { light, bit, reportId: own } of telephony.lights)
      if (own === reportId && wanted[light]) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
    return { reportId, bytes };
  });
