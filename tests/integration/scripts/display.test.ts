import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { hasDisplay, startDisplay, type Display } from '../../../scripts/setup/display.ts';
import { runCommand } from '../../../scripts/setup/run-command.ts';

const PROTOCOL = 'MIT-MAGIC-COOKIE-1';

/** Says hello to an X server, with a key or without; true when it lets us in (X11 protocol, section 8). */
async function letsIn(display: Display, key: Buffer | null): Promise<boolean> {
  const header = Buffer.alloc(12);
  header.write('l', 0); // least significant byte first
  header.writeUInt16LE(11, 2);
  header.writeUInt16LE(key ? PROTOCOL.length : 0, 6);
  header.writeUInt16LE(key?.length ?? 0, 8);
  const socket = connect(`/tmp/.X11-unix/X${display.env.DISPLAY.slice(1)}`);
  socket.write(key ? Buffer.concat([header, Buffer.from(`${PROTOCOL}\0\0`), key]) : header);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer[0] === 1;
}

async function keyOf(display: Display): Promise<Buffer> {
  const { output } = await runCommand('xauth', ['-f', display.env.XAUTHORITY, 'list', display.env.DISPLAY]);
  return Buffer.from(output.trim().split(/\s+/).at(-1) ?? '', 'hex');
}

describe.runIf(process.platform === 'linux')('the virtual display', () => {
  it('starts twice at once on two numbers, opens only to its own key, and leaves no key behind', async () => {
    const [one, two] = await Promise.all([startDisplay(), startDisplay()]);
    const authority = one.env.XAUTHORITY;
    try {
      expect(one.env.DISPLAY).toMatch(/^:\d+$/);
      expect(two.env.DISPLAY).not.toBe(one.env.DISPLAY);
      expect(statSync(authority).mode & 0o077).toBe(0);
      expect(await letsIn(one, await keyOf(one))).toBe(true);
      expect(await letsIn(one, await keyOf(two))).toBe(false);
      expect(await letsIn(one, null)).toBe(false);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
    expect(existsSync(authority)).toBe(false);
  });

  it('is not needed where the session has a screen', () => {
    expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay({ DISPLAY: '' })).toBe(false);
  });
});
