import type { LineService } from '../../line/line-service.ts';
import type { PhonePort } from '../../../core/ports.ts';
import type { SoftphoneService } from '../../phone/softphone-service.ts';
import type { SessionService } from '../../session/session-service.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `call.${string}` | `session.${string}` | `phone.${string}`>;

/** Call control and the guided script. */
export const callHandlers = (
  session: SessionService,
  softphone: SoftphoneService,
  line: LineService,
  phone: PhonePort,
  settings: Settings,
): Pick<Handlers, Names> => ({
  'call.snapshot': () => ({
    registration: line.registration(),
    call: softphone.call(),
    session: session.view(),
  }),
  'call.start': async ({ taskId }) => ({ session: await session.start(taskId) }),
  'call.redial': async () => ({ session: await session.redial() }),
  'phone.audio': () => phone.audio(),
  'phone.setAudio': async ({ preferences }) => {
    const audio = await phone.setAudio(preferences);
    settings.set('audio', preferences);
    return audio;
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
  'session.keyword': async (input) => ({ session: await session.keyword(input) }),
  'session.notes': async ({ notes }) => ({ session: await session.notes(notes) }),
  'session.close': (input) => session.close(input),
});
