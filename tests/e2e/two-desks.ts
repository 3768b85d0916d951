import { randomBytes } from 'node:crypto';
import { startSipRelay } from '../../main/practice/sip-relay.ts';
import type { Desk, LaunchOptions } from './desk.ts';
import { expect } from './desk.ts';
import { becomeReady, phoneCommand } from './seat.ts';
import { connectAccount } from './phone-acts.ts';

export type TwoDesks = {
  /** Registered as 1001. */
  desk: Desk;
  /** Registered as 2001, the customer's number of the tests as far as the server is concerned. */
  caller: Desk;
  domain: string;
  /** 2001 calls 1001. Returns the caller's id of the call. */
  ring: () => Promise<string>;
  /** 2001 gives up. */
  giveUp: (callId: string) => Promise<void>;
  close: () => Promise<void>;
};

/** Two real apps on one SIP server on loopback: somebody can ring. */
export const twoDesks = async (
  launch: (options?: LaunchOptions) => Promise<Desk>,
  options: LaunchOptions = {},
): Promise<TwoDesks> => {
  const pbx = await startSipRelay({
    users: [
      { name: '1001', password: 'right-1001' },
      { name: '2001', password: 'right-2001' },
    ],
    random: randomBytes,
  });
  const desk = await launch(options);
  const caller = await launch();
  for (const [app, user] of [
    [desk, '1001'],
    [caller, '2001'],
  ] as const)
    await connectAccount(app, {
      server: pbx.url,
      uri: `sip:${user}@${pbx.domain}`,
      password: `right-${user}`,
    });
  await becomeReady(desk);
  await becomeReady(caller);
  let calls = 0;
  return {
    desk,
    caller,
    domain: pbx.domain,
    ring: async () => {
      calls += 1;
      const callId = `from-2001-${calls}`;
      await phoneCommand(caller, { type: 'dial', callId, target: `sip:1001@${pbx.domain}`, headers: [] });
      await expect.poll(() => phaseOf(desk)).toBe('incoming');
      return callId;
    },
    giveUp: (callId) => phoneCommand(caller, { type: 'hangUp', callId }),
    close: async () => {
      await desk.close();
      await caller.close();
      await pbx.close();
    },
  };
};

/** How the call that keys act on stands; null when there is none. */
export const phaseOf = async (desk: Desk): Promise<string | null> => {
  const { calls, foreground } = await desk.call('softphone.state', {});
  return calls.find(({ call }) => call.callId === foreground)?.call.phase ?? null;
};

/** Whether a window of the app has the keyboard. The page cannot be asked: under the driver it always thinks so. */
export const hasFocus = (desk: Desk): Promise<boolean> =>
  desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((one) => one.isFocused()));

/** Does something with the console's window in main. */
export const withConsole = (desk: Desk, what: 'focus' | 'hide'): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }, deed) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://console/'),
    );
    if (deed === 'focus') window?.show();
    window?.[deed]();
  }, what);
