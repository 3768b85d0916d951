import { useSyncStore } from '../../lib/sync-store.ts';
import { useAppStore } from '../../lib/app-store.ts';
import { useCallStore } from '../../lib/call-store.ts';
import { useFollowUpStore } from '../../lib/follow-up-store.ts';

/**
 * Changes when a list of main may have changed: a callback began or ended, the mode or the person switched, a follow-up
 * was opened or handled, records were
 * sent or refused. Lists then ask for their visible rows again.
 */
export const useListVersion = (): string => {
  const attempt = useCallStore((state) => state.session?.attemptId ?? '');
  const mode = useAppStore((state) => state.app?.mode ?? '');
  // Another person at the seat may do other things.
  const agent = useAppStore((state) => state.app?.agent.number ?? '');
  const sent = useSyncStore((state) => `${state.sync?.counts.sent ?? 0}/${state.sync?.counts.refused ?? 0}`);
  const followUps = useFollowUpStore((state) => state.version);
  return `${attempt} ${mode} ${agent} ${sent} ${followUps}`;
};
