import type { TransferTarget } from '../../../../core/ipc/features/softphone.ts';

/** Targets whose name or number holds what was typed; all of them while nothing is typed. */
export const matchingTargets = (targets: readonly TransferTarget[], text: string): TransferTarget[] => {
  const wanted = text.normalize('NFKC').trim().toLowerCase();
  return targets.filter(
    ({ name, number }) => name.toLowerCase().includes(wanted) || number.toLowerCase().includes(wanted),
  );
};
