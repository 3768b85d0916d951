/**
 * Draws the tray icons into resources/icons: one shape per state, so that none is told by colour alone. Run it
 * with `node scripts/make-tray-icons.ts` after changing a shape; the same shapes give the same files.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { projectRoot } from './setup/project.ts';

type Point = readonly [x: number, y: number];
/** Distance in units to the edge of a shape, negative inside. The picture is 32 units wide. */
type Shape = (at: Point) => number;

const circle =
  ([cx, cy]: Point, radius: number): Shape =>
  ([x, y]) =>
    Math.hypot(x - cx, y - cy) - radius;
const bar =
  ([ax, ay]: Point, [bx, by]: Point, width: number): Shape =>
  ([x, y]) => {
    const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
    const t = Math.max(0, Math.min(1, along));
    return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) - width / 2;
  };
/** Part of a ring between two angles in degrees, clockwise from the right. */
const arc = ([cx, cy]: Point, radius: number, from: number, to: number, width: number): Shape => {
  const steps = Array.from({ length: 13 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / 12) * Math.PI) / 180;
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)] as const;
  });
  return union(...steps.slice(1).map((end, index) => bar(steps[index] ?? end, end, width)));
};
const union =
  (...shapes: readonly Shape[]): Shape =>
  (at) =>
    Math.min(...shapes.map((shape) => shape(at)));
const without =
  (shape: Shape, hole: Shape): Shape =>
  (at) =>
    Math.max(shape(at), -hole(at));
const scaled =
  (shape: Shape, factor: number, [dx, dy]: Point): Shape =>
  ([x, y]) =>
    shape([(x - 16 - dx) / factor + 16, (y - 16 - dy) / factor + 16]) * factor;

const handset = union(
  arc([26, 6], 17, 96, 174, 6),
  bar([7.5, 7.5], [11.5, 5.8], 7),
  bar([24.5, 24.5], [26.2, 20.5], 7),
);
const disc = circle([16, 16], 15);
const inDisc = scaled(handset, 0.62, [0.4, -0.4]);
const corner = circle([24, 24], 11);
const small = scaled(handset, 0.84, [-3.5, -2.5]);

/** `back`: what lies light under the shape and around it; the shape itself unless it has holes to fill. */
const looks: Record<string, { shape: Shape; colour: string; back?: Shape }> = {
  ready: { shape: handset, colour: '#0f7c93' },
  ringing: {
    shape: union(handset, arc([17, 15], 7, -80, -10, 3), arc([17, 15], 13, -80, -10, 3)),
    colour: '#c77700',
  },
  in_call: { shape: without(disc, inDisc), colour: '#1d8a48', back: disc },
  muted: {
    shape: without(without(disc, inDisc), bar([6.5, 25.5], [25.5, 6.5], 3.6)),
    colour: '#b3261e',
    back: disc,
  },
  not_registered: {
    shape: union(
      without(small, corner),
      bar([19.5, 19.5], [28.5, 28.5], 4),
      bar([28.5, 19.5], [19.5, 28.5], 4),
    ),
    colour: '#7b8288',
  },
  waiting: {
    shape: union(
      without(small, corner),
      bar([24, 30], [24, 19], 3.6),
      bar([24, 18.5], [19.2, 23.5], 3.6),
      bar([24, 18.5], [28.8, 23.5], 3.6),
    ),
    colour: '#0f7c93',
  },
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

/** PNG of eight bits RGBA (W3C PNG section 11.2). */
const png = (size: number, pixels: Buffer): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const lines = Array.from({ length: size }, (_, y) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(y * size * 4, (y + 1) * size * 4)]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(lines), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

/** How much of a pixel a shape covers, from its distance to the pixel's middle. */
const cover = (distance: number, unitsPerPixel: number): number =>
  Math.max(0, Math.min(1, 0.5 - distance / unitsPerPixel));

/** How far the light back stands out around a shape, in units; without it the shape is lost on a dark bar. */
const rim = 1.2;

const draw = (shape: Shape, size: number, colour: string, back: Shape | null): Buffer => {
  const unit = 32 / size;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const pixels = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at: Point = [(x + 0.5) * unit, (y + 0.5) * unit];
      const inside = cover(shape(at), unit);
      const whole = back === null ? inside : Math.max(inside, 0.85 * cover(back(at) - rim, unit));
      const mix = (channel: number): number =>
        whole === 0 ? 0 : Math.round((channel * inside + 255 * (whole - inside)) / whole);
      pixels.set([mix(red), mix(green), mix(blue), Math.round(255 * whole)], (y * size + x) * 4);
    }
  }
  return png(size, pixels);
};

const folder = path.join(projectRoot, 'resources', 'icons');
mkdirSync(folder, { recursive: true });
for (const [look, { shape, colour, back = shape }] of Object.entries(looks)) {
  for (const [size, suffix] of [
    [16, ''],
    [32, '@2x'],
  ] as const) {
    writeFileSync(path.join(folder, `tray-${look}${suffix}.png`), draw(shape, size, colour, back));
    // A Mac takes the shape only and tints it itself.
    writeFileSync(
      path.join(folder, `tray-${look}-Template${suffix}.png`),
      draw(shape, size, '#000000', null),
    );
  }
}
