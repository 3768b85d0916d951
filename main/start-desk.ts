import { readFile } from 'node:fs/promises';
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
import { followUpHandlers } from './ipc/handlers/follow-up-handlers.ts';
import { deviceHandlers } from './ipc/handlers/device-handlers.ts';
import { importHandlers } from './ipc/handlers/import-handlers.ts';
import { issueHandlers } from './ipc/handlers/issue-handlers.ts';
import { knowledgeHandlers } from './ipc/handlers/knowledge-handlers.ts';
import { lineHandlers } from './ipc/handlers/line-handlers.ts';
import { phoneWindowHandlers } from './ipc/handlers/phone-window-handlers.ts';
import { recordHandlers } from './ipc/handlers/record-handlers.ts';
import { syncHandlers } from './ipc/handlers/sync-handlers.ts';
import { worklistHandlers } from './ipc/handlers/worklist-handlers.ts';
import { softphoneHandlers } from './ipc/handlers/softphone-handlers.ts';
import { createSoftphone, type SoftphoneRules } from './phone/softphone-service.ts';
import { alarmNotice } from './follow-ups/alarm-notice.ts';
import { createFollowUpService } from './follow-ups/follow-up-service.ts';
import { createIssueService } from './issues/issue-service.ts';
import { readCalendar } from './issues/read-calendar.ts';
import { reminderNotice } from './issues/reminder-notice.ts';
import { createKnowledgeLibrary } from './knowledge/knowledge-library.ts';
import { createKnowledgeService } from './knowledge/knowledge-service.ts';
import { readKnowledge } from './knowledge/read-knowledge.ts';
import { registerIpc } from './ipc/register.ts';
import type { LinkInbox } from './links/link-inbox.ts';
import { typedTarget } from './links/typed-target.ts';
import { ownAddresses, watchNetwork } from './line/network-watch.ts';
import { createLog } from './log/log.ts';
import { readPhonePolicy, shippedPolicyFits } from './phone-policy/read-phone-policy.ts';
import { serveApp } from './security/app-protocol.ts';
import { blockNavigation } from './security/navigation.ts';
import { restrictPermissions } from './security/permissions.ts';
import { createSecrets } from './security/secrets.ts';
import { createVault } from './security/vault.ts';
import { createHeadOfficePack } from './packs/head-office-pack.ts';
import { storeRulesOf } from './store/rules-of-pack.ts';
import { createPackLibrary, openPackFile } from './session/pack-library.ts';
import type { LoadedPack } from './session/pack-library.ts';
import { createSessionService } from './session/session-service.ts';
import { systemNotification } from './notifications/system-notification.ts';
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
  const publicKey = await readFile(join(resources, 'keys', 'script-pack.pem'), 'utf8');
  const headOfficePack = createHeadOfficePack({
    profile,
    publicKey,
    fitsPhonePolicy: await shippedPolicyFits(resources),
    log,
  });
  const newerPack = async (inUse: LoadedPack): Promise<LoadedPack | null> => {
    const offer = await headOfficePack.look(inUse);
    return offer.kind === 'taken' ? offer.loaded : null;
  };
  // Everything that is built once, at the start, is built from the pack in force and never from the shipped one.
  const inForce = (await newerPack(shipped)) ?? shipped;
  const store = await openStore({
    file: join(profile, 'callback-desk.db'),
    createWorker: () => new Worker(join(import.meta.dirname, 'store-worker.js')),
    // The work list shows a neutral name: the script's own would tell the kind of product (design.md I4).
    rules: storeRulesOf(inForce.pack),
  });
  const knowledge = createKnowledgeLibrary({
    shipped: await readKnowledge({ resources, pack: shipped.pack }),
    profile,
    publicKey,
    log,
  });
  await knowledge.refresh(inForce.pack);
  const packs = createPackLibrary(
    inForce,
    store,
    async (inUse) => {
      const newer = await newerPack(inUse);
      await knowledge.refresh((newer ?? inUse).pack);
      return newer;
    },
    () => desk.update({}),
  );

  const desk = createAppService({
    settings,
    version: app.getVersion(),
    developmentRuntime: Number(process.versions.electron.split('.')[0]) < shippedElectronMajor,
    systemLocale: () => app.getLocale(),
    vault: vault.protection(),
    pack: () => {
      const { id, version } = packs.current().pack.pack;
      return { id, version, refused: headOfficePack.refusal() };
    },
    knowledgeRefused: knowledge.refused,
    changed: (state) => {
      registry.send('app.changed', state);
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
      issues.kick();
      followUps.kick();
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
    targetOf: (typed) =>
      desk.mode() === 'practice' ? lines.dialTarget(typed) : typedTarget(typed, lines.dialTarget),
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

  const issues = createIssueService({
    store,
    pack: () => packs.current().pack,
    calendar: await readCalendar({ resources, profile, log }),
    clock,
    timers: realTimers,
    log,
    mode: desk.mode,
    locale: desk.locale,
    agentId: () => settings.get('agent').id,
    role: () => settings.get('role'),
    onCounts: (counts) => registry.send('issue.counts', counts),
    onReminders: reminderNotice({
      notify: systemNotification,
      onLine: softphone.anyUp,
      locale: desk.locale,
      show: habits.show,
    }),
  });

  const followUps = createFollowUpService({
    store,
    pack: () => packs.current().pack,
    clock,
    timers: realTimers,
    log,
    mode: desk.mode,
    agentId: () => settings.get('agent').id,
    onNews: (news) => registry.send('followUp.news', news),
    onAlarm: alarmNotice({
      notify: systemNotification,
      onLine: softphone.anyUp,
      locale: desk.locale,
      show: habits.show,
    }),
  });

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
      ...agentHandlers(agent),
      ...appHandlers(desk, (theme) => {
        nativeTheme.themeSource = theme;
      }),
      ...worklistHandlers({ store, clock, app: desk, packs }),
      ...recordHandlers({ store, clock, app: desk, packs }),
      ...importHandlers(imports, desk.mode),
      ...callHandlers(session, softphone, lines.line, lines.phone, settings),
      ...issueHandlers(issues),
      ...knowledgeHandlers(
        createKnowledgeService({ knowledge: knowledge.current, session, speaker: desk.speaker }),
      ),
      ...followUpHandlers(followUps),
      ...deviceHandlers({ phone: lines.phone, settings, clock, send: registry.send }),
      ...softphoneHandlers(softphone),
      ...lineHandlers({ app: desk, lines, account, sync, session, imports, settings }),
      ...accountHandlers(account, desk),
      ...phoneWindowHandlers(lines),
      ...syncHandlers(sync, store, clock),
      ...habits.handlers,
    },
    registry,
    log,
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
    issues.stop();
    followUps.stop();
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
  sync.start();
  issues.start();
  followUps.start();
  await lines.resume();
  log.info('desk.started', { version: app.getVersion(), electron: process.versions.electron });
  if (flags.screenshot !== null) {
    await takeScreenshot(window, flags.screenshot);
    if (flags.exitAfterScreenshot) app.quit();
  }
};
