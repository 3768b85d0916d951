import { describe, expect, it } from 'vitest';
import { endpoints, maxPushMessages, pushRequestSchema } from '../../../../core/sync/contract.ts';
import { makeProblem, problemActions, problems, problemSchema } from '../../../../core/sync/problems.ts';

const message = (seq: number, more: object = {}) => ({
  seq,
  type: 'callback',
  schema: 1,
  entity: `record-${seq}`,
  entity_seq: 1,
  mode: 'live',
  wall: 0,
  body: '{}',
  ...more,
});
const push = (more: object = {}) => ({
  device: '0192d3a4-5b6c-7d8e-9fa0-b1c2d3e4f5a6',
  epoch: 1,
  lane: 0,
  from_seq: 1,
  prev_hash: '0'.repeat(64),
  head_hash: '1'.repeat(64),
  nonce: 'nonce-1234',
  msgs: [message(1), message(2)],
  ...more,
});
const fieldOf = (value: unknown): string | undefined =>
  pushRequestSchema.safeParse(value).error?.issues[0]?.path.join('.');

describe('the contract of sync', () => {
  it('takes a push as described, and ignores fields of the future on every level', () => {
    const parsed = pushRequestSchema.parse(push({ hlc: 1, msgs: [message(1, { base_ver: 3 }), message(2)] }));
    expect(parsed).toEqual(push());
  });

  it('refuses messages that do not follow each other from from_seq', () => {
    expect(fieldOf(push({ msgs: [message(1), message(3)] }))).toBe('msgs.1.seq');
    expect(fieldOf(push({ from_seq: 2 }))).toBe('msgs.0.seq');
  });

  it('takes a withheld message alone only', () => {
    expect(fieldOf(push({ msgs: [message(1, { withheld: 'too-large' })] }))).toBeUndefined();
    expect(fieldOf(push({ msgs: [message(1, { withheld: 'too-large' }), message(2)] }))).toBe('msgs');
  });

  it.each([
    ['no message', { msgs: [] }, 'msgs'],
    [
      'too many',
      { msgs: Array.from({ length: maxPushMessages + 1 }, (_, index) => message(index + 1)) },
      'msgs',
    ],
    ['a hash in capitals', { head_hash: 'A'.repeat(64) }, 'head_hash'],
    ['place 0', { from_seq: 0, msgs: [message(0)] }, 'from_seq'],
    ['a place beyond exact numbers', { from_seq: 2 ** 53, msgs: [message(2 ** 53)] }, 'from_seq'],
    ['an epoch beyond PostgreSQL', { epoch: 2 ** 31 }, 'epoch'],
    ['a short nonce', { nonce: 'x' }, 'nonce'],
    ['a third mode', { msgs: [message(1, { mode: 'test' })] }, 'msgs.0.mode'],
    ['an entity with spaces', { msgs: [message(1, { entity: 'a b' })] }, 'msgs.0.entity'],
  ])('refuses %s', (_name, change, field) => {
    expect(fieldOf(push(change))).toBe(field);
  });

  it('gives every problem an action and a status of its kind', () => {
    for (const [code, { status, action }] of Object.entries(problems)) {
      expect(problemActions, code).toContain(action);
      expect(status >= 500, code).toBe(action === 'retry' || code === 'unavailable');
    }
    const problem = makeProblem('seq-gap', 'Messages 3 to 8 have not arrived.', { expected: 3 });
    expect(problemSchema.parse(JSON.parse(JSON.stringify(problem)))).toEqual(problem);
    expect(problem).toMatchObject({
      type: 'urn:callback-desk:problem:seq-gap',
      status: 409,
      action: 'refresh',
    });
  });

  it('lets every endpoint answer the problems that any request may meet', () => {
    for (const { problems: codes, path, auth } of Object.values(endpoints)) {
      expect(codes, path).toEqual(
        expect.arrayContaining(['malformed', 'too-large', 'upgrade-needed', 'internal']),
      );
      expect(codes.includes('unauthenticated'), path).toBe(auth === 'device');
      expect(new Set(codes).size, path).toBe(codes.length);
    }
  });
});
