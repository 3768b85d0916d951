import type { ChannelInput, ChannelName, ChannelOutput } from '../../core/ipc/contract.ts';
import { contract } from '../../core/ipc/contract.ts';
import { refusedField } from '../../core/ipc/typed-text.ts';
import type { Envelope, ErrorCode, IpcError, WindowRole } from '../../core/ipc/envelope.ts';
import { errorCodes } from '../../core/ipc/envelope.ts';
import type { Log } from '../log/log.ts';
import { AppError } from './app-error.ts';

export type Handlers = {
  [C in ChannelName]: (
    input: ChannelInput<C>,
    role: WindowRole,
  ) => Promise<ChannelOutput<C>> | ChannelOutput<C>;
};

/** Asked for every call of the console, after the sender check and before its input is looked at. */
export type Gate = (channel: ChannelName) => Pick<IpcError, 'code' | 'params'> | null;

const refusal = (
  code: ErrorCode,
  field: string | null = null,
  params: IpcError['params'] = {},
): Envelope<never> => ({
  ok: false,
  error: { code, field, params },
});

const isChannel = (name: unknown): name is ChannelName =>
  typeof name === 'string' && Object.hasOwn(contract, name);

/** Errors of the store and other workers arrive with a `code` of the closed set. */
const codeOf = (error: unknown): ErrorCode | null => {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return errorCodes.find((code) => code === error.code) ?? null;
};

/**
 * Runs one call: sender check, schema in, handler, schema out, envelope. Exported for the contract tests; the
 * role is null when the sender is no window of ours.
 */
export const runCall = async (
  handlers: Handlers,
  log: Log,
  role: WindowRole | null,
  name: unknown,
  input: unknown,
  /** Numbers that may stand in a text although they look like an account number. */
  allowed: () => readonly string[] = () => [],
  /** What keeps the person at the console from this channel (main/people); null = nothing. */
  gate: Gate = () => null,
): Promise<Envelope<unknown>> => {
  if (!isChannel(name)) return refusal('bad_input', 'channel');
  const channel = contract[name];
  if (role === null || !channel.from.includes(role)) {
    log.warn('ipc.forbidden_sender', { channel: name, role: role ?? 'unknown' });
    return refusal('forbidden_sender');
  }
  const kept = role === 'console' ? gate(name) : null;
  if (kept !== null) {
    log.info('ipc.kept_out', { channel: name, code: kept.code });
    return refusal(kept.code, null, kept.params);
  }
  const parsed = channel.input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    log.warn('ipc.bad_input', { channel: name, path: issue?.path.join('.') ?? '' });
    return refusal('bad_input', issue?.path.join('.') ?? null);
  }
  const sensitive = refusedField(name, parsed.data, allowed());
  if (sensitive !== null) return refusal('sensitive_number', sensitive);
  try {
    const handler = handlers[name] as (value: unknown, role: WindowRole) => unknown;
    const value = await handler(parsed.data, role);
    const output = channel.output.safeParse(value);
    if (!output.success) {
      log.error('ipc.bad_output', { channel: name, path: output.error.issues[0]?.path.join('.') ?? '' });
      return refusal('internal');
    }
    return { ok: true, value: output.data };
  } catch (error) {
    if (error instanceof AppError) return refusal(error.code, error.field, error.params);
    const known = codeOf(error);
    if (known !== null) return refusal(known);
    log.error('ipc.failed', {
      channel: name,
      reason: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
    });
    return refusal('internal');
  }
};
