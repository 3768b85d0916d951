import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionView } from '../../core/ipc/features/call.ts';
import { sessionOf, step, waitForPhase } from './agent.ts';
import { expect, launchDesk, test } from './desk.ts';
import { importPolicies, testPolicies } from './policies.ts';

const [policy] = testPolicies(1);
if (policy === undefined) throw new Error('one policy is needed');

/** Kill number k comes while this many steps are done in its call, and this long after the next one was sent. */
const killPoints = Array.from({ length: 20 }, (_, k) => ({ steps: (k * 7) % 12, afterMs: (k * 13) % 40 }));

/**
 * One callback, killed twenty times. The steps after which main said "saved" must all be there after each
 * start; a step that was on its way when the kill came may be there or not, whole or not at all.
 */
test('SIGKILL of all processes at 20 points of a call loses nothing that was shown as saved', async () => {
  test.setTimeout(400_000);
  const profile = await mkdtemp(join(tmpdir(), 'callback-desk-kill-'));
  let shown: SessionView | null = null;
  for (const [k, point] of killPoints.entries()) {
    const desk = await launchDesk({ profile, args: ['--practice-tempo=50'] });
    if (k === 0) {
      await desk.call('practice.start', { drill: 'T0', withSample: false });
      await importPolicies(desk, [policy]);
      const { task } = await desk.call('worklist.next', {});
      await desk.call('call.start', { taskId: task?.id ?? '' });
    } else {
      const restored = await sessionOf(desk);
      expect(restored.phase, `kill ${k}`).toBe('interrupted');
      if (shown !== null) {
        expect(restored.attemptId).toBe(shown.attemptId);
        expect(restored.savedEvents, `kill ${k}`).toBeGreaterThanOrEqual(shown.savedEvents);
        const answers = restored.script.answered.map((answer) =>
          JSON.stringify([answer.questionId, answer.answerLabel, answer.asking]),
        );
        for (const answer of shown.script.answered) {
          expect(answers, `kill ${k}`).toContain(
            JSON.stringify([answer.questionId, answer.answerLabel, answer.asking]),
          );
        }
        // A new call has to verify again before any policy fact is shown.
      }
      await expect
        .poll(async () => (await desk.call('call.snapshot', {})).registration.state)
        .toBe('registered');
      await desk.call('call.redial', {});
      const again = await sessionOf(desk);
      expect(again.script.identity.status).toBe('locked');
      expect(again.customer.facts).toBeNull();
    }
    if (k % 5 !== 4) {
      await waitForPhase(desk, 'talking');
      for (let count = 0; count < point.steps; count += 1) {
        if ((await sessionOf(desk)).script.card.kind === 'ending') break;
        await step(desk, policy);
      }
    }
    shown = await sessionOf(desk);
    // The next step is on its way, or the phone still rings, when everything dies.
    if (shown.script.card.kind !== 'ending') void step(desk, policy).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, point.afterMs));
    await desk.kill();
  }
  const desk = await launchDesk({ profile, args: ['--practice-tempo=50'] });
  const last = await sessionOf(desk);
  expect(last.savedEvents).toBeGreaterThanOrEqual(shown?.savedEvents ?? 0);
  expect(last.savedEvents).toBeGreaterThan(20);
  await desk.close();
  await rm(profile, { recursive: true, force: true });
});
