import { expect, it } from 'vitest';
import { mediaStatsSchema } from '../../../../core/call/types.ts';
import { mediaStats } from '../../../../renderer/sip/peer-connection.ts';

it('sums every inbound row, for a PBX may change the SSRC in mid-call', () => {
  const sample = mediaStats(
    [
      {
        type: 'inbound-rtp',
        kind: 'audio',
        packetsReceived: 40,
        packetsLost: 3,
        packetsDiscarded: 1,
        audioLevel: 0,
        jitter: 0.001,
        jitterBufferDelay: 40,
        jitterBufferEmittedCount: 1_000,
        lastPacketReceivedTimestamp: 1_000,
        codecId: 'old',
      },
      {
        type: 'inbound-rtp',
        kind: 'audio',
        packetsReceived: 60,
        packetsLost: 2,
        packetsDiscarded: 2,
        audioLevel: 0.2,
        jitter: 0.004,
        jitterBufferDelay: 20,
        jitterBufferEmittedCount: 2_000,
        lastPacketReceivedTimestamp: 2_000,
        codecId: 'new',
      },
      { type: 'inbound-rtp', kind: 'video', packetsReceived: 999, packetsLost: 9 },
      { type: 'outbound-rtp', kind: 'audio', packetsSent: 77 },
      { type: 'media-source', kind: 'audio', audioLevel: 0.3 },
      { type: 'media-source', kind: 'video' },
      { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.02 },
      { type: 'codec', id: 'old', mimeType: 'audio/opus' },
      { type: 'codec', id: 'new', mimeType: 'audio/PCMA' },
      { type: 'candidate-pair' },
    ],
    1_000,
  );
  expect(mediaStatsSchema.parse(sample)).toEqual({
    at: 1_000,
    packetsReceived: 100,
    packetsSent: 77,
    packetsLost: 5,
    packetsDiscarded: 3,
    inboundLevel: 0.2,
    outboundLevel: 0.3,
    roundTripS: 0.02,
    jitterS: 0.004,
    jitterBufferS: 0.02,
    samplesPlayed: 3_000,
    codec: 'PCMA',
  });
});

it('has no round trip, no jitter and no codec before the first packet', () => {
  const silent = { type: 'inbound-rtp', kind: 'audio', packetsReceived: 0, codecId: 'c' };
  expect(mediaStats([silent, { type: 'codec', id: 'c', mimeType: 'audio/PCMU' }], 1)).toEqual({
    at: 1,
    packetsReceived: 0,
    packetsSent: 0,
    packetsLost: 0,
    packetsDiscarded: 0,
    inboundLevel: 0,
    outboundLevel: 0,
    roundTripS: null,
    jitterS: null,
    jitterBufferS: null,
    samplesPlayed: 0,
    codec: null,
  });
});

it('takes the round trip of the path in use where no report tells a longer one', () => {
  const rows = [
    { type: 'transport', selectedCandidatePairId: 'used' },
    { type: 'candidate-pair', id: 'used', currentRoundTripTime: 0.8 },
    { type: 'candidate-pair', id: 'spare', currentRoundTripTime: 3 },
  ];
  expect(mediaStats(rows, 1).roundTripS).toBe(0.8);
  const report = { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 1.2 };
  expect(mediaStats([...rows, report], 1).roundTripS).toBe(1.2);
});

it('counts no negative loss, which repeated packets make (RFC 3550 appendix A.3)', () => {
  expect(mediaStats([{ type: 'inbound-rtp', kind: 'audio', packetsLost: -4 }], 1).packetsLost).toBe(0);
});
