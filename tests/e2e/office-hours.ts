import { waitForPhase } from './agent.ts';
import type { Desk } from './desk.ts';

/** Of today, in China: within the hours in which customers may be called. UTC ms. */
export const fivePastTen = (): number => {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(Date.now());
  return Date.parse(`${day}T10:05:00+08:00`);
};

/** Sets the clock of main and console; it runs on from there. */
export const setClock = async (desk: Desk, at: number): Promise<void> => {
  await desk.app.evaluate((_electron, target) => {
    const global = globalThis as unknown as { realNow?: () => number };
    const real = (global.realNow ??= Date.now.bind(Date));
    const offset = target - real();
    Date.now = () => real() + offset;
  }, at);
  await desk.page.evaluate((target) => {
    const global = globalThis as unknown as { realNow?: () => number };
    const real = (global.realNow ??= Date.now.bind(Date));
    const offset = target - real();
    Date.now = () => real() + offset;
  }, at);
};

/** Dials a task that nobody answers and ends it with the disposition. */
export const unanswered = async (desk: Desk, taskId: string, disposition: string): Promise<void> => {
  await desk.call('call.start', { taskId });
  await waitForPhase(desk, 'wrap_up');
  await desk.call('session.close', { disposition, appointmentAt: null, reason: '' });
};
