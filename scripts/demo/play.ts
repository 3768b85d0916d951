import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddedDb } from '../../head-office/db.ts';
import { createHeadOffice } from '../../head-office/server.ts';
import { sessionOf, waitForPhase } from '../../tests/e2e/agent.ts';
import { launchDesk } from '../../tests/e2e/desk.ts';
import type { Desk } from '../../tests/e2e/desk.ts';
import { answerByKeyboard, press } from '../../tests/e2e/keyboard-agent.ts';
import { answerSaveDialog } from '../../tests/e2e/policies.ts';

type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>;

const screen = (desk: Desk, name: string): Promise<void> =>
  desk.page.locator(`[data-screen="${name}"]`).waitFor();

/** Plays the agent's part of the demo by keyboard, in the real app. */
export const playDemo = async (options: {
  folder: string;
  headOfficeFolder: string;
  tempo: number;
  step: Step;
}): Promise<void> => {
  const { folder, step } = options;
  const operatorToken = 'demo-operator';
  const db = await step('head office starts (embedded PostgreSQL)', () =>
    openEmbeddedDb(options.headOfficeFolder),
  );
  const headOffice = await createHeadOffice({ db, operatorToken });
  const url = await headOffice.listen(0);
  const desk = await step('the console opens', () =>
    launchDesk({ args: [`--practice-tempo=${options.tempo}`] }),
  );
  const { page } = desk;
  let pictures = 0;
  const picture = async (name: string): Promise<void> => {
    pictures += 1;
    await page.screenshot({ path: join(folder, `${String(pictures).padStart(2, '0')}-${name}.png`) });
  };
  try {
    await picture('welcome');
    await step('practice line: SIP on loopback, simulated customer registered', async () => {
      await desk.call('practice.start', { drill: 'T0', withSample: false });
      await screen(desk, 'worklist');
    });
    await step('head office connected with a branch code', async () => {
      await desk.call('headOffice.connect', { url, code: await headOffice.issueBranchCode('演示机构') });
    });
    await step('import: 200 sample policies judged row by row, then written', async () => {
      await press(page, 'Control+5');
      await screen(desk, 'import');
      await page.getByRole('button', { name: /示例/ }).click();
      await page.getByText('policies-200.csv').waitFor();
      await picture('import');
      await press(page, 'Control+Enter');
      await page
        .getByRole('button', { name: /工作列表/ })
        .last()
        .click();
      await screen(desk, 'worklist');
    });
    await page.getByRole('row').nth(2).waitFor();
    await picture('worklist');
    await step('the next task is dialled, the customer picks up', async () => {
      await press(page, 'Control+Enter');
      await screen(desk, 'call');
      await waitForPhase(desk, 'talking');
    });
    const seen = new Set<string>();
    const once = async (name: string): Promise<void> => {
      if (seen.has(name)) return;
      seen.add(name);
      await picture(name);
    };
    await step('opening and identity: two factors, typed as the customer says them', async () => {
      await answerByKeyboard(desk, {
        until: (card) => card.kind === 'question' && card.questionId === 'Q10',
        onCard: async (card) => {
          if (card.kind === 'verify') await once('identity');
        },
      });
    });
    await step(
      'every question; one unclear answer opens an issue, is explained and asked again',
      async () => {
        await answerByKeyboard(desk, {
          values: { Q19: 'unclear' },
          onCard: async (card) => {
            if (card.kind === 'question' && card.questionId === 'Q18') await once('question');
            if (card.kind === 'abnormal') await once('abnormal');
            if (card.kind === 'question' && card.questionId === 'Q90') await once('summary');
          },
        });
      },
    );
    const { script } = await sessionOf(desk);
    await picture('disposition');
    await step(
      `closed with ${script.dispositions[0]?.code ?? '?'} ${script.dispositions[0]?.name ?? ''}`,
      async () => {
        await press(page, '1', 'Control+Enter');
        await screen(desk, 'worklist');
      },
    );
    await step('the record is at head office, marked as practice', async () => {
      for (;;) {
        const { counts } = await desk.call('sync.status', {});
        if (counts.sent > 0 && counts.waiting === 0) return;
        await page.waitForTimeout(100);
      }
    });
    const { rows } = await desk.call('records.page', { search: '', offset: 0, limit: 1 });
    const row = rows[0];
    if (row === undefined) throw new Error('there is no record');
    await step('the record is exported', async () => {
      await answerSaveDialog(desk, join(folder, 'record.json'));
      await press(page, 'Control+3');
      await screen(desk, 'records');
      await page.getByRole('row').nth(1).click();
      await page.getByRole('button', { name: /导出/ }).waitFor();
      await picture('record');
      await page.getByRole('button', { name: /导出/ }).click();
      for (;;) {
        const text = await readFile(join(folder, 'record.json'), 'utf8').catch(() => '');
        if (text.endsWith('}\n')) return;
        await page.waitForTimeout(50);
      }
    });
    const kept = await fetch(`${url}/v1/admin/records?mode=practice`, {
      headers: { authorization: `Bearer ${operatorToken}` },
    });
    const answer = (await kept.json()) as { counts: Record<string, number>; records: { id: string }[] };
    if (!answer.records.some(({ id }) => id === row.attemptId))
      throw new Error('head office does not have the record');
    console.log(
      `Head office holds ${answer.counts['practice'] ?? 0} practice record, ${answer.counts['live'] ?? 0} real ones.`,
    );
  } finally {
    await desk.close();
    await headOffice.close();
    await db.close();
  }
};
