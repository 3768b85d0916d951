import type { Desk } from '../desk.ts';

/**
 * Lets time pass for main, which stamps what is stored, without waiting for it: its clock runs on from so many
 * milliseconds later.
 */
export const moveClock = (desk: Desk, ms: number): Promise<void> =>
  desk.app.evaluate((_electron, by) => {
    const global = globalThis as unknown as { realNow?: () => number; ahead?: number };
    const real = (global.realNow ??= Date.now.bind(Date));
    const ahead = (global.ahead ?? 0) + by;
    global.ahead = ahead;
    Date.now = () => real() + ahead;
  }, Math.round(ms));
