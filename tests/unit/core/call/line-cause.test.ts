import { describe, expect, test } from 'vitest';
import {
  causeOf,
  lookAgainMs,
  nextCause,
  noCause,
  type CauseState,
} from '../../../../core/call/line-cause.ts';
import type { LineCause } from '../../../../core/call/line-check.ts';
import { noRegistration, type Registration } from '../../../../core/call/types.ts';

const first = 'wss://a.example/';
const second = 'wss://b.example/';
const untrusted: LineCause = { finding: 'certificate_untrusted', values: { issuer: 'Lab' } };

const failedAt = (server: string, more: Partial<Registration> = {}): Registration => ({
  ...noRegistration,
  state: 'failed',
  reason: 'unreachable',
  server,
  ...more,
});

/** Feeds the registrations of the phone window, and keeps what was to be looked at. */
class Line {
  state: CauseState = noCause;
  now = 0;

  tell(registration: Registration): readonly string[] {
    const step = nextCause(this.state, { type: 'registration', registration, now: this.now });
    this.state = step.state;
    return step.look;
  }

  /** One try of `server` that fails; then it is the turn of `next`. */
  fail(server: string, next: string, reason: Registration['reason'] = 'unreachable'): readonly string[] {
    expect(this.tell(failedAt(server))).toEqual([]);
    return this.tell(failedAt(next, { reason, nextTryAt: 1 }));
  }

  found(server: string, cause: LineCause | null, outage = this.state.outage): void {
    this.state = nextCause(this.state, { type: 'found', outage, server, cause }).state;
  }

  cause(registration: Registration): LineCause | null {
    return causeOf(this.state, registration);
  }
}

describe('the cause of a lost line', () => {
  test('one server is looked at when its try has failed, and again no sooner than the pause later', () => {
    const line = new Line();
    expect(line.fail(first, first)).toEqual([first]);
    line.now = lookAgainMs - 1;
    expect(line.fail(first, first)).toEqual([]);
    line.now = lookAgainMs;
    expect(line.fail(first, first)).toEqual([first]);
  });

  test('of two servers nothing is looked at before both have failed, and then both are', () => {
    const line = new Line();
    expect(line.fail(first, second)).toEqual([]);
    expect(line.fail(second, first)).toEqual([first, second]);
    line.now = lookAgainMs;
    expect(line.fail(first, second)).toEqual([]);
    expect(line.fail(second, first)).toEqual([first, second]);
  });

  test('a server that answers is not looked at: what it said is the reason', () => {
    const line = new Line();
    expect(line.fail(first, second, 'server_error')).toEqual([]);
    expect(line.fail(second, first)).toEqual([second]);
    expect(line.fail(first, first, 'timeout')).toEqual([]);
  });

  test('a lost registration alone is no failure: the try that follows may hold', () => {
    const line = new Line();
    line.tell({ ...noRegistration, state: 'registered', server: first });
    expect(line.tell({ ...noRegistration, state: 'connecting', server: first, nextTryAt: 1 })).toEqual([]);
    expect(line.tell({ ...noRegistration, state: 'connecting', server: first })).toEqual([]);
    expect(line.tell(failedAt(first, { nextTryAt: 1 }))).toEqual([first]);
  });

  test('is told of its own server only, and only while that is unreachable', () => {
    const line = new Line();
    line.fail(first, second);
    line.fail(second, first);
    line.found(first, untrusted);
    expect(line.cause(failedAt(first))).toEqual(untrusted);
    expect(line.cause(failedAt(second))).toBeNull();
    expect(line.cause(failedAt(first, { reason: 'server_error' }))).toBeNull();
    expect(line.cause({ ...noRegistration, state: 'registered', server: first })).toBeNull();
  });

  test('stays until the next look has its answer, and goes when nothing is wrong any more', () => {
    const line = new Line();
    line.fail(first, first);
    line.found(first, untrusted);
    line.now = lookAgainMs;
    line.fail(first, first);
    expect(line.cause(failedAt(first))).toEqual(untrusted);
    line.found(first, null);
    expect(line.cause(failedAt(first))).toBeNull();
  });

  test.each([
    ['a registration', { ...noRegistration, state: 'registered', server: first } as const],
    ['the end of the line', noRegistration],
    ['another account', { ...noRegistration, state: 'connecting' } as const],
  ])('%s ends the outage: the finding is forgotten, and one that comes late is not believed', (_, end) => {
    const line = new Line();
    line.fail(first, first);
    line.found(first, untrusted);
    const { outage } = line.state;
    line.tell(end);
    expect(line.cause(failedAt(first))).toBeNull();
    expect(line.fail(first, first)).toEqual([first]);
    line.found(first, untrusted, outage);
    expect(line.cause(failedAt(first))).toBeNull();
  });
});
