import { noRegistration } from '../../core/call/types.ts';
import { foregroundOf } from '../../core/call/foreground.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import type { QualityView } from '../../core/call/quality.ts';
import type { CallView, SoftphoneState } from '../../core/ipc/features/softphone.ts';

/** States of the softphone for tests of what the console shows of them. */
export const callOf = (more: Partial<CallSnapshot> = {}): CallSnapshot => ({
  callId: 'call-1',
  direction: 'outgoing',
  phase: 'talking',
  muted: false,
  held: { local: false, remote: false },
  signalling: 'up',
  media: 'flowing',
  earlyMedia: false,
  transfer: null,
  conference: false,
  startedAt: 1_000,
  answeredAt: 2_000,
  endedAt: null,
  ending: null,
  sipStatus: null,
  q850Cause: null,
  stats: null,
  ...more,
});

export const qualityOf = (more: Partial<QualityView> = {}): QualityView => ({
  mos: 4.3,
  verdict: 'good',
  cause: null,
  lossFraction: 0,
  jitterMs: 4,
  roundTripMs: 30,
  delayMs: 90,
  codec: 'opus',
  ...more,
});

export const viewOf = (call: Partial<CallSnapshot> = {}, more: Partial<CallView> = {}): CallView => ({
  call: callOf(call),
  party: { name: '', number: '199****0012' },
  tasks: [],
  handover: null,
  callback: false,
  quality: null,
  suggestedDisposition: null,
  autoAnswerAt: null,
  ...more,
});

export const stateOf = (calls: CallView[], more: Partial<SoftphoneState> = {}): SoftphoneState => ({
  registration: { ...noRegistration, state: 'registered' },
  calls,
  foreground: foregroundOf(calls.map(({ call }) => call))?.callId ?? null,
  freeDialling: true,
  transferTargets: [
    { name: '班组长', number: '8000' },
    { name: '投诉组', number: '8100' },
  ],
  canConference: true,
  ...more,
});
