import type { FollowUpService } from '../../follow-ups/follow-up-service.ts';
import type { Handlers } from '../run-call.ts';

/** The list of follow-ups and what people do about them. */
export const followUpHandlers = (
  followUps: FollowUpService,
): Pick<Handlers, Extract<keyof Handlers, `followUp.${string}`>> => ({
  'followUp.page': ({ list }) => followUps.page(list),
  'followUp.close': async (input) => {
    await followUps.close(input);
    return {};
  },
  'followUp.open': async ({ taskId, kind }) => {
    await followUps.open(taskId, kind);
    return {};
  },
  'followUp.news': () => followUps.news(),
});
