import type { KnowledgeService } from '../../knowledge/knowledge-service.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `knowledge.${string}` | `objection.${string}`>;

/** Knowledge and the objection playbook. */
export const knowledgeHandlers = (knowledge: KnowledgeService): Pick<Handlers, Names> => ({
  'knowledge.search': ({ query }) => knowledge.search(query),
  'knowledge.entry': ({ id }) => knowledge.entry(id),
  'knowledge.suggest': () => knowledge.suggest(),
  'objection.list': () => knowledge.objections(),
  'objection.choose': async ({ objectionId }) => ({ session: await knowledge.choose(objectionId) }),
});
