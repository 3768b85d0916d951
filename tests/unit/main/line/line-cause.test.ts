import { describe, expect, test } from 'vitest';
import { noRegistration, type Registration } from '../../../../core/call/types.ts';
import type { NetworkEdges } from '../../../../main/account/network-check.ts';
import { withCause } from '../../../../main/line/line-cause.ts';
import type { LineService } from '../../../../main/line/line-service.ts';
import type { Log } from '../../../../main/log/log.ts';

const server = 'wss://pbx.example/';
const trying: Registration = { ...noRegistration, state: 'failed', reason: 'unreachable', server };
const failed: Registration = { ...trying, nextTryAt: 1 };
const registered: Registration = { ...noRegistration, state: 'registered', server };

/** A line whose registration the test tells, and whose name server answers when the test says so. */
const stage = () => {
  let registration = noRegistration;
  let tell: (registration: Registration) => void = () => undefined;
  const line: LineService = {
    registration: () => registration,
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    onChange: (listener) => {
      tell = listener;
      return () => undefined;
    },
  };
  const asked: ((addresses: readonly string[]) => void)[] = [];
  const edges: NetworkEdges = {
    now: () => 0,
    resolve: () => new Promise((resolve) => asked.push(resolve)),
    proxies: () => Promise.resolve('DIRECT'),
    judge: () => Promise.resolve(null),
    limitMs: 60_000,
  };
  const quiet = (): void => undefined;
  const log: Log = { info: quiet, warn: quiet, error: quiet };
  const told: Registration[] = [];
  const shown = withCause({ line, edges, timers: { elapsed: () => 0 }, log });
  shown.onChange((next) => told.push(next));
  return {
    asked,
    told,
    shown,
    say: (next: Registration): void => {
      registration = next;
      tell(next);
    },
    /** Everything that waits for nothing else has happened. */
    settled: () => new Promise((resolve) => setTimeout(resolve, 0)),
  };
};

describe('the line with its cause', () => {
  test('tells the listeners what the check of the network found', async () => {
    const { asked, told, shown, say, settled } = stage();
    say(trying);
    await settled();
    expect(asked).toHaveLength(0);
    say(failed);
    await settled();
    expect(told.at(-1)?.cause).toBeNull();
    asked[0]?.([]);
    await settled();
    const cause = { finding: 'name_not_found', values: { host: 'pbx.example' } };
    expect(told.at(-1)).toEqual({ ...failed, cause });
    say(trying);
    expect(shown.registration()).toEqual({ ...trying, cause });
    say(registered);
    expect(shown.registration().cause).toBeNull();
  });

  test('does not believe an answer that comes after the registration', async () => {
    const { asked, told, shown, say, settled } = stage();
    say(trying);
    say(failed);
    await settled();
    say(registered);
    const before = told.length;
    asked[0]?.([]);
    await settled();
    expect(told).toHaveLength(before);
    say(trying);
    expect(shown.registration().cause).toBeNull();
  });
});
