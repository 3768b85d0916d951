import type { SoftphoneService } from '../../phone/softphone-service.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `softphone.${string}`>;

/** The calls of the seat. */
export const softphoneHandlers = (softphone: SoftphoneService): Pick<Handlers, Names> => ({
  'softphone.state': () => softphone.state(),
  'softphone.dial': ({ number }) => softphone.dial(number),
  'softphone.redial': () => softphone.redial(),
  'softphone.answer': async ({ callId }) => {
    await softphone.answer(callId);
    return {};
  },
  'softphone.reject': async ({ callId, rejection }) => {
    await softphone.reject(callId, rejection);
    return {};
  },
  'softphone.hangUp': async ({ callId }) => {
    await softphone.hangUp(callId);
    return {};
  },
  'softphone.setMuted': async ({ callId, muted }) => {
    await softphone.setMuted(callId, muted);
    return {};
  },
  'softphone.setHeld': async ({ callId, held }) => {
    await softphone.setHeld(callId, held);
    return {};
  },
  'softphone.swap': async () => {
    await softphone.swap();
    return {};
  },
  'softphone.sendDtmf': async ({ callId, tones }) => {
    await softphone.sendDtmf(callId, tones);
    return {};
  },
  'softphone.consult': ({ number }) => softphone.consult(number),
  'softphone.transfer': async ({ callId, number }) => {
    await softphone.transfer(callId, number);
    return {};
  },
  'softphone.completeTransfer': async ({ callId, consultCallId }) => {
    await softphone.completeTransfer(callId, consultCallId);
    return {};
  },
  'softphone.conference': async () => {
    await softphone.conference();
    return {};
  },
  'softphone.stopAutoAnswer': ({ callId }) => {
    softphone.stopAutoAnswer(callId);
    return {};
  },
  'softphone.takeUp': async ({ callId, taskId }) => {
    await softphone.takeUp(callId, taskId);
    return {};
  },
  'softphone.setTransferTargets': ({ targets }) => softphone.setTransferTargets(targets),
});
