import { describe, expect, it } from 'vitest';
import { ownAddresses, watchNetwork } from '../../../../main/line/network-watch.ts';
import { createVirtualTimers } from '../../../support/sync-timers.ts';

describe('the watch over the own addresses', () => {
  it('tells each change once, a lost network only when there is one again, and nothing after its end', () => {
    const timers = createVirtualTimers();
    let addresses = '10.0.0.2';
    let told = 0;
    const end = watchNetwork({ addresses: () => addresses, timers, changed: () => (told += 1) });
    timers.advance(5_000);
    expect(told).toBe(0);
    addresses = '10.0.0.3';
    timers.advance(5_000);
    expect(told).toBe(1);
    addresses = '';
    timers.advance(5_000);
    expect(told).toBe(1);
    addresses = '10.0.0.3';
    timers.advance(5_000);
    expect(told).toBe(2);
    end();
    addresses = '10.0.0.9';
    timers.advance(5_000);
    expect(told).toBe(2);
    expect(timers.nextIn()).toBeNull();
  });

  it('reads the addresses of this computer without those of its loopback', () => {
    expect(ownAddresses()).not.toMatch(/127\.0\.0\.1|(^| )::1( |$)/);
  });
});
