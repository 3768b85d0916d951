import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChannelInput } from '../../core/ipc/contract.ts';
import type { Drill } from '../../core/ipc/features/app.ts';
import type { Caption } from '../practice/practice-director.ts';
import type { SipAccount } from '../../core/call/account.ts';
import { domainOf } from '../../core/call/account-form.ts';
import type { SessionView } from '../../core/ipc/features/call.ts';
import { loadDrillBook } from '../../core/practice/drill-book.ts';
import type { DrillBook } from '../../core/practice/drill-book.ts';
import { sharePhone, type CheckPhone } from '../account/check-phone.ts';
import { chromiumEdges } from '../account/chromium-edges.ts';
import { createAccountKeeper } from '../account/saved-account.ts';
import { AppError } from '../ipc/app-error.ts';
import { withCause } from '../line/line-cause.ts';
import { createLineService } from '../line/line-service.ts';
import type { LineService } from '../line/line-service.ts';
import type { Log } from '../log/log.ts';
import { createPhoneHost } from '../phone/phone-host.ts';
import type { PhoneHost } from '../phone/phone-host.ts';
import { PracticeLine } from '../practice/practice-line.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { Secrets } from '../security/secrets.ts';
import type { Settings } from '../settings/settings.ts';
import { realTimers } from '../sync/timers.ts';
import { openMediaWindow } from '../windows/media-windows.ts';
import type { WindowRegistry } from '../windows/registry.ts';

export type Lines = {
  /** The phone without the calls of the line check. */
  phone: PhoneHost;
  check: CheckPhone;
  line: LineService;
  /** SIP servers that the windows with media may connect to, for their content security policy. */
  servers(): readonly string[];
  /** SIP URI to dial for a number of the policy. */
  dialTarget(mobile: string): string;
  /** SIP URI of the simulated colleague while practising; null on a PBX. */
  practiceColleague(): string | null;
  /** Whether the line in use has a conference address. */
  canConference(): boolean;
  /** The practice customer follows the session. */
  onSession(view: SessionView | null, live: LiveSession | null): void;
  onCaption(listener: (caption: Caption | null) => void): void;
  onCustomerReady(): void;
  onCustomerEvent(event: ChannelInput<'customerWindow.event'>): void;
  drills(): Drill[];
  drillBook: DrillBook;
  /** Registers again with what was in use when the app ended. A failure is told as registration state. */
  resume(): Promise<void>;
  startPractice(drill: string): Promise<void>;
  setDrill(drill: string): void;
  stopPractice(): Promise<void>;
  /** Puts an account into use without keeping it; ends practice. Throws AppError when it does not register. */
  tryAccount(account: SipAccount): Promise<void>;
  /** Back to what is kept, after an account was only tried. */
  restore(): Promise<void>;
  forgetPbx(): Promise<void>;
  stop(): Promise<void>;
};

const loadDrills = async (folder: string): Promise<DrillBook> => {
  const [drills, voices] = await Promise.all([
    readFile(join(folder, 'drills.yaml'), 'utf8'),
    readFile(join(folder, 'voices', 'voices.yaml'), 'utf8'),
  ]);
  const loaded = loadDrillBook({ drills, voices });
  if (!loaded.ok) {
    const first = loaded.problems[0];
    throw new Error(
      `Practice ${first?.file ?? 'drills'}.yaml is broken at line ${first?.line ?? 1}: ${first?.reason ?? 'unknown problem'}`,
    );
  }
  return loaded.book;
};

/** The two ways to telephone, the PBX and the practice line; one of them at a time. */
export const createLines = async (deps: {
  settings: Settings;
  secrets: Secrets;
  registry: WindowRegistry;
  log: Log;
  resources: string;
  /** 1 = the drills' own pace. */
  practiceTempo: number;
  /** The customer of a drill is dialled in this attempt. */
  onDrill: (attemptId: string, drill: string) => void;
}): Promise<Lines> => {
  const { settings, secrets, registry, log } = deps;
  const captionListeners = new Set<(caption: Caption | null) => void>();
  let servers: readonly string[] = [];
  let practiceServer: string | null = null;
  let practiceTarget: string | null = null;
  let colleagueTarget: string | null = null;
  /** The app ends: a window that goes now must not be opened again, it would keep the app alive. */
  let stopping = false;
  let dialled: string | null = null;

  const host: PhoneHost = createPhoneHost({
    send: (message) => registry.send('phone.command', message),
    preferences: () => settings.get('audio'),
    load: async (wanted) => {
      if (stopping) throw new AppError('phone_not_ready');
      servers = [
        ...new Set([
          ...wanted.map((server) => new URL(server).origin),
          ...(practiceServer === null ? [] : [practiceServer]),
        ]),
      ];
      const open = registry.window('phone');
      if (open === null) await openMediaWindow('phone', registry, log, () => host.onGone());
      else open.webContents.reload();
    },
  });
  const { desk: phone, check } = sharePhone(host);
  const keeper = createAccountKeeper(settings, secrets);
  const line = withCause({
    line: createLineService(phone, log, settings.get('sipInstance')),
    edges: chromiumEdges(() => Date.now()),
    timers: realTimers,
    log,
  });
  const drillBook = await loadDrills(join(deps.resources, 'practice'));
  const practice = new PracticeLine({
    book: drillBook,
    sendToCustomer: (command) => registry.send('customer.command', command),
    onCaption: (caption) => {
      for (const listener of captionListeners) listener(caption);
    },
    openCustomer: async (server) => {
      // A window that opens while the app ends would keep it alive.
      if (stopping) throw new AppError('practice_failed');
      practiceServer = new URL(server).origin;
      servers = [practiceServer];
      await openMediaWindow('customer', registry, log, () => {
        if (!stopping) registry.window('customer')?.webContents.reload();
      });
    },
    tempo: deps.practiceTempo,
  });

  let conference = false;
  const connect = async (account: SipAccount): Promise<void> => {
    conference = account.conferenceUri !== null;
    await line.connect(account);
  };

  const stopPractice = async (): Promise<void> => {
    if (practiceTarget === null) return;
    practiceTarget = null;
    await line.disconnect();
    await practice.stop();
    practiceServer = null;
    registry.window('customer')?.destroy();
  };

  const startPractice = async (drill: string): Promise<void> => {
    await stopPractice();
    if (line.registration().state !== 'off') await line.disconnect();
    try {
      const { account, target, colleague } = await practice.start(drill);
      await connect(account);
      practiceTarget = target;
      colleagueTarget = colleague;
    } catch (error) {
      await practice.stop();
      if (error instanceof AppError) throw error;
      log.error('practice.failed', { reason: error instanceof Error ? error.message : 'unknown' });
      throw new AppError('practice_failed', 'drill', {
        reason: error instanceof Error && 'code' in error ? String(error.code) : 'unknown',
      });
    }
  };

  /** The account that is in use, whether kept or only tried. */
  let inUse: SipAccount | null = null;
  const tryAccount = async (account: SipAccount): Promise<void> => {
    await stopPractice();
    inUse = account;
    await connect(account);
  };

  const resume = async (): Promise<void> => {
    try {
      if (settings.get('mode') === 'practice') {
        await startPractice(settings.get('drill'));
        return;
      }
      const account = keeper.sipAccount();
      if (account !== null) await tryAccount(account);
    } catch (error) {
      log.warn('line.not_resumed', { reason: error instanceof Error ? error.message : 'unknown' });
    }
  };

  const restore = async (): Promise<void> => {
    const kept = keeper.sipAccount();
    if (settings.get('mode') === 'live') {
      // Nothing to go back to, or nothing was changed and the line is up: no customer should hear a gap.
      if (kept === null) {
        await line.disconnect();
        return;
      }
      const same = JSON.stringify(kept) === JSON.stringify(inUse);
      if (same && line.registration().state === 'registered') return;
    } else if (practiceTarget !== null) return;
    await resume();
  };

  return {
    phone,
    check,
    line,
    servers: () => servers,
    dialTarget: (mobile) => {
      if (check.active()) throw new AppError('call_in_progress', null, { reason: 'line_check' });
      if (practiceTarget !== null) return practiceTarget;
      const domain = domainOf(settings.get('pbx')?.uri ?? '');
      if (domain === '') throw new AppError('not_registered', 'pbx', { reason: 'off' });
      return `sip:${mobile}@${domain}`;
    },
    practiceColleague: () => (practiceTarget === null ? null : colleagueTarget),
    canConference: () => conference,
    onSession: (view, live) => {
      if (practiceTarget === null) return;
      if (view === null || live === null) {
        dialled = null;
        return;
      }
      // A new call of the session: the customer behaves as the drill says, from the start.
      if (live.call !== null && live.call.callId !== dialled && live.call.phase === 'dialling') {
        dialled = live.call.callId;
        practice.beforeDial(live.policy);
        deps.onDrill(live.attempt.id, practice.drill);
      }
      practice.onCard(view.script.card);
    },
    onCaption: (listener) => {
      captionListeners.add(listener);
    },
    onCustomerReady: () => practice.customerReady(),
    onCustomerEvent: (event) => practice.customerEvent(event),
    drills: () => practice.drills(),
    drillBook,
    resume,
    restore,
    startPractice,
    setDrill: (drill) => practice.setDrill(drill),
    stopPractice,
    tryAccount,
    forgetPbx: async () => {
      if (practiceTarget === null) await line.disconnect();
      inUse = null;
      keeper.forget();
    },
    stop: () => {
      stopping = true;
      return practice.stop();
    },
  };
};
