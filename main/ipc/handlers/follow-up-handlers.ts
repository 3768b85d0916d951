import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { dialog } from 'electron';
import { saveDocument } from '../../export/save-document.ts';
import type { ScanService } from '../../follow-ups/scan-service.ts';
import type { FollowUpService } from '../../follow-ups/follow-up-service.ts';
import type { Handlers } from '../run-call.ts';

/** The list of follow-ups and what people do about them. */
export const followUpHandlers = (
  followUps: FollowUpService,
  scans: ScanService,
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
  'followUp.addScan': async ({ id }) => {
    const chosen = await dialog.showOpenDialog({
      properties: ['openFile'],
      filters: [{ name: 'PDF, JPEG, PNG', extensions: ['pdf', 'jpg', 'jpeg', 'png'] }],
    });
    const path = chosen.filePaths[0];
    return chosen.canceled || path === undefined ? null : scans.add(id, path);
  },
  'followUp.saveScan': async ({ scanId }) => {
    const copy = await scans.open(scanId);
    const path = await saveDocument({
      name: copy.name,
      kind: { name: copy.extension.toUpperCase(), extensions: [copy.extension] },
      write: (file) => writeFile(file, copy.bytes),
    });
    if (path === null) return null;
    await scans.noteSaved(scanId);
    return { name: basename(path) };
  },
  'followUp.news': () => followUps.news(),
});
