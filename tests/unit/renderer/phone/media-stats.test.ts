import { expect, it } from 'vitest';
import { mediaStatsSchema } from '../../../../core/call/types.ts';
import { mediaStats } from '../../../../renderer/sip/peer-connection.ts';

it('sums every inbound row, for a PBX may change the SSRC in mid-call', () => {
  const sample = mediaStats(
    [
      { type: 'inbound-rtp', kind: 'audio', packetsReceived: 40, audioLevel: 0, jitter: 0.001 },
      { type: 'inbound-rtp', kind: 'audio', packetsReceived: 60, audioLevel: 0.2, jitter: 0.004 },
      { type: 'inbound-rtp', kind: 'video', packetsReceived: 999 },
      { type: 'outbound-rtp', kind: 'audio', packetsSent: 77 },
      { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.02 },
      { type: 'candidate-pair' },
    ],
    1_000,
  );
  expect(mediaStatsSchema.parse(sample)).toEqual({
    at: 1_000,
    packetsReceived: 100,
    packetsSent: 77,
    inboundLevel: 0.2,
    roundTripS: 0.02,
    jitterS: 0.004,
  });
});

it('has no round trip and no jitter before the first report', () => {
  expect(mediaStats([], 1)).toEqual({
    at: 1,
    packetsReceived: 0,
    packetsSent: 0,
    inboundLevel: 0,
    roundTripS: null,
    jitterS: null,
  });
});
