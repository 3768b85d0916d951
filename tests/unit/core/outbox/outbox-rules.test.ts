import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../../core/outbox/backoff.ts';
import type { MessageIdentity } from '../../../../core/outbox/chain.ts';
import { chainHash, firstBrokenLink, genesisHash } from '../../../../core/outbox/chain.ts';
import { acknowledge, messageState } from '../../../../core/outbox/states.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const identity: MessageIdentity = {
  device: '0d6ff5a4-51b0-4d2c-8f0c-3a3f2f3b7c11',
  epoch: 1,
  lane: 0,
  seq: 1,
  type: 'callback',
  schema: 1,
  entityId: '019535d9-3df7-79fb-b466-fa907fa17f9e',
  entitySeq: 1,
  wall: 1_772_420_400_000,
  mode: 'live',
};

describe('hash chain', () => {
  it('has a value that both ends can check by hand', () => {
    const text = `${genesisHash}\n["${identity.device}",1,0,1,"callback",1,"${identity.entityId}",1,1772420400000,"live"]\n{"a":"回访"}`;
    expect(chainHash(sha256, genesisHash, identity, '{"a":"回访"}')).toBe(sha256(text));
  });

  it.each([
    ['device', 'other'],
    ['epoch', 2],
    ['lane', 1],
    ['seq', 2],
    ['type', 'other'],
    ['schema', 2],
    ['entityId', 'other'],
    ['entitySeq', 2],
    ['wall', 0],
    ['mode', 'practice'],
  ] as const)('another %s gives another hash', (field, value) => {
    expect(chainHash(sha256, genesisHash, { ...identity, [field]: value }, '{}')).not.toBe(
      chainHash(sha256, genesisHash, identity, '{}'),
    );
  });

  it('names the first message that was changed, left out or swapped', () => {
    let prev = genesisHash;
    const messages = [1, 2, 3].map((seq) => {
      const body = `{"n":${seq}}`;
      prev = chainHash(sha256, prev, { ...identity, seq }, body);
      return { ...identity, seq, body, hash: prev };
    });
    const [first, second, third] = messages;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three messages');
    expect(firstBrokenLink(sha256, genesisHash, messages)).toBeNull();
    expect(firstBrokenLink(sha256, genesisHash, [first, { ...second, body: '{"n":9}' }, third])).toBe(2);
    expect(firstBrokenLink(sha256, genesisHash, [first, third])).toBe(3);
    expect(firstBrokenLink(sha256, genesisHash, [second, first])).toBe(2);
  });
});

describe('backoff', () => {
  it('sync.md 4.3: spreads from 1 s to a ceiling that doubles up to 5 min', () => {
    const ceiling = (failures: number) => backoffMs(failures, () => 1 - Number.EPSILON);
    expect(backoffMs(1, () => 0)).toBe(1000);
    expect(ceiling(1)).toBe(1999);
    expect(ceiling(4)).toBe(15_999);
    expect(ceiling(9)).toBe(299_999);
    expect(ceiling(5000)).toBe(299_999);
  });
});

describe('states by watermark', () => {
  it('tells waiting, sent and refused', () => {
    expect(messageState(2, 2, false)).toBe('sent');
    expect(messageState(2, 2, true)).toBe('refused');
    expect(messageState(2, 3, true)).toBe('waiting');
  });

  it('goes back when head office was restored, and never past what was queued', () => {
    expect(acknowledge({ nextSeq: 5, acked: 4 }, 1)).toEqual({ nextSeq: 5, acked: 1 });
    expect(acknowledge({ nextSeq: 5, acked: 0 }, 4)).toEqual({ nextSeq: 5, acked: 4 });
    expect(acknowledge({ nextSeq: 5, acked: 0 }, 5)).toBeNull();
    expect(acknowledge({ nextSeq: 5, acked: 0 }, -1)).toBeNull();
    expect(acknowledge({ nextSeq: 5, acked: 0 }, 1.5)).toBeNull();
  });
});
