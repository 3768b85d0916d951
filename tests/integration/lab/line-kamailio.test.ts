import { afterEach, describe, expect, it, vi } from 'vitest';
import { haveKamailio, startLineKamailio, type LineKamailio } from '../../support/line-kamailio.ts';
import { accountOf, Seat, wait } from '../../unit/renderer/line/seat.ts';

const there = haveKamailio();

it('Kamailio is installed where tests must be complete', () => {
  if (process.env['CI'] === 'true') expect(there).toBe(true);
});

describe.runIf(there)('the line on a real Kamailio', () => {
  let server: LineKamailio;
  let seat: Seat;
  afterEach(async () => {
    await seat.close();
    await server.stop();
  });
  const open = async (algorithm: 'MD5' | 'SHA-256', more = {}): Promise<void> => {
    server = await startLineKamailio(algorithm);
    seat = new Seat(accountOf('anna', [server.url], more));
  };

  it.each(['MD5', 'SHA-256'] as const)(
    'registers with digest %s, and is refused with a wrong password',
    async (algorithm) => {
      await open(algorithm, { password: 'wrong' });
      await expect(seat.register()).rejects.toMatchObject({ code: 'wrong_password' });
      seat.account.password = 'secret-anna';
      await seat.register();
      expect(seat.registration).toMatchObject({ state: 'registered', sipStatus: null });
    },
  );

  it('notices when it stands still, and is back when it goes on', async () => {
    await open('SHA-256');
    await seat.register();
    server.freeze(true);
    const frozenAt = performance.now();
    await vi.waitFor(() => expect(seat.story.at(-1)).toBe('failed:timeout'), wait);
    console.log(`frozen Kamailio noticed after ${Math.round(performance.now() - frozenAt)} ms`);
    server.freeze(false);
    const thawedAt = performance.now();
    await seat.isRegistered();
    console.log(`registered again ${Math.round(performance.now() - thawedAt)} ms after it went on`);
  });

  it('registers again after it was killed and started anew', async () => {
    await open('SHA-256');
    await seat.register();
    await server.restart();
    const backAt = performance.now();
    await vi.waitFor(() => expect(seat.story.length).toBeGreaterThan(2), wait);
    await seat.isRegistered();
    console.log(`registered again ${Math.round(performance.now() - backAt)} ms after the restart`);
  });
});
