import { app, dialog } from 'electron';
import type { ImportService } from '../../import/import-service.ts';
import type { WorkMode } from '../../../core/callback/task.ts';
import { AppError } from '../app-error.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `import.${string}`>;

/** The import of policy lists; the system's dialog is opened here, the file is read by the service. */
export const importHandlers = (imports: ImportService, mode: () => WorkMode): Pick<Handlers, Names> => ({
  'import.choose': async ({ source }) => {
    if (source === 'sample') {
      // Fictional policies among real work would be called one day.
      if (mode() !== 'practice') throw new AppError('sample_is_practice');
      return imports.openSample();
    }
    const chosen = await dialog.showOpenDialog({
      properties: ['openFile'],
      filters: [
        { name: 'CSV, XLSX', extensions: ['csv', 'txt', 'xlsx'] },
        { name: '*', extensions: ['*'] },
      ],
    });
    const path = chosen.filePaths[0];
    return chosen.canceled || path === undefined ? null : imports.openFile(path);
  },
  'import.remap': (input) => imports.remap(input),
  'import.rows': (input) => imports.rows(input),
  'import.commit': (input) => imports.commit(input),
  'import.saveRefused': (input) => imports.saveRefused(input, app.getPath('documents')),
  'import.cancel': (input) => imports.cancel(input),
});
