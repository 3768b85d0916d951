import { emptyAccountForm } from '../../core/call/account-form.ts';
import type { AppState } from '../../core/ipc/features/app.ts';
import type { Envelope } from '../../core/ipc/envelope.ts';
import type { Desk } from './desk.ts';

/** An account as most tests need it: one server, a name and a password. */
export type PlainAccount = {
  server: string;
  uri: string;
  authUser?: string;
  password: string;
  conference?: string;
};

/** Saves an account as the wizard does, and gives what main says of it. */
export const askForAccount = (desk: Desk, account: PlainAccount): Promise<Envelope<AppState>> =>
  desk.ask('account.save', {
    form: {
      ...emptyAccountForm,
      servers: [account.server],
      uri: account.uri,
      authUser: account.authUser ?? '',
      password: account.password,
      conference: account.conference ?? '',
    },
  });

/** Like `askForAccount`, for an account that must work. */
export const connectAccount = async (desk: Desk, account: PlainAccount): Promise<void> => {
  const envelope = await askForAccount(desk, account);
  if (!envelope.ok) throw new Error(`account.save: ${JSON.stringify(envelope.error)}`);
  await readPack(desk);
};

/** The agent has read the script pack; without that no live callback can be dialled. */
export const readPack = async (desk: Desk): Promise<void> => {
  const { hash } = await desk.call('receipt.state', {});
  await desk.call('receipt.confirm', { hash });
};

/** The id of the call that keys act on; fails when there is none. */
export const foregroundCall = async (desk: Desk): Promise<string> => {
  const { foreground } = await desk.call('softphone.state', {});
  if (foreground === null) throw new Error('no call is up');
  return foreground;
};

/** Ends the call that is up. */
export const hangUp = async (desk: Desk): Promise<void> => {
  await desk.call('softphone.hangUp', { callId: await foregroundCall(desk) });
};
