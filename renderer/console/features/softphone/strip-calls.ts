import type { CallView, SoftphoneState } from '../../../../core/ipc/features/softphone.ts';

/** How many calls beside the callback are shown. */
export const mostRows = 3;

/**
 * Calls that are not the callback, oldest first, and behind them the one that ended last unless it was put
 * away. Of more than three the ones that ring are kept: they want an answer.
 */
export const stripCalls = (
  softphone: SoftphoneState | null,
  putAway: string | null,
): { rows: CallView[]; more: number } => {
  const others = (softphone?.calls ?? []).filter((view) => !view.callback);
  const up = others
    .filter(({ call }) => call.phase !== 'ended')
    .toSorted((one, other) => one.call.startedAt - other.call.startedAt);
  const ended = others.filter(({ call }) => call.phase === 'ended' && call.callId !== putAway);
  const ringing = up.filter(({ call }) => call.phase === 'incoming');
  const chosen = new Set(
    [...ringing, ...up.filter(({ call }) => call.phase !== 'incoming'), ...ended].slice(0, mostRows),
  );
  return {
    rows: [...up, ...ended].filter((view) => chosen.has(view)),
    more: up.filter((view) => !chosen.has(view)).length,
  };
};

/**
 * The two ends of a transfer after consulting: the customer's call and the consultation, which is the call
 * dialled last beside it. Null while there are no two calls that are talked to.
 */
export const consultation = (
  softphone: SoftphoneState | null,
): { customer: CallView; consulted: CallView } | null => {
  const talking = (softphone?.calls ?? []).filter(({ call }) => call.phase === 'talking');
  const consulted = talking.findLast((view) => !view.callback && view.call.direction === 'outgoing');
  const customer =
    talking.find((view) => view.callback && view !== consulted) ?? talking.find((view) => view !== consulted);
  return consulted === undefined || customer === undefined ? null : { customer, consulted };
};
