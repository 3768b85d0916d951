import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import type { CallbackRecord } from '../../core/callback/record.ts';
import { startHeadOffice } from '../support/head-office.ts';
import { sessionOf, waitForPhase } from './agent.ts';
import { expect, test, type Desk } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { chinaDay } from './policies.ts';
import {
  answerKey,
  closeByKey,
  dialByKey,
  nextCard,
  practise,
  rowsOf,
  toQuestion,
} from './scripts/callbacks.ts';
import type { Row } from './scripts/callbacks.ts';

/**
 * A whole day at the desk by keyboard: 40 tasks with every kind of ending, each dialled from the work list by its
 * key. At its end the same numbers are in the store, on the screen, in the exported records and at head office.
 */
type Ending = { code: string; times: number; drill?: string; run: (desk: Desk) => Promise<unknown> };

/** Types replies that fit nobody until the check has failed. */
const failIdentity = async (desk: Desk): Promise<void> => {
  for (let tries = 0; tries < 3; tries += 1) {
    const { card } = (await sessionOf(desk)).script;
    if (card.kind !== 'verify') return;
    await expect(desk.page.locator('[data-card-kind="verify"] input')).toBeFocused();
    await desk.page.keyboard.type(card.inputKind === 'date' ? '1911-01-01' : '0000');
    await press(desk.page, 'Enter');
    await nextCard(desk, card);
  }
};

const upTo = (questionId: string, value: string) => async (desk: Desk) => {
  await toQuestion(desk, questionId);
  await answerKey(desk, value);
};

const endings: readonly Ending[] = [
  { code: 'D01', times: 14, run: (desk) => answerByKeyboard(desk) },
  {
    code: 'D02',
    times: 3,
    run: async (desk) => {
      await toQuestion(desk, 'Q32');
      // An issue that stands whatever is said afterwards.
      await press(desk.page, 'F6');
      await expect(desk.page.locator('.issues li')).toHaveCount(1);
      await answerByKeyboard(desk);
    },
  },
  {
    code: 'D03',
    times: 1,
    run: async (desk) => {
      await toQuestion(desk, 'Q34');
      await press(desk.page, 'F8');
      await expect(desk.page.locator('.issues li')).toHaveCount(1);
      await answerByKeyboard(desk);
    },
  },
  { code: 'D10', times: 4, run: upTo('Q03', 'no') },
  { code: 'D12', times: 3, run: upTo('Q03', 'no') },
  { code: 'D13', times: 2, run: upTo('Q04', 'no') },
  { code: 'D14', times: 2, run: upTo('Q03', 'refused') },
  { code: 'D15', times: 2, run: (desk) => notSelf(desk) },
  { code: 'D16', times: 1, run: (desk) => notSelf(desk) },
  {
    code: 'D17',
    times: 3,
    run: async (desk) => {
      await answerByKeyboard(desk, { until: (card) => card.kind === 'verify' });
      await failIdentity(desk);
    },
  },
  { code: 'D31', times: 3, drill: 'busy', run: () => Promise.resolve() },
  {
    code: 'D30',
    times: 2,
    drill: 'not_in',
    run: async (desk) => {
      await press(desk.page, 'Control+Shift+H');
      await waitForPhase(desk, 'wrap_up');
    },
  },
];

const notSelf = async (desk: Desk): Promise<void> => {
  await answerByKeyboard(desk, { values: { Q02: 'no' } });
  await press(desk.page, 'Enter');
};

/** Moves the focus with Tab until it is on the button, and presses it. */
const tabTo = async (desk: Desk, button: Locator): Promise<void> => {
  for (let count = 0; count < 80; count += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await press(desk.page, 'Tab');
  }
  await expect(button).toBeFocused();
  await press(desk.page, 'Enter');
};

/** Another simulated customer, chosen on the practice screen. */
const chooseDrill = async (desk: Desk, drill: string): Promise<void> => {
  await press(desk.page, 'Control+Shift+p');
  await expect(desk.page.locator('[data-screen="practice"]')).toBeVisible();
  await tabTo(desk, desk.page.locator(`[data-drill="${drill}"]`).getByRole('button'));
  await tabTo(desk, desk.page.getByRole('button', { name: /^开始这个练习/ }));
  await expect(desk.page.locator('[data-screen="worklist"]')).toBeVisible();
  expect((await desk.call('app.state', {})).drill).toBe(drill);
};

/** The one with an appointment needs its moment; the first common one is a key away. */
const close = async (desk: Desk, code: string): Promise<string> => {
  const { attemptId, script } = await sessionOf(desk);
  if (code !== 'D10') return (await closeByKey(desk, code)).id;
  await press(desk.page, String(script.dispositions.findIndex((one) => one.code === code) + 1));
  await expect(desk.page.locator('.appointment-quick button').first()).toBeFocused();
  await press(desk.page, 'Space', 'Control+Enter');
  await expect(desk.page.locator('[data-screen="worklist"]')).toBeVisible();
  return attemptId;
};

const tally = (codes: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(codes)].sort().map((code) => [code, codes.filter((one) => one === code).length]),
  );

test('a day of 40 tasks by keyboard; store, screen, export and head office agree', async ({ launch }) => {
  test.setTimeout(900_000);
  const day = endings.flatMap(({ times, ...one }) => Array.from({ length: times }, () => one));
  expect(day).toHaveLength(40);
  const headOffice = await startHeadOffice();
  // Ten surveys, which are short, and thirty new policies of all designs.
  const rows = rowsOf(
    day.map((_, index): Row =>
      index < 10
        ? { 任务类型: '满意度', 任务日期: chinaDay(-2) }
        : { 产品类型: ['普通型', '分红型', '万能型', '投资连结型'][index % 4] ?? '普通型' },
    ),
  );
  const desk = await practise(launch, 'T0', rows);
  const { page } = desk;
  await desk.call('headOffice.connect', {
    url: headOffice.url,
    code: await headOffice.issueBranchCode('分公司一'),
  });

  // The mouse is not touched: whatever it did would be counted.
  await page.evaluate(() => {
    const counted = window as unknown as { clicks: number };
    counted.clicks = 0;
    document.addEventListener('mousedown', () => (counted.clicks += 1), true);
  });
  const ids: string[] = [];
  const dialled: string[] = [];
  let drill = 'T0';
  for (const ending of day) {
    if (ending.drill !== undefined && ending.drill !== drill) {
      drill = ending.drill;
      await chooseDrill(desk, drill);
    }
    await expect(page.getByRole('button', { name: /已阅，拨打/ })).toBeFocused();
    if (drill === 'not_in') {
      await press(page, 'Control+Enter');
      await expect.poll(async () => (await desk.call('call.snapshot', {})).call?.phase).toBe('ringing');
    } else await dialByKey(desk, drill === 'busy' ? 'wrap_up' : 'talking');
    dialled.push((await sessionOf(desk)).customer.policyNo);
    await ending.run(desk);
    ids.push(await close(desk, ending.code));
  }
  expect(await page.evaluate(() => (window as unknown as { clicks: number }).clicks)).toBe(0);
  // Each task was proposed once: none came back before its time, none was left out.
  expect([...dialled].sort()).toEqual(rows.map((row) => row['保单号']));

  const wanted = tally(day.map(({ code }) => code));
  const { total, rows: listed } = await desk.call('records.page', { search: '', offset: 0, limit: 100 });
  expect(total).toBe(40);
  expect(tally(listed.map(({ disposition }) => disposition))).toEqual(wanted);
  const issuesFound = listed.reduce((sum, { issueCount }) => sum + issueCount, 0);

  // On the screen: the filters of the work list and the board of issues.
  const { counts } = await desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 1 });
  expect(counts).toMatchObject({ all: 40, appointments: wanted['D10'], done: wanted['D01'] });
  for (const [label, count] of [
    ['全部', counts.all],
    ['预约', counts.appointments],
    ['等待中', counts.waiting],
    ['问题件', counts.issues],
    ['已完成', counts.done],
  ] as const)
    await expect(page.getByRole('radio', { name: new RegExp(`^${label}`) })).toHaveAccessibleName(
      new RegExp(`^${label}\\s*${count}$`),
    );
  const board = await desk.call('issue.board', { scope: 'open', search: '' });
  expect(board.counts.open).toBe(issuesFound);
  await press(page, 'Control+7');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(issuesFound + 1));

  // Exported one by one from the records screen.
  const folder = join(desk.profile, 'exports');
  await mkdir(folder);
  // Each under the name that the console proposes, which has the policy's number in it.
  await desk.app.evaluate(({ dialog }, to) => {
    dialog.showSaveDialog = (...args: unknown[]) => {
      const { defaultPath = '' } = args.at(-1) as { defaultPath?: string };
      return Promise.resolve({ canceled: false, filePath: `${to}/${defaultPath.split('/').at(-1) ?? ''}` });
    };
  }, folder);
  await press(page, 'Control+3');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await tabToGrid(desk);
  for (let count = 1; count <= 40; count += 1) {
    await press(page, 'ArrowDown');
    const row = listed[count - 1];
    await expect(page.locator('.record')).toContainText(row?.policyNo ?? '');
    await expect(async () => {
      await press(page, 'Control+e');
      await expect.poll(async () => (await readdir(folder)).length, { timeout: 2000 }).toBe(count);
    }).toPass({ timeout: 30_000 });
  }
  const exported = await Promise.all(
    (await readdir(folder)).map(
      async (name) =>
        (JSON.parse(await readFile(join(folder, name), 'utf8')) as { record: CallbackRecord }).record,
    ),
  );
  expect(exported.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(tally(exported.map(({ disposition }) => disposition))).toEqual(wanted);
  expect(exported.reduce((sum, { issues }) => sum + issues.length, 0)).toBe(issuesFound);

  // At head office, each once and whole.
  await expect
    .poll(async () => (await desk.call('sync.status', {})).counts, { timeout: 60_000 })
    .toMatchObject({ waiting: 0, sent: 40, refused: 0 });
  await expect(page.getByRole('contentinfo')).toContainText('已与总部同步');
  const arrived = await headOffice.db.query<{ id: string; body: CallbackRecord | string }>(
    'SELECT id, body FROM practice_callback',
  );
  expect(arrived.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const bodies = arrived.map(({ body }) =>
    typeof body === 'string' ? (JSON.parse(body) as CallbackRecord) : body,
  );
  expect(tally(bodies.map(({ disposition }) => disposition))).toEqual(wanted);
  expect(bodies.reduce((sum, { issues }) => sum + issues.length, 0)).toBe(issuesFound);
  await desk.close();
  await headOffice.close();
});

/** The list of records, reached with Tab. */
const tabToGrid = async (desk: Desk): Promise<void> => {
  const grid = desk.page.getByRole('grid');
  for (let count = 0; count < 40; count += 1) {
    if (await grid.evaluate((element) => element === document.activeElement)) return;
    await press(desk.page, 'Tab');
  }
  await expect(grid).toBeFocused();
};
