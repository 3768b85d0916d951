import type { CallSnapshot } from '../../../../core/call/types.ts';
import { formatSpan } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';

type CallSpanProps = { call: CallSnapshot | null; label: string; className?: string };

/** Time since the answer; `00:00` before it, still once the call has ended. */
export const CallSpan = ({ call, label, className = '' }: CallSpanProps) => {
  const now = useNow(1000);
  const from = call?.answeredAt ?? null;
  const span = from === null ? 0 : (call?.endedAt ?? now) - from;
  return (
    <span className={className} role="timer" aria-label={label}>
      {formatSpan(span)}
    </span>
  );
};
