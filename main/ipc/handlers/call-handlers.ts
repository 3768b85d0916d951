import type { LineService } from '../../line/line-service.ts';
import type { PhonePort } from '../../../core/ports.ts';
import type { SessionService } from '../../session/session-service.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `call.${string}` | `session.${string}` | `phone.${string}`>;

/** Call control and the guided script. */
export const callHandlers = (
  session: SessionService,
  line: LineService,
  phone: PhonePort,
  settings: Settings,
): Pick<Handlers, Names> => ({
  'call.snapshot': () => ({
    registration: line.registration(),
    call: session.call(),
    session: session.view(),
  }),
  'call.start': async ({ taskId }) => ({ session: await session.start(taskId) }),
  'call.redial': async () => ({ session: await session.redial() }),
  'call.answer': async () => {
    await session.answerCall();
    return {};
  },
  'call.hangUp': async () => {
    await session.hangUp();
    return {};
  },
  'call.setMuted': async ({ muted }) => {
    await session.setMuted(muted);
    return {};
  },
  'phone.devices': () => phone.devices(),
  'phone.selectMicrophone': async ({ deviceId }) => {
    await phone.selectMicrophone(deviceId);
    settings.set('microphone', deviceId);
    return {};
  },
  'session.answer': async ({ questionId, value, words }) => ({
    session: await session.answer(questionId, value, words),
  }),
  'session.skip': async ({ questionId }) => ({ session: await session.event({ type: 'skip', questionId }) }),
  'session.verify': async ({ factorId, reply }) => ({ session: await session.verify(factorId, reply) }),
  'session.forgot': async ({ factorId }) => ({
    session: await session.event({ type: 'verify', factorId, outcome: 'forgot' }),
  }),
  'session.askAgain': async ({ questionId }) => ({
    session: await session.event({ type: 'ask_again', questionId }),
  }),
  'session.goOn': async ({ questionId }) => ({ session: await session.event({ type: 'go_on', questionId }) }),
  'session.correct': async ({ questionId }) => ({
    session: await session.event({ type: 'correct', questionId }),
  }),
  'session.flag': async ({ flag, words }) => ({ session: await session.flag(flag, words) }),
  'session.notes': async ({ notes }) => ({ session: await session.notes(notes) }),
  'session.close': (input) => session.close(input),
});
