import { sipAccountOf } from '../../core/call/account.ts';
import {
  checkAccountForm,
  targetOf,
  userOf,
  type AccountForm,
  type CheckedAccount,
} from '../../core/call/account-form.ts';
import {
  endedCheck,
  plannedCheck,
  withRow,
  type CheckStep,
  type LineCheck,
} from '../../core/call/line-check.ts';
import type { PhoneEvent } from '../../core/ports.ts';
import type { Lines } from '../app/lines.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import { checkCall } from './check-call.ts';
import { Found } from './found.ts';
import { checkRelay } from './check-relay.ts';
import { checkNetwork, runStep, type NetworkEdges, type Report } from './network-check.ts';
import type { AccountKeeper } from './saved-account.ts';

export type AccountService = {
  keeper: AccountKeeper;
  /** Registers with the account and keeps it; when that fails the one before is in use again. */
  save(form: AccountForm): Promise<void>;
  /** The running check or the last one. */
  check(): LineCheck | null;
  startCheck(form: AccountForm): LineCheck;
  /** Ends a running check and resolves when the saved account is in use as before. */
  stopCheck(): Promise<void>;
};

export type AccountDeps = {
  lines: Pick<Lines, 'line' | 'phone' | 'check' | 'tryAccount' | 'restore'>;
  keeper: AccountKeeper;
  edges: NetworkEdges;
  newId: () => string;
  log: Log;
  agentName: () => string;
  /** Throws AppError while a callback is open: nothing may touch its line. */
  notInCall: () => void;
  onCheck: (check: LineCheck) => void;
};

/** The seat's account: what is kept, what is tried, and the step by step check of the line. */
export const createAccountService = (deps: AccountDeps): AccountService => {
  const { lines, keeper, edges } = deps;
  let check: LineCheck | null = null;
  let running: { abort: AbortController; done: Promise<void> } | null = null;

  const callsUp = new Set<string>();
  lines.phone.onEvent((event: PhoneEvent) => {
    if (event.type !== 'call') return;
    if (event.call.phase === 'ended') callsUp.delete(event.call.callId);
    else {
      callsUp.add(event.call.callId);
      // A real call goes first; the check can be run again.
      running?.abort.abort();
    }
  });
  const notInCall = (): void => {
    deps.notInCall();
    if (callsUp.size > 0) throw new AppError('call_in_progress');
  };

  const checked = (form: AccountForm): Extract<CheckedAccount, { ok: true }> => {
    const result = checkAccountForm(form, keeper.saved());
    if (result.ok) return result;
    const first = result.problems[0];
    throw new AppError('address_not_allowed', first?.field ?? null, {
      reason: first?.reason ?? 'not_an_address',
      ...first?.values,
    });
  };

  const publish = (next: LineCheck): void => {
    check = next;
    deps.onCheck(next);
  };

  const stopCheck = async (): Promise<void> => {
    running?.abort.abort();
    await running?.done;
  };

  const run = async (account: Extract<CheckedAccount, { ok: true }>, signal: AbortSignal): Promise<void> => {
    const { settings, secrets } = account;
    const reportFor =
      (server: string | null): Report =>
      (step: CheckStep, change) => {
        if (check !== null) publish(withRow(check, { step, server }, change));
      };
    const report = reportFor(null);
    await runStep('address', report, edges.now, () =>
      Promise.resolve({
        value: null,
        result: { finding: null, technical: [...settings.servers, settings.uri].map(withoutQuery) },
      }),
    );
    const open: string[] = [];
    for (const server of settings.servers) {
      if (signal.aborted) return;
      if (await checkNetwork(server, edges, reportFor(withoutQuery(server)), signal)) open.push(server);
    }
    if (signal.aborted || open.length === 0) return;

    const sip = sipAccountOf(settings, secrets, deps.agentName());
    for (const relay of sip.iceServers) {
      if (signal.aborted) return;
      await checkRelay(relay, edges, reportFor(relay.url), signal);
    }
    if (signal.aborted) return;
    const registered = await runStep('register', report, edges.now, async () => {
      try {
        await lines.tryAccount(sip);
      } catch (error) {
        throw registerFailure(error, settings.uri);
      }
      const { server } = lines.line.registration();
      return {
        value: null,
        result: {
          finding: null,
          technical: [
            `REGISTER ${settings.uri}: SIP 200`,
            ...(server === null ? [] : [withoutQuery(server)]),
          ],
        },
      };
    });
    if (registered === null || signal.aborted) return;
    await checkCall(
      {
        phone: lines.check,
        newId: deps.newId,
        now: edges.now,
        self: settings.echoTarget === null,
        target: settings.echoTarget === null ? settings.uri : targetOf(settings.echoTarget, settings.uri),
        signal,
      },
      report,
    );
  };

  /** A call that came in meanwhile must not lose its line. */
  const whenFree = async (): Promise<void> => {
    while (callsUp.size > 0) await new Promise((resolve) => setTimeout(resolve, 200));
  };

  return {
    keeper,
    save: async (form) => {
      notInCall();
      await stopCheck();
      const { settings, secrets } = checked(form);
      try {
        await lines.tryAccount(sipAccountOf(settings, secrets, deps.agentName()));
      } catch (error) {
        await lines.restore();
        throw error;
      }
      keeper.keep(settings, secrets);
    },
    check: () => check,
    startCheck: (form) => {
      notInCall();
      if (running !== null && check !== null) return check;
      const account = checked(form);
      const abort = new AbortController();
      lines.check.begin(userOf(account.settings.uri));
      const { servers, iceServers } = account.settings;
      const started = plannedCheck(
        servers.map(withoutQuery),
        iceServers.map(({ url }) => url),
        edges.now(),
      );
      publish(started);
      const done = run(account, abort.signal)
        .catch((error: unknown) => {
          deps.log.error('account.check_failed', {
            reason: error instanceof Error ? (error.stack ?? '') : 'unknown',
          });
          abort.abort();
        })
        .then(async () => {
          await whenFree();
          await lines.restore();
          lines.check.end();
          running = null;
          if (check !== null) publish(endedCheck(check, abort.signal.aborted ? 'stopped' : 'done'));
        });
      running = { abort, done };
      return started;
    },
    stopCheck,
  };
};

/** An address for reports: what follows `?` may hold a token. */
const withoutQuery = (address: string): string => address.split('?')[0] ?? address;

const registerFailure = (error: unknown, uri: string): unknown => {
  if (!(error instanceof AppError)) return error;
  const reason = error.params['reason'];
  const status = Number(error.params['sipStatus'] ?? 0);
  const technical = [`REGISTER ${uri}: ${status === 0 ? String(reason ?? error.code) : `SIP ${status}`}`];
  switch (reason) {
    case 'wrong_password':
    case 'forbidden':
    case 'not_found':
    case 'timeout':
    case 'server_error':
      return new Found(`register_${reason}`, technical, { status });
    default:
      return new Found('register_unreachable', technical, { status });
  }
};
