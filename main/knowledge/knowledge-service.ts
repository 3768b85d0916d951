import type { ChannelOutput } from '../../core/ipc/contract.ts';
import type { SessionView } from '../../core/ipc/features/call.ts';
import type { KnowledgeView } from '../../core/ipc/features/knowledge.ts';
import type { KnowledgeEntry } from '../../core/knowledge/knowledge-schema.ts';
import { indexKnowledge } from '../../core/knowledge/search.ts';
import { suggestKnowledge } from '../../core/knowledge/suggest.ts';
import { renderText } from '../../core/script/render.ts';
import { AppError } from '../ipc/app-error.ts';
import type { SessionService } from '../session/session-service.ts';
import type { Speaker } from '../session/session-view.ts';
import type { Knowledge } from './read-knowledge.ts';

export type KnowledgeDeps = {
  /** Asked each time: head office may send newer entries between two calls. */
  knowledge: () => Knowledge;
  session: Pick<SessionService, 'view' | 'event'>;
  speaker: () => Speaker;
};

export type KnowledgeService = {
  search(query: string): ChannelOutput<'knowledge.search'>;
  entry(id: string): ChannelOutput<'knowledge.entry'>;
  suggest(): ChannelOutput<'knowledge.suggest'>;
  objections(): ChannelOutput<'objection.list'>;
  choose(objectionId: string): Promise<SessionView>;
};

/** Entries beside the question: more would push the answers of the call off the screen. */
const suggestions = 2;
/** Characters of the body in a list that nothing was searched in. */
const listedLength = 90;

const viewOf = ({
  id,
  kind,
  title,
  titleEn,
  body,
  source,
  caution,
  version,
}: KnowledgeEntry): KnowledgeView => ({
  id,
  kind,
  title,
  titleEn,
  body,
  source,
  caution,
  version,
});

const questionOf = (view: SessionView): string | null => {
  const { card } = view.script;
  return 'questionId' in card ? card.questionId : null;
};

/** Issues that belong to the question on screen or to the call as a whole; those of other questions are past. */
const issuesAt = (view: SessionView, questionId: string): string[] =>
  view.script.issues
    .filter((issue) => issue.questionId === questionId || issue.questionId === null)
    .map((issue) => issue.code);

/** Search, suggestion and the objection playbook. The identity wall of the knowledge is here (design.md I4). */
export const createKnowledgeService = ({ knowledge, session, speaker }: KnowledgeDeps): KnowledgeService => {
  let indexed = { entries: knowledge().entries, index: indexKnowledge(knowledge().entries) };
  const present = (): typeof indexed => {
    const { entries } = knowledge();
    if (entries !== indexed.entries) indexed = { entries, index: indexKnowledge(entries) };
    return indexed;
  };

  const withheld = (entry: KnowledgeEntry): boolean => {
    const view = session.view();
    return entry.tellsProduct && view !== null && view.script.identity.status !== 'passed';
  };

  const find = (
    query: string,
  ): { entry: KnowledgeEntry; passage: { text: string; marks: [number, number][] } }[] => {
    const { entries, index } = present();
    return query.trim() === ''
      ? entries.map((entry) => ({ entry, passage: { text: entry.body.slice(0, listedLength), marks: [] } }))
      : index.search(query, entries.length);
  };

  return {
    search: (query) => {
      const all = find(query);
      const shown = all.filter(({ entry }) => !withheld(entry));
      return {
        found: shown.map(({ entry: { id, kind, title, titleEn }, passage }) => ({
          id,
          kind,
          title,
          titleEn,
          passage,
        })),
        withheld: all.length - shown.length,
      };
    },
    entry: (id) => {
      const entry = knowledge().entries.find((candidate) => candidate.id === id);
      if (entry === undefined) throw new AppError('not_found', 'id');
      return { entry: withheld(entry) ? null : viewOf(entry) };
    },
    suggest: () => {
      const view = session.view();
      const questionId = view === null ? null : questionOf(view);
      if (view === null || questionId === null) return { questionId: null, entries: [] };
      const helpful = suggestKnowledge(
        knowledge().entries,
        {
          questionId,
          issueCodes: issuesAt(view, questionId),
          identityPassed: view.script.identity.status === 'passed',
        },
        suggestions,
      );
      return { questionId, entries: helpful.map(viewOf) };
    },
    objections: () => {
      const { company, servicePhone, agentName, agentNumber } = speaker();
      // Facts of the policy have no place on a card that may be opened before identity has passed.
      const values = { 公司: company, 客服电话: servicePhone, 坐席: agentName, 工号: agentNumber };
      return {
        objections: knowledge().playbook.objections.map(
          ({ id, cause, trigger, feel, others, approvedBy, solve, open, end }) => ({
            id,
            cause,
            trigger,
            feel: renderText(feel, values),
            others: others === null || approvedBy === null ? null : renderText(others, values),
            solve: renderText(solve, values),
            open,
            end,
          }),
        ),
        reflect: [...knowledge().playbook.reflect],
      };
    },
    choose: async (objectionId) => {
      const objection = knowledge().playbook.objections.find((candidate) => candidate.id === objectionId);
      if (objection === undefined) throw new AppError('not_found', 'objectionId');
      const { cause, trigger, open } = objection;
      return session.event({ type: 'objection', objectionId, cause, trigger, issue: open });
    },
  };
};
