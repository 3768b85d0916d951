import { noRegistration, type Registration } from '../../core/call/types.ts';
import type { SipAccount } from '../../core/call/account.ts';
import type { PhonePort } from '../../core/ports.ts';
import type { Log } from '../log/log.ts';
import { AppError } from '../ipc/app-error.ts';

/** The one SIP line of the seat: which account is registered and how the registration stands. */
export type LineService = {
  registration(): Registration;
  /** Registers with an account and waits for the answer; throws AppError with the reason. */
  connect(account: SipAccount): Promise<void>;
  disconnect(): Promise<void>;
  onChange(listener: (registration: Registration) => void): () => void;
};

/** REGISTER with a wrong password is answered at once; a silent server must not leave a form hanging. */
const registerLimitMs = 12_000;

/** `instanceId` names this installation to registrars (RFC 5626). */
export const createLineService = (phone: PhonePort, log: Log, instanceId: string): LineService => {
  let registration = noRegistration;
  const listeners = new Set<(registration: Registration) => void>();
  const publish = (next: Registration): void => {
    registration = next;
    log.info('line.registration', { state: next.state, reason: next.reason, sipStatus: next.sipStatus });
    for (const listener of listeners) listener(next);
  };
  phone.onEvent((event) => {
    if (event.type === 'registration') publish(event.registration);
  });

  const settled = (): Promise<Registration> =>
    new Promise((resolve) => {
      const done = (value: Registration): void => {
        clearTimeout(timer);
        listeners.delete(check);
        resolve(value);
      };
      const check = (value: Registration): void => {
        if (value.state === 'registered' || value.state === 'failed') done(value);
      };
      const timer = setTimeout(
        () => done({ ...noRegistration, state: 'failed', reason: 'timeout' }),
        registerLimitMs,
      );
      listeners.add(check);
    });

  return {
    registration: () => registration,
    connect: async (account) => {
      publish({ ...noRegistration, state: 'connecting' });
      const outcome = settled();
      try {
        await phone.register({ ...account, instanceId });
      } catch (error) {
        // The reason arrives as a registration event; a failure without one is told as unreachable.
        if (registration.state === 'connecting')
          publish({ ...noRegistration, state: 'failed', reason: 'unreachable' });
        if (!(error instanceof AppError)) throw error;
      }
      const result = registration.state === 'connecting' ? await outcome : registration;
      if (result.state !== 'registered') {
        if (registration.state === 'connecting') publish(result);
        throw new AppError('not_registered', fieldOf(result.reason), {
          reason: result.reason ?? 'unreachable',
          sipStatus: result.sipStatus ?? 0,
        });
      }
    },
    disconnect: async () => {
      if (registration.state !== 'off') await phone.unregister();
      publish(noRegistration);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** The field of the connection form a person has to look at. */
const fieldOf = (reason: Registration['reason']): string =>
  reason === 'wrong_password'
    ? 'password'
    : reason === 'forbidden'
      ? 'authUser'
      : reason === 'not_found'
        ? 'uri'
        : 'server';
