import type { HidCollection, HidItem } from '../../../../core/call/hid-telephony.ts';

/**
 * Doubles of headsets: report descriptors in WebHID's shape, written from the HID usage tables after the common
 * kinds of call headsets. None is the descriptor of a real product.
 */

const telephony = (usage: number): number => (0x0b << 16) | usage;
const led = (usage: number): number => (0x08 << 16) | usage;

export const bits = (usages: readonly number[], options: Partial<HidItem> = {}): HidItem => ({
  usages,
  isAbsolute: true,
  isArray: false,
  isRange: false,
  isConstant: false,
  logicalMinimum: 0,
  reportSize: 1,
  reportCount: usages.length,
  ...options,
});
export const padding = (count: number): HidItem => ({ ...bits([]), isConstant: true, reportCount: count });

const headset = (inputs: readonly HidItem[], outputs: readonly HidItem[]): HidCollection[] => [
  { usagePage: 0x0c, usage: 0x01, inputReports: [{ reportId: 1, items: [bits([(0x0c << 16) | 0xe9])] }] },
  {
    usagePage: 0x0b,
    usage: 0x05,
    children: [],
    inputReports: [{ reportId: 2, items: inputs }],
    outputReports: [{ reportId: 2, items: outputs }],
  },
];

/** Hook switch and line state absolute, mute relative; LEDs off-hook, mute, ring, hold: the usual USB headset. */
export const usualHeadset = headset(
  [
    bits([telephony(0x20), telephony(0x97)]),
    bits([telephony(0x2f), telephony(0x21)], { isAbsolute: false }),
    // A dial pad of 12 keys, 4 bits: an array that is of no concern.
    bits([], {
      isArray: true,
      isRange: true,
      usageMinimum: telephony(0xb0),
      usageMaximum: telephony(0xbb),
      reportSize: 4,
      reportCount: 1,
    }),
    padding(8),
  ],
  [
    bits([led(0x17), led(0x1e), led(0x09), led(0x18), led(0x20), led(0x21)]),
    bits([telephony(0x9e)]),
    padding(9),
  ],
);

/** Everything is a push button: hook, mute, hold and drop relative, lights in another report. */
export const buttonHeadset: HidCollection[] = [
  {
    usagePage: 0x0b,
    usage: 0x05,
    inputReports: [
      {
        reportId: 8,
        items: [
          padding(3),
          bits([telephony(0x20), telephony(0x2f), telephony(0x23), telephony(0x26)], { isAbsolute: false }),
          padding(1),
        ],
      },
    ],
    outputReports: [
      { reportId: 9, items: [bits([led(0x09)]), padding(7)] },
      { reportId: 22, items: [padding(10), bits([led(0x17)]), bits([led(0x18)]), padding(4)] },
    ],
  },
];

/** Keys as an array of two slots (only pressed ones are named), nested collections, no lights at all. */
export const arrayHeadset: HidCollection[] = [
  {
    usagePage: 0x0b,
    usage: 0x05,
    children: [
      {
        usagePage: 0x0b,
        usage: 0x06,
        inputReports: [
          {
            reportId: 0,
            items: [
              bits([telephony(0x20), telephony(0x2f), telephony(0x26)], {
                isArray: true,
                logicalMinimum: 1,
                reportSize: 8,
                reportCount: 2,
              }),
            ],
          },
        ],
      },
    ],
  },
];

/** Volume keys and a keyboard: no telephony at all. */
export const musicHeadset: HidCollection[] = [
  { usagePage: 0x0c, usage: 0x01, inputReports: [{ reportId: 1, items: [bits([(0x0c << 16) | 0xcd])] }] },
  { usagePage: 0x01, usage: 0x06, inputReports: [{ reportId: 3, items: [bits([(0x07 << 16) | 0x04])] }] },
];
