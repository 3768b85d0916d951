import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { app, Menu, nativeTheme, powerMonitor, safeStorage, shell } from 'electron';
import { v7 as uuidv7 } from 'uuid';
import { mayDialFreely, suggestDisposition } from '../core/phone-policy/suggest-disposition.ts';
import { createAgentService } from './agent/agent-service.ts';
import { createAccountService } from './account/account-service.ts';
import { chromiumEdges } from './account/chromium-edges.ts';
import { createAccountKeeper } from './account/saved-account.ts';
import { createAppService } from './app/app-service.ts';
import { createDesktopHabits } from './app/desktop-habits.ts';
import { createLines } from './app/lines.ts';
import { openDeskWork } from './app/open-desk-work.ts';
import { openPacks } from './app/open-packs.ts';
import { openSeat } from './app/open-seat.ts';
import { resourcesFolder } from './app/resources.ts';
import type { Flags } from './flags.ts';
import { createImportService } from './import/import-service.ts';
import { readVocabulary } from './import/read-vocabulary.ts';
import { engineLimits, workerEngine } from './import/worker-engine.ts';
import { agentHandlers } from './ipc/handlers/agent-handlers.ts';
import { AppError } from './ipc/app-error.ts';
import { accountHandlers } from './ipc/handlers/account-handlers.ts';
import { appHandlers } from './ipc/handlers/app-handlers.ts';
import { callHandlers } from './ipc/handlers/call-handlers.ts';
import { figureHandlers } from './reports/figures.ts';
import { drillHandlers } from './ipc/handlers/drill-handlers.ts';
import { documentHandlers } from './ipc/handlers/document-handlers.ts';
import { deviceHandlers } from './ipc/handlers/device-handlers.ts';
import { importHandlers } from './ipc/handlers/import-handlers.ts';
import { knowledgeHandlers } from './ipc/handlers/knowledge-handlers.ts';
import { lineHandlers } from './ipc/handlers/line-handlers.ts';
import { peopleHandlers } from './ipc/handlers/people-handlers.ts';
import { phoneWindowHandlers } from './ipc/handlers/phone-window-handlers.ts';
import { recordHandlers } from './ipc/handlers/record-handlers.ts';
import { syncHandlers } from './ipc/handlers/sync-handlers.ts';
import { worklistHandlers } from './ipc/handlers/worklist-handlers.ts';
import { softphoneHandlers } from './ipc/handlers/softphone-handlers.ts';
import { createSoftphone, type SoftphoneRules } from './phone/softphone-service.ts';
import { createRecordSource } from './export/record-source.ts';
import { createKnowledgeService } from './knowledge/knowledge-service.ts';
import { registerIpc } from './ipc/register.ts';
import type { LinkInbox } from './links/link-inbox.ts';
import { typedTarget } from './links/typed-target.ts';
import { ownAddresses, watchNetwork } from './line/network-watch.ts';
import { createLog } from './log/log.ts';
import { surviveFaults } from './log/uncaught.ts';
import { readPhonePolicy } from './phone-policy/read-phone-policy.ts';
import { serveApp } from './security/app-protocol.ts';
import { blockNavigation } from './security/navigation.ts';
import { restrictPermissions } from './security/permissions.ts';
import { createSecrets } from './security/secrets.ts';
import { createVault } from './security/vault.ts';
import { createDrillReviews } from './practice/drill-reviews.ts';
import { storeRulesOf } from './store/rules-of-pack.ts';
import { createSessionService } from './session/session-service.ts';
import { openSettings } from './settings/settings.ts';
import { openStore } from './store/client.ts';
import { createSyncService } from './sync/sync-service.ts';
import { realTimers } from './sync/timers.ts';
import { openConsoleWindow } from './windows/console-window.ts';
import { createWindowRegistry } from './windows/registry.ts';
import { takeScreenshot } from './windows/screenshot.ts';

/** Electron's major version of package.json; an older one is the development runtime of a closed network. */
const shippedElectronMajor = 45;

/** The composition: opens what the desk needs, in order, and wires it. Reads like a table of contents. */
export const startDesk = async (flags: Flags, linkInbox: LinkInbox): Promise<void> => {
  const profile = app.getPath('userData');
  const resources = resourcesFolder();
  const clock = { now: () => Date.now() };
  const newId = (): string => uuidv7();

  const log = surviveFaults(createLog(profile));
  const registry = createWindowRegistry((event) => event !== 'app.changed' && !people.shows());
  blockNavigation(log);
  restrictPermissions();

  const settings = openSettings(profile, newId);
  const vault = createVault(safeStorage);
  const secrets = createSecrets(vault, settings, log);
  nativeTheme.themeSource = settings.get('theme');
  // The default menu owns keys that belong to the call: Ctrl+M, Ctrl+R, Ctrl+W. macOS needs its own for copy and paste.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);

  const { inForce, knowledge, refusal, library } = await openPacks({ profile, resources, log });
  const store = await openStore({
    file: join(profile, 'callback-desk.db'),
    createWorker: () => new Worker(join(import.meta.dirname, 'store-worker.js')),
    // The work list shows a neutral name: the script's own would tell the kind of product (design.md I4).
    rules: storeRulesOf(inForce.pack),
  });
  const packs = library(store, () => desk.update({}));

  const { people, roles, watch } = await openSeat({
    ...{ store, settings, registry, clock, newId, resources, profile, log },
    desk: () => desk,
    agent: () => agent,
    onLine: () => softphone.anyUp(),
  });
  const desk = createAppService({
    settings,
    version: app.getVersion(),
    developmentRuntime: Number(process.versions.electron.split('.')[0]) < shippedElectronMajor,
    systemLocale: () => app.getLocale(),
    vault: vault.protection(),
    pack: () => {
      const { id, version } = packs.current().pack.pack;
      return { id, version, refused: refusal() };
    },
    seat: people.seat,
    knowledgeRefused: knowledge.refused,
    changed: (state) => {
      registry.send('app.changed', state);
      // The running callback is told in the language of the desk.
      if (session.view() !== null) registry.send('session.changed', session.view());
      habits.refresh();
    },
  });

  const sync = createSyncService({
    store,
    settings,
    secrets,
    clock,
    newId,
    log,
    version: app.getVersion(),
    changed: (status) => {
      registry.send('sync.changed', status);
      habits.syncChanged(status);
    },
  });
  const lines = await createLines({
    settings,
    secrets,
    registry,
    log,
    resources,
    practiceTempo: flags.practiceTempo,
    onDrill: (attemptId, drill) => reviews.begun(attemptId, drill),
  });
  const reviews = createDrillReviews({
    store,
    book: lines.drillBook,
    packs,
    knowledgeTitle: (id, locale) => {
      const entry = knowledge.current().entries.find((one) => one.id === id);
      return entry === undefined ? null : locale === 'en' ? entry.titleEn : entry.title;
    },
    log,
    mode: desk.mode,
    locale: desk.locale,
    agentId: () => settings.get('agent').id,
    speaker: desk.speaker,
  });
  const phonePolicy = await readPhonePolicy({
    resources,
    profile,
    dispositions: inForce.pack.dispositions,
    log,
  });
  const { policy: phoneRules } = phonePolicy;
  const agent = createAgentService({
    store,
    phone: lines.phone,
    clock,
    timers: realTimers,
    newId,
    log,
    policy: phonePolicy,
    agentId: () => settings.get('agent').id,
    // In the headset; through the system when the phone window cannot, for it must be heard.
    beep: () => void lines.phone.devices({ type: 'beep' }).catch(() => shell.beep()),
  });
  await agent.start();
  const softphoneRules: SoftphoneRules = {
    quality: phoneRules.quality,
    suggest: (call) => suggestDisposition(phoneRules, call).code,
    freeDialling: () => mayDialFreely(phoneRules, settings.get('role')),
    autoAnswerAt: (callId, party) => agent.autoAnswer(callId, party),
    stopAutoAnswer: (callId) => agent.stopAutoAnswer(callId),
  };
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
    anotherCall: () => softphone.anyUp(),
    onSession: (view, live) => {
      registry.send('session.changed', view);
      lines.onSession(view, live);
      agent.onSession(view);
      softphone.publish();
    },
    onClosed: () => {
      sync.kick('work');
      work.kick();
    },
  });
  const softphone = createSoftphone({
    phone: lines.phone,
    session,
    store,
    clock,
    newId,
    log,
    mode: desk.mode,
    agentId: () => settings.get('agent').id,
    registration: () => lines.line.registration(),
    rules: softphoneRules,
    targetOf: (typed, toColleague) =>
      (toColleague ? lines.practiceColleague() : null) ??
      (desk.mode() === 'practice' ? lines.dialTarget(typed) : typedTarget(typed, lines.dialTarget)),
    transferTargets: {
      get: () => settings.get('transferTargets'),
      set: (targets) => settings.set('transferTargets', targets),
    },
    canConference: lines.canConference,
    onCall: (call) => registry.send('call.changed', call),
    onState: (state) => registry.send('softphone.changed', state),
  });
  agent.onChange((view) => {
    registry.send('agent.changed', view);
    softphone.agentChanged();
  });
  const habits = createDesktopHabits({
    softphone,
    attemptOpen: () => session.view() !== null,
    settings,
    store,
    registry,
    clock,
    newId,
    log,
    mode: desk.mode,
    locale: desk.locale,
    resources,
    linkInbox,
    agent,
  });
  lines.onCaption((caption) => session.caption(caption?.[desk.locale()] ?? null));
  lines.line.onChange((registration) => registry.send('registration.changed', registration));

  const account = createAccountService({
    lines,
    keeper: createAccountKeeper(settings, secrets),
    edges: chromiumEdges(clock.now),
    newId,
    log,
    agentName: () => settings.get('agent').name,
    notInCall: () => {
      if (session.view() !== null) throw new AppError('attempt_open');
    },
    onCheck: (check) => registry.send('account.check', check),
  });

  const knowledgeBase = createKnowledgeService({
    knowledge: knowledge.current,
    session,
    speaker: desk.speaker,
  });
  const work = await openDeskWork({
    store,
    packs,
    desk,
    session,
    knowledge: knowledgeBase,
    settings,
    registry,
    clock,
    newId,
    resources,
    profile,
    vault,
    log,
    onLine: softphone.anyUp,
    show: habits.show,
    people,
    roles,
  });
  const recordSource = createRecordSource({
    store,
    app: desk,
    packs,
    role: () => settings.get('role'),
  });
  const vocabulary = await readVocabulary(join(resources, 'import'));
  const imports = createImportService({
    store,
    clock,
    newId,
    vocabulary,
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
  const shown = { store, clock, app: desk, packs, source: recordSource, vocabulary };
  registerIpc(
    {
      ...agentHandlers(agent),
      ...appHandlers(desk, (theme) => {
        nativeTheme.themeSource = theme;
      }),
      ...worklistHandlers(shown),
      ...recordHandlers(shown),
      ...documentHandlers({ ...shown, workerFile: join(import.meta.dirname, 'workbook-worker.js') }),
      ...importHandlers(imports, desk.mode),
      ...callHandlers(session, softphone, lines.line, lines.phone, settings),
      ...work.handlers,
      ...(await figureHandlers({ ...shown, resources, profile, log, newId, onIssue: work.kick })),
      ...knowledgeHandlers(knowledgeBase),
      ...drillHandlers(reviews),
      ...deviceHandlers({ phone: lines.phone, settings, clock, send: registry.send }),
      ...softphoneHandlers(softphone),
      ...lineHandlers({ app: desk, lines, account, sync, session, imports, settings }),
      ...accountHandlers(account, desk),
      ...peopleHandlers(people),
      ...phoneWindowHandlers(lines),
      ...syncHandlers(sync, store, clock),
      ...habits.handlers,
    },
    registry,
    log,
    () => session.harmlessNumbers(),
    people.refusal,
  );

  await session.restore();
  // The system ending the session cannot be refused; a slip on the window's corner can.
  let quitting = false;
  let lastWord = false;
  app.on('before-quit', (event) => {
    // The end of the agent's day is on disk before the program is gone.
    if (!lastWord) event.preventDefault();
    if (quitting) return;
    quitting = true;
    habits.stop();
    work.stop();
    void agent.stop().finally(() => {
      lastWord = true;
      app.quit();
    });
    void Promise.all([sync.stop(), lines.stop(), imports.close()]);
  });
  const window = openConsoleWindow(registry, settings, log, () => {
    return !quitting && softphone.anyUp();
  });
  app.on('second-instance', habits.show);
  window.on('closed', () => app.quit());

  habits.attach(window);
  // The socket of before the sleep, or of another network, is not to be trusted.
  const distrustLine = (): void => {
    lines.phone.wake().catch((error: unknown) => {
      log.warn('line.wake_failed', { reason: error instanceof Error ? error.message : 'unknown' });
    });
  };
  powerMonitor.on('resume', () => {
    sync.kick('person');
    habits.resumed();
    distrustLine();
  });
  const endWatch = watchNetwork({
    addresses: ownAddresses,
    timers: realTimers,
    changed: () => {
      log.info('network.changed', {});
      sync.kick('person');
      distrustLine();
    },
  });
  app.on('will-quit', endWatch);
  watch();
  sync.start();
  work.start();
  await lines.resume();
  log.info('desk.started', { version: app.getVersion(), electron: process.versions.electron });
  if (flags.screenshot !== null) {
    await takeScreenshot(window, flags.screenshot);
    if (flags.exitAfterScreenshot) app.quit();
  }
};
