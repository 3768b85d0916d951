import type { Page } from '@playwright/test';
import type { AccountForm } from '../../../core/call/account-form.ts';
import type { LineCheck } from '../../../core/call/line-check.ts';
import type { Rejection } from '../../../core/call/types.ts';
import type { ChannelInput } from '../../../core/ipc/contract.ts';
import type { PhoneCommand } from '../../../core/ipc/features/phone-window.ts';
import type { CallView } from '../../../core/ipc/features/softphone.ts';
import type { Desk } from '../desk.ts';
import { heardInPage, instrument, pageStats } from './phone-page.ts';
import { connectAccount } from '../phone-acts.ts';

type SoftphoneAction =
  'answer' | 'hangUp' | 'setMuted' | 'setHeld' | 'sendDtmf' | 'transfer' | 'completeTransfer';

const pollMs = 20;
const limitMs = 12_000;

/** The softphone of one real app, driven through main as its console does it. */
export class AppPhone {
  readonly desk: Desk;
  readonly user: string;
  /** What it sends: the file that Chromium plays as the microphone. */
  readonly hz: number;
  /** SIP messages on its WebSocket, with time and direction. */
  readonly frames: string[] = [];
  #page: Page | null = null;

  constructor(desk: Desk, user: string, hz: number) {
    this.desk = desk;
    this.user = user;
    this.hz = hz;
    desk.app.on('window', (page) => this.#watch(page));
  }

  /** Registers and makes the other numbers dialable. */
  async connect(
    line: { url: string; domain: string; password: string },
    numbers: readonly string[],
  ): Promise<void> {
    await connectAccount(this.desk, {
      server: line.url,
      uri: `sip:${this.user}@${line.domain}`,
      password: line.password,
    });
    await this.#listen();
    const targets = numbers.map((number) => ({ name: number, number }));
    await this.desk.call('softphone.setTransferTargets', { targets });
    await this.takeCalls();
  }

  /** Saves an account as the settings do. @throws with the code of the refusal, and the reason of a failed REGISTER */
  async save(form: AccountForm): Promise<void> {
    try {
      await this.desk.call('account.save', { form });
    } finally {
      // Another server, another window: its policy names the servers.
      await this.#listen();
    }
  }

  /** Runs the line check to its end. */
  async checkLine(form: AccountForm): Promise<LineCheck> {
    await this.desk.call('account.startCheck', { form });
    const end = Date.now() + 60_000;
    for (;;) {
      const { check } = await this.desk.call('account.get', {});
      if (check !== null && check.state !== 'running') {
        await this.#listen();
        return check;
      }
      if (Date.now() > end) throw new Error(`the line check did not end: ${JSON.stringify(check)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #listen(): Promise<void> {
    this.#page = await this.desk.window('phone');
    await instrument(this.#page);
  }

  /** Ends the wrap-up of the last call and takes calls again. */
  async takeCalls(): Promise<void> {
    const ready = async (): Promise<boolean> => {
      const view = await this.desk.call('agent.state', {});
      if (view.rings) return true;
      if (view.wrapUp !== null) await this.desk.ask('agent.finishWrapUp', {});
      await this.desk.ask('agent.set', { state: 'ready', reason: null });
      return false;
    };
    const end = Date.now() + limitMs;
    while (!(await ready())) {
      if (Date.now() > end) throw new Error('the desk does not take calls');
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  get page(): Page {
    if (this.#page === null) throw new Error('not connected');
    return this.#page;
  }

  async calls(): Promise<CallView[]> {
    return (await this.desk.call('softphone.state', {})).calls;
  }

  async dial(number: string): Promise<string> {
    return (await this.desk.call('softphone.dial', { number })).callId;
  }

  async incoming(): Promise<string> {
    const view = await this.until('show an incoming call', (calls) =>
      calls.find(({ call }) => call.phase === 'incoming'),
    );
    return view.call.callId;
  }

  async act<A extends SoftphoneAction>(action: A, input: ChannelInput<`softphone.${A}`>): Promise<void> {
    await this.desk.call(`softphone.${action}`, input as never);
  }

  async reject(callId: string, rejection: Rejection): Promise<void> {
    await this.desk.call('softphone.reject', { callId, rejection });
  }

  /** Sends a command to the phone window, past main. */
  async command(command: PhoneCommand): Promise<void> {
    await this.desk.app.evaluate(({ BrowserWindow }, value) => {
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().startsWith('app://phone/'))
        ?.webContents.send('desk:event', 'phone.command', { id: 999_999, command: value });
    }, command);
  }

  /** Waits until the calls are as wanted; says how they were when they never became so. */
  async until<T>(
    what: string,
    find: (calls: readonly CallView[]) => T | null | undefined | false,
  ): Promise<T> {
    const end = performance.now() + limitMs;
    for (;;) {
      const calls = await this.calls();
      const found = find(calls);
      if (found !== null && found !== undefined && found !== false) return found;
      if (performance.now() > end) {
        throw new Error(
          `the app did not ${what}: ${JSON.stringify(calls.map(({ call }) => ({ ...call, stats: null })))}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  untilCall(callId: string, what: string, fulfilled: (view: CallView) => boolean): Promise<CallView> {
    return this.until(what, (calls) => calls.find((view) => view.call.callId === callId && fulfilled(view)));
  }

  talking(callId: string): Promise<CallView> {
    return this.untilCall(callId, 'talk', ({ call }) => call.phase === 'talking');
  }

  ended(callId: string): Promise<CallView> {
    return this.untilCall(callId, 'end the call', ({ call }) => call.phase === 'ended');
  }

  hear(hz: number): Promise<number> {
    return heardInPage(this.page, hz, true);
  }

  hearNo(hz: number): Promise<number> {
    return heardInPage(this.page, hz, false);
  }

  /** What belongs to a report of a failed test. */
  async evidence(): Promise<{ trace: string; stats: string; calls: string }> {
    const stats =
      this.#page === null ? [] : await pageStats(this.#page).catch((error: unknown) => [String(error)]);
    const calls = await this.calls().catch((error: unknown) => [String(error)]);
    return {
      trace: this.frames.join('\n\n'),
      stats: JSON.stringify(stats, null, 1),
      calls: JSON.stringify(calls, null, 1),
    };
  }

  #watch(page: Page): void {
    page.on('websocket', (socket) => {
      const keep = (arrow: string, payload: string | Buffer): void => {
        const text = payload.toString().trimEnd();
        if (text !== '') this.frames.push(`---- ${new Date().toISOString()} ${this.user} ${arrow}\n${text}`);
      };
      socket.on('framesent', ({ payload }) => keep('->', payload));
      socket.on('framereceived', ({ payload }) => keep('<-', payload));
    });
  }
}
