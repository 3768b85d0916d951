import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { app, Menu, nativeTheme, powerMonitor, safeStorage } from 'electron';
import { v7 as uuidv7 } from 'uuid';
import { productDesigns } from '../core/callback/policy.ts';
import { createAppService } from './app/app-service.ts';
import { createLines } from './app/lines.ts';
import { resourcesFolder } from './app/resources.ts';
import type { Flags } from './flags.ts';
import { createImportService } from './import/import-service.ts';
import { readVocabulary } from './import/read-vocabulary.ts';
import { engineLimits, workerEngine } from './import/worker-engine.ts';
import { appHandlers } from './ipc/handlers/app-handlers.ts';
import { callHandlers } from './ipc/handlers/call-handlers.ts';
import { importHandlers } from './ipc/handlers/import-handlers.ts';
import { lineHandlers } from './ipc/handlers/line-handlers.ts';
import { phoneWindowHandlers } from './ipc/handlers/phone-window-handlers.ts';
import { recordHandlers } from './ipc/handlers/record-handlers.ts';
import { syncHandlers } from './ipc/handlers/sync-handlers.ts';
import { worklistHandlers } from './ipc/handlers/worklist-handlers.ts';
import { registerIpc } from './ipc/register.ts';
import { createLog } from './log/log.ts';
import { serveApp } from './security/app-protocol.ts';
import { blockNavigation } from './security/navigation.ts';
import { restrictPermissions } from './security/permissions.ts';
import { createSecrets } from './security/secrets.ts';
import { createVault } from './security/vault.ts';
import { createPackLibrary, openPackFile } from './session/pack-library.ts';
import { createSessionService } from './session/session-service.ts';
import { openSettings } from './settings/settings.ts';
import { openStore } from './store/client.ts';
import { createSyncService } from './sync/sync-service.ts';
import { openConsoleWindow } from './windows/console-window.ts';
import { createWindowRegistry } from './windows/registry.ts';
import { takeScreenshot } from './windows/screenshot.ts';

/** Electron's major version of package.json; an older one is the development runtime of a closed network. */
const shippedElectronMajor = 45;

/** The composition: opens what the desk needs, in order, and wires it. Reads like a table of contents. */
export const startDesk = async (flags: Flags): Promise<void> => {
  const profile = app.getPath('userData');
  const resources = resourcesFolder();
  const clock = { now: () => Date.now() };
  const newId = (): string => uuidv7();

  const log = createLog(profile);
  const registry = createWindowRegistry();
  blockNavigation(log);
  restrictPermissions();

  const settings = openSettings(profile, newId);
  const vault = createVault(safeStorage);
  const secrets = createSecrets(vault, settings, log);
  nativeTheme.themeSource = settings.get('theme');
  // The default menu owns keys that belong to the call: Ctrl+M, Ctrl+R, Ctrl+W. macOS needs its own for copy and paste.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);

  const shipped = await openPackFile(join(resources, 'packs', 'hf-default-zh.yaml'));
  const store = await openStore({
    file: join(profile, 'callback-desk.db'),
    createWorker: () => new Worker(join(import.meta.dirname, 'store-worker.js')),
    // The work list shows one neutral name: the script's own would tell the kind of product (design.md I4).
    rules: {
      attempts: shipped.pack.attempts,
      scriptNames: Object.fromEntries(productDesigns.map((design) => [design, shipped.pack.pack.name.zh])),
    },
  });
  const packs = createPackLibrary(shipped, store);

  const desk = createAppService({
    settings,
    version: app.getVersion(),
    developmentRuntime: Number(process.versions.electron.split('.')[0]) < shippedElectronMajor,
    systemLocale: () => app.getLocale(),
    vault: vault.protection(),
    pack: { id: shipped.pack.pack.id, version: shipped.pack.pack.version },
    changed: (state) => registry.send('app.changed', state),
  });

  const sync = createSyncService({
    store,
    settings,
    secrets,
    clock,
    newId,
    log,
    version: app.getVersion(),
    changed: (status) => registry.send('sync.changed', status),
  });
  const lines = await createLines({
    settings,
    secrets,
    registry,
    log,
    resources,
    practiceTempo: flags.practiceTempo,
  });
  const session = createSessionService({
    store,
    phone: lines.phone,
    clock,
    newId,
    packs,
    log,
    locale: desk.locale,
    mode: desk.mode,
    agentId: () => settings.get('agent').id,
    speaker: desk.speaker,
    speakerMissing: desk.speakerMissing,
    registered: () => lines.line.registration().state === 'registered',
    dialTarget: lines.dialTarget,
    onCall: (call) => registry.send('call.changed', call),
    onSession: (view, live) => {
      registry.send('session.changed', view);
      lines.onSession(view, live);
    },
    onClosed: () => sync.kick('work'),
  });
  lines.onCaption((caption) => session.caption(caption?.[desk.locale()] ?? null));
  lines.line.onChange((registration) => registry.send('registration.changed', registration));

  const imports = createImportService({
    store,
    clock,
    newId,
    vocabulary: await readVocabulary(join(resources, 'import')),
    coolingOff: () => packs.current().pack.coolingOff,
    mode: desk.mode,
    agentId: () => settings.get('agent').id,
    locale: desk.locale,
    startEngine: () => workerEngine(new Worker(join(import.meta.dirname, 'import-worker.js'), engineLimits)),
  });

  serveApp(
    { pages: join(import.meta.dirname, '../renderer'), voices: join(resources, 'practice', 'voices') },
    lines.servers,
  );
  registerIpc(
    {
      ...appHandlers(desk, (theme) => {
        nativeTheme.themeSource = theme;
      }),
      ...worklistHandlers({ store, clock, app: desk, packs }),
      ...recordHandlers({ store, clock, app: desk, packs }),
      ...importHandlers(imports, desk.mode),
      ...callHandlers(session, lines.line, lines.phone, settings),
      ...lineHandlers({ app: desk, lines, sync, session, imports, settings }),
      ...phoneWindowHandlers(lines),
      ...syncHandlers(sync, store, clock),
    },
    registry,
    log,
  );

  await session.restore();
  // The system ending the session cannot be refused; a slip on the window's corner can.
  let quitting = false;
  app.on('before-quit', () => {
    quitting = true;
    void Promise.all([sync.stop(), lines.stop(), imports.close()]);
  });
  const window = openConsoleWindow(registry, settings, log, () => {
    const call = session.call();
    return !quitting && call !== null && call.phase !== 'ended';
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  window.on('closed', () => app.quit());

  powerMonitor.on('resume', () => sync.kick('person'));
  sync.start();
  await lines.resume();
  log.info('desk.started', { version: app.getVersion(), electron: process.versions.electron });
  if (flags.screenshot !== null) {
    await takeScreenshot(window, flags.screenshot);
    if (flags.exitAfterScreenshot) app.quit();
  }
};
