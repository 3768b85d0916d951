/** Takes one line for the person who waits. */
export type Report = (line: string) => void;

/** Prints a line as `[setup] …`. */
export const printReport: Report = (line) => {
  process.stdout.write(`[setup] ${line}\n`);
};

/** For callers whose own output must stay clean (the test workers). */
export const silentReport: Report = () => undefined;

const STILL_WAITING_EVERY_MS = 15_000;

/**
 * Runs one piece of work under a label: says that it begins, says every 15 s that it is still going on, and
 * how long it took when that was over 1 s. Errors pass through unchanged.
 */
export async function step<T>(report: Report, label: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  report(`${label} …`);
  const heartbeat = setInterval(() => report(`  still working, ${seconds()}`), STILL_WAITING_EVERY_MS);
  try {
    const result = await work();
    if (performance.now() - started > 1000) report(`  done in ${seconds()}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
