import { writeFile } from 'node:fs/promises';
import { callbackRecordSchema, type CallbackRecord } from '../../../core/callback/record.ts';
import type { Clock, Store } from '../../../core/ports.ts';
import { documentWords } from '../../../core/record/document-words.ts';
import { evidenceSheet, type EvidenceCallback } from '../../../core/record/evidence.ts';
import { tableRow, type TableRow } from '../../../core/record/record-table.ts';
import type { AppService } from '../../app/app-service.ts';
import { documentHtml } from '../../export/document-html.ts';
import { recordHashOf, writeList } from '../../export/list-export.ts';
import { printPdf } from '../../export/print-pdf.ts';
import type { RecordSource } from '../../export/record-source.ts';
import { fileNamePart, saveDocument } from '../../export/save-document.ts';
import { AppError } from '../app-error.ts';
import type { Handlers } from '../run-call.ts';

const kinds = {
  csv: { name: 'CSV', extensions: ['csv'] },
  xlsx: { name: 'Excel', extensions: ['xlsx'] },
  json: { name: 'JSON', extensions: ['json'] },
};
const rowsAtOnce = 200;

/** Evidence sheets and exported lists (domain.md rows 2, 85); each one saved is in the audit chain. */
export const documentHandlers = (deps: {
  store: Pick<Store, 'record' | 'task' | 'recordBodies' | 'audit'>;
  clock: Clock;
  app: AppService;
  source: RecordSource;
  /** Built file of main/export/workbook-worker.ts. */
  workerFile: string;
}): Pick<Handlers, 'record.evidence' | 'records.export'> => {
  const { store, clock, app, source } = deps;
  const audit = (action: string, ref: string, detail: string): Promise<void> =>
    store.audit({ at: clock.now(), agentId: app.state().agent.id, action, ref, detail });
  const callbackOf = async (record: CallbackRecord, body: string): Promise<EvidenceCallback> => ({
    record,
    recordHash: recordHashOf(body),
    context: await source.contextOf(record),
    texts: await source.textsOf(record),
  });
  const day = (): string => new Date(clock.now()).toISOString().slice(0, 10);

  return {
    'record.evidence': async ({ attemptId }) => {
      const found = await store.record(attemptId);
      if (found === null) throw new AppError('not_found', 'attemptId');
      const task = await store.task(found.record.taskId);
      const ids = (task?.records ?? []).map((row) => row.attemptId).reverse();
      const callbacks: EvidenceCallback[] = [];
      for (const id of ids.length === 0 ? [attemptId] : ids) {
        const one = await store.record(id);
        if (one !== null) callbacks.push(await callbackOf(one.record, one.body));
      }
      const [first, ...more] = callbacks;
      if (first === undefined) throw new AppError('not_found', 'attemptId');
      const { name, number } = app.state().agent;
      const sheet = evidenceSheet({
        callbacks: [first, ...more],
        madeAt: clock.now(),
        madeBy: `${name} ${number}`.trim(),
      });
      const html = documentHtml(sheet, first.context.language);
      const path = await saveDocument({
        name: `evidence-${fileNamePart(found.record.policyNo)}-${day()}.pdf`,
        kind: { name: 'PDF', extensions: ['pdf'] },
        write: async (file) => writeFile(file, await printPdf(html)),
      });
      const masked = source.masked();
      if (path !== null) await audit('record.evidence', attemptId, masked ? 'masked' : 'open');
      return { path, masked };
    },

    'records.export': async ({ format, search }) => {
      const mode = app.mode();
      const words = documentWords[app.locale()];
      // What is closed while the list is written would shift its pages.
      const until = clock.now();
      let count = 0;
      async function* pages(): AsyncGenerator<readonly TableRow[]> {
        for (let offset = 0; ; offset += rowsAtOnce) {
          const bodies = await store.recordBodies({ mode, search, until, offset, limit: rowsAtOnce });
          const rows: TableRow[] = [];
          for (const body of bodies) {
            const record = callbackRecordSchema.parse(JSON.parse(body));
            rows.push(tableRow(record, recordHashOf(body), await source.contextOf(record)));
          }
          count += rows.length;
          yield rows;
          if (bodies.length < rowsAtOnce) return;
        }
      }
      const path = await saveDocument({
        name: `callbacks-${day()}.${format}`,
        kind: kinds[format],
        write: (file) => writeList(file, { format, pages, words, workerFile: deps.workerFile }),
      });
      const masked = source.masked();
      if (path !== null)
        await audit('records.export', mode, `${format} ${count} ${masked ? 'masked' : 'open'}`);
      return { path, count, masked };
    },
  };
};
