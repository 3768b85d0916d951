import { endpoints } from '../../core/sync/contract.ts';
import type { Failure } from './failure.ts';
import { askHeadOffice, type HttpEdge } from './head-office-client.ts';

const enrolTimeoutMs = 15_000;

export type Enrolment = { ok: true; branch: string; token: string } | { ok: false; failure: Failure };

/**
 * Trades a branch code for this device's token, which the caller seals (Vault). Safe to repeat with the same
 * code when the answer was lost. `url` was checked before (`checkedAddress`).
 */
export const enrol = async (
  edge: HttpEdge,
  input: { url: string; code: string; device: { id: string; epoch: number }; app: string },
): Promise<Enrolment> => {
  const target = {
    baseUrl: input.url.replace(/\/+$/, ''),
    token: null,
    timeoutMs: enrolTimeoutMs,
    abort: new AbortController().signal,
  };
  const outcome = await askHeadOffice(edge, target, endpoints.enrol, {
    code: input.code,
    device: input.device.id,
    epoch: input.device.epoch,
    app: input.app,
    credentials: ['bearer'],
  });
  if (!outcome.ok) return outcome;
  return { ok: true, branch: outcome.answer.branch, token: outcome.answer.credential.token };
};
