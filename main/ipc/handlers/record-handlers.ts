import type { Clock, Store } from '../../../core/ports.ts';
import type { CallbackRecord } from '../../../core/callback/record.ts';
import type { AppService } from '../../app/app-service.ts';
import { exportRecord } from '../../export/record-export.ts';
import type { RecordSource } from '../../export/record-source.ts';
import type { PackLibrary } from '../../session/pack-library.ts';
import { AppError } from '../app-error.ts';
import type { Handlers } from '../run-call.ts';

type Names = 'record.get' | 'record.export';

/** One closed attempt: the record form of domain.md row 85, and its export. */
export const recordHandlers = (deps: {
  store: Store;
  clock: Clock;
  app: AppService;
  packs: PackLibrary;
  source: RecordSource;
}): Pick<Handlers, Names> => {
  const load = async (
    attemptId: string,
  ): Promise<{ record: CallbackRecord; syncState: 'waiting' | 'sent' | 'refused' }> => {
    const found = await deps.store.record(attemptId);
    if (found === null) throw new AppError('not_found', 'attemptId');
    return found;
  };
  return {
    'record.get': async ({ attemptId }) => {
      const { record, syncState } = await load(attemptId);
      const pack = await deps.packs.byHash(record.packHash);
      const inLocale = (name: { zh: string; en: string }): string =>
        deps.app.locale() === 'en' ? name.en : name.zh;
      const disposition = pack.dispositions.find((candidate) => candidate.code === record.disposition);
      return {
        record,
        syncState,
        texts: await deps.source.textsOf(record),
        calls: await deps.store.callsOfAttempt(attemptId),
        dispositionName: disposition === undefined ? record.disposition : inLocale(disposition.name),
        noteTags: (record.noteTags ?? []).map((code) => {
          const tag = pack.noteTags?.find((candidate) => candidate.code === code);
          return tag === undefined ? code : inLocale(tag.name);
        }),
        promiseNames: Object.fromEntries(
          [...(pack.promises?.ways ?? []), ...(pack.promises?.owners ?? [])].map((one) => [
            one.code,
            inLocale(one.name),
          ]),
        ),
        issueNames: Object.fromEntries(pack.issues.map((type) => [type.code, inLocale(type.name)])),
      };
    },
    'record.export': async ({ attemptId }) => {
      const { record } = await load(attemptId);
      const path = await exportRecord(record, await deps.source.textsOf(record), deps.clock.now());
      if (path !== null) {
        await deps.store.audit({
          at: deps.clock.now(),
          agentId: deps.app.state().agent.id,
          action: 'record.export',
          ref: attemptId,
          detail: 'json',
        });
      }
      return { path };
    },
  };
};
