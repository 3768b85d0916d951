import type { AppState } from '../../../core/ipc/features/app.ts';
import type { AccountService } from '../../account/account-service.ts';
import type { AppService } from '../../app/app-service.ts';
import type { Lines } from '../../app/lines.ts';
import type { ImportService } from '../../import/import-service.ts';
import { checkedAddress } from '../../line/addresses.ts';
import type { SessionService } from '../../session/session-service.ts';
import type { Settings } from '../../settings/settings.ts';
import type { SyncService } from '../../sync/sync-service.ts';
import { AppError } from '../app-error.ts';
import type { Handlers } from '../run-call.ts';

type Names =
  'pbx.forget' | 'headOffice.connect' | 'headOffice.forget' | Extract<keyof Handlers, `practice.${string}`>;

/** Which telephone line and which head office the seat works with. */
export const lineHandlers = (deps: {
  app: AppService;
  lines: Lines;
  account: AccountService;
  sync: SyncService;
  session: SessionService;
  imports: ImportService;
  settings: Settings;
}): Pick<Handlers, Names> => {
  const { app, lines, account, sync, session, imports, settings } = deps;
  const notInCall = (): void => {
    if (session.view() !== null) throw new AppError('attempt_open');
  };
  const done = (change: Parameters<AppService['update']>[0]): AppState =>
    app.update({ ...change, welcome: false });
  return {
    'pbx.forget': async () => {
      notInCall();
      await account.stopCheck();
      await lines.forgetPbx();
      return app.update({});
    },
    'headOffice.connect': async ({ url, code }) => {
      const checked = checkedAddress(url, 'url', { secure: 'https:', plain: 'http:' });
      await sync.connect(checked, code.trim());
      return done({ headOffice: { url: checked } });
    },
    'headOffice.forget': () => {
      sync.disconnect();
      return app.update({ headOffice: null });
    },
    'practice.drills': () => ({ drills: lines.drills() }),
    'practice.start': async ({ drill, withSample }) => {
      notInCall();
      await account.stopCheck();
      await lines.startPractice(drill);
      settings.set('mode', 'practice');
      if (withSample) {
        const { importId } = await imports.openSample();
        await imports.commit({ importId });
        await imports.cancel({ importId });
      }
      // Last, so that the console reads a work list that is already filled.
      return done({ mode: 'practice', drill });
    },
    'practice.setDrill': ({ drill }) => {
      notInCall();
      lines.setDrill(drill);
      return app.update({ drill });
    },
    'practice.stop': async () => {
      notInCall();
      await lines.stopPractice();
      const state = app.update({ mode: 'live' });
      if (settings.get('pbx') !== null) await lines.resume();
      return state;
    },
  };
};
