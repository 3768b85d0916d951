import type { KnowledgeService } from '../../knowledge/knowledge-service.ts';
import type { PromiseService } from '../../promises/promise-service.ts';
import type { ReceiptService } from '../../receipt/receipt-service.ts';
import type { SessionService } from '../../session/session-service.ts';
import { AppError } from '../app-error.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<
  keyof Handlers,
  `question.${string}` | `promise.${string}` | `receipt.${string}` | 'notes.tag'
>;

/** Questions of the customer, tags of the notes, promises, and the receipt of a script pack. */
export const promiseHandlers = (deps: {
  session: SessionService;
  knowledge: KnowledgeService;
  promises: PromiseService;
  receipts: ReceiptService;
}): Pick<Handlers, Names> => {
  const { session, knowledge, promises, receipts } = deps;
  const entryOf = (id: string): { id: string; title: string } => {
    const { entry } = knowledge.entry(id);
    // What is hidden until identity has passed cannot have been told to the customer.
    if (entry === null) throw new AppError('not_found', 'entryId');
    return { id, title: entry.title };
  };
  return {
    'question.record': async ({ answer, ...input }) => ({
      session: await session.question({
        ...input,
        answer: answer && {
          words: answer.words,
          entry: answer.entryId === null ? null : entryOf(answer.entryId),
        },
      }),
    }),
    'notes.tag': async ({ tag, on }) => ({ session: await session.event({ type: 'note_tag', tag, on }) }),
    'promise.page': ({ list }) => promises.page(list),
    'promise.reply': async (input) => {
      await promises.reply(input);
      return {};
    },
    'promise.settle': async (input) => {
      await promises.settle(input);
      return {};
    },
    'receipt.state': () => receipts.state(),
    'receipt.confirm': ({ hash }) => receipts.confirm(hash),
  };
};
