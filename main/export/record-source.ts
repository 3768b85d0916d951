import type { CallbackRecord } from '../../core/callback/record.ts';
import type { Store } from '../../core/ports.ts';
import { documentWords } from '../../core/record/document-words.ts';
import type { FormContext } from '../../core/record/record-form.ts';
import { renderText } from '../../core/script/render.ts';
import { scriptVariables } from '../../core/script/variables.ts';
import type { AppService } from '../app/app-service.ts';
import type { PackLibrary } from '../session/pack-library.ts';

export type RecordSource = {
  /** Texts as they were read out; the summary is made from the answers beside it and stays open. */
  textsOf(record: CallbackRecord): Promise<Record<string, string>>;
  /** What a document needs beside the record itself. */
  contextOf(record: CallbackRecord): Promise<FormContext>;
  /** Whether documents of the person at the seat hide names and policy numbers. */
  masked(): boolean;
};

/** What belongs to a record and lies elsewhere: the pack it was made with, and the words of the screen's language. */
export const createRecordSource = (deps: {
  store: Pick<Store, 'task'>;
  app: Pick<AppService, 'speaker' | 'locale'>;
  packs: Pick<PackLibrary, 'byHash' | 'current'>;
  role: () => string;
}): RecordSource => {
  const masked = (): boolean => !deps.packs.current().pack.exports.unmaskedFor.includes(deps.role());
  return {
    textsOf: async (record) => {
      const pack = await deps.packs.byHash(record.packHash);
      const found = await deps.store.task(record.taskId);
      const { company, servicePhone } = deps.app.speaker();
      const { agentName, agentNumber } = record;
      const variables =
        found === null
          ? {}
          : scriptVariables(found.policy, { company, servicePhone, agentName, agentNumber });
      const asked = new Set(record.answers.map((answer) => answer.questionId));
      return Object.fromEntries(
        Object.entries(pack.questions)
          .filter(([id]) => asked.has(id))
          .map(([id, question]) => [id, renderText(question.text, variables)]),
      );
    },
    contextOf: async (record) => {
      const locale = deps.app.locale();
      return {
        pack: await deps.packs.byHash(record.packHash),
        words: documentWords[locale],
        language: locale === 'en' ? 'en' : 'zh',
        masked: masked(),
      };
    },
    masked,
  };
};
