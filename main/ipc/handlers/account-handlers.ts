import { readFile, stat } from 'node:fs/promises';
import { clipboard, dialog } from 'electron';
import { readAccountFile } from '../../../core/call/account-file.ts';
import type { AccountService } from '../../account/account-service.ts';
import type { AppService } from '../../app/app-service.ts';
import { AppError } from '../app-error.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `account.${string}`>;

/** An account has some hundred characters; nobody's mail archive is read into memory by mistake. */
const largestFile = 64 * 1024;

/** The account of the seat and the check of its line. */
export const accountHandlers = (account: AccountService, app: AppService): Pick<Handlers, Names> => ({
  'account.get': () => {
    const { settings, secrets } = account.keeper.saved();
    return {
      settings,
      hasPassword: (secrets?.password ?? '') !== '',
      credentials: Object.keys(secrets?.credentials ?? {}),
      check: account.check(),
    };
  },
  'account.save': async ({ form }) => {
    await account.save(form);
    return app.update({ mode: 'live', welcome: false });
  },
  'account.startCheck': ({ form }) => account.startCheck(form),
  'account.stopCheck': async () => {
    await account.stopCheck();
    return {};
  },
  'account.copyReport': async ({ text }) => {
    await clipboard.writeText(text);
    return {};
  },
  'account.readFile': async () => {
    const chosen = await dialog.showOpenDialog({
      properties: ['openFile'],
      filters: [{ name: 'JSON', extensions: ['json'] }],
    });
    const path = chosen.filePaths[0];
    if (chosen.canceled || path === undefined) return null;
    const text = await readText(path);
    const read = readAccountFile(text);
    if (!read.ok) throw new AppError('file_unreadable', null, { reason: read.reason, name: read.name });
    return { form: read.form };
  },
});

const readText = async (path: string): Promise<string> => {
  try {
    if ((await stat(path)).size > largestFile) throw new AppError('file_too_large');
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file_unreadable', null, { reason: 'access' });
  }
};
