import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import Database from 'better-sqlite3';
import { waitForPhase } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { becomeReady } from './seat.ts';

/** Set-up, sign-in, lock, roles and the audit chain, by keyboard where a person would (domain.md row 107). */
const lead = { number: '9001', name: '周岚', role: 'lead', pin: '271828' };
const agent = { number: '0012', name: '林晓', role: 'agent', pin: '314159' };
const ownPin = '161803';

const signIn = async (desk: Desk, number: string, pin: string): Promise<void> => {
  const { page } = desk;
  await expect(page.getByLabel('工号')).toBeFocused({ timeout: 30_000 });
  await page.keyboard.type(number);
  await press(page, 'Tab');
  await page.keyboard.type(pin);
  await press(page, 'Enter');
};

/** The page is loaded anew by this, so its answer may be lost with the page. */
const signOut = async (desk: Desk): Promise<void> => {
  await desk.ask('people.signOut', {}).catch(() => undefined);
  await expect(desk.page.getByRole('heading', { name: '登录回访台' })).toBeVisible({ timeout: 30_000 });
};

const looksRight = async (desk: Desk, name: string): Promise<void> => {
  const { page } = desk;
  const folder = join('artifacts', 'screens');
  await mkdir(folder, { recursive: true });
  for (const locale of ['zh-CN', 'en'] as const) {
    await desk.call('app.setLocale', { locale });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await page.screenshot({ path: join(folder, `${name}-${locale}.png`) });
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
  await desk.call('app.setLocale', { locale: 'zh-CN' });
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
};

const auditRows = (profile: string): { action: string; ref: string }[] => {
  const db = new Database(join(profile, 'callback-desk.db'), { readonly: true });
  try {
    return db
      .prepare<[], { action: string; ref: string }>('SELECT action, ref FROM audit ORDER BY seq')
      .all();
  } finally {
    db.close();
  }
};

test('the first person, a second one, sign-in, a PIN of one’s own, lock and unlock, by keyboard and without a network', async ({
  launch,
}) => {
  test.setTimeout(240_000);
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await page.getByRole('button', { name: /现在练习/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });

  // An open seat says so, and what to do about it.
  await press(page, 'Control+6');
  const panel = page.getByRole('region', { name: '人员与登录' });
  await expect(panel).toContainText('谁坐下都能用');
  await panel.getByRole('button', { name: '添加第一位' }).press('Enter');
  await expect(panel.getByLabel('姓名')).toBeFocused();
  await page.keyboard.type(lead.name);
  await press(page, 'Tab');
  await page.keyboard.type(lead.number);
  const pin = panel.getByLabel(/您的 PIN/);
  await pin.focus();
  await page.keyboard.type('123456');
  await press(page, 'Tab', 'Enter');
  // The field, the reason, the remedy; the rest stands.
  await expect(panel).toContainText('不能是连续的数字');
  await expect(panel.getByLabel('工号')).toHaveValue(lead.number);
  await pin.fill(lead.pin);
  await panel.getByRole('button', { name: '添加第一位并登录' }).press('Enter');
  await expect(page.getByRole('group', { name: '当前人员' })).toContainText('周岚 9001 · 主管', {
    timeout: 30_000,
  });
  expect((await desk.call('app.state', {})).agent).toMatchObject({ name: '周岚', number: '9001' });

  await expect(page.getByRole('navigation')).toContainText('刚登录');

  // A second person.
  await panel.getByRole('button', { name: '添加人员' }).press('Enter');
  await panel.getByLabel('姓名').fill(agent.name);
  await panel.getByLabel('工号').fill(lead.number);
  await panel.getByLabel(/首个 PIN/).fill(agent.pin);
  await panel.getByRole('button', { name: '添加人员' }).press('Enter');
  await expect(panel).toContainText('这个工号已经有人用', { timeout: 30_000 });
  await panel.getByLabel('工号').fill(agent.number);
  await panel.getByRole('button', { name: '添加人员' }).press('Enter');
  await expect(panel.getByRole('row').filter({ hasText: agent.name })).toContainText('首次登录须改 PIN', {
    timeout: 30_000,
  });
  await looksRight(desk, 'people');

  // Sign out: nothing of the work is on screen, in the page, or to be had from main.
  await panel.getByRole('button', { name: '退出登录' }).press('Enter');
  await expect(page.getByRole('heading', { name: '登录回访台' })).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.frame')).toHaveCount(0);
  for (const channel of ['worklist.next', 'issue.counts', 'call.snapshot', 'people.list'] as const)
    expect(await desk.ask(channel, {})).toMatchObject({ ok: false, error: { code: 'signed_out' } });
  await looksRight(desk, 'sign-in');

  // The agent, with the PIN she was given, chooses her own before anything else.
  await signIn(desk, agent.number, agent.pin);
  await expect(page.getByRole('heading', { name: '请设置自己的 PIN' })).toBeVisible({ timeout: 30_000 });
  expect(await desk.ask('worklist.next', {})).toMatchObject({ ok: false });
  await page.keyboard.type(agent.pin);
  await press(page, 'Tab');
  await page.keyboard.type(ownPin);
  await press(page, 'Tab');
  await page.keyboard.type('161804');
  await expect(page.locator('.sign-in')).toContainText('两次输入的新 PIN 不一样');
  await press(page, 'Backspace');
  await page.keyboard.type('3');
  await press(page, 'Enter');
  await expect(page.getByRole('group', { name: '当前人员' })).toContainText('林晓 0012 · 回访专员', {
    timeout: 30_000,
  });

  // Somebody on the line: the screen stays. After the call it locks; what was typed is there when it opens again.
  await page.keyboard.press('Control+1');
  await becomeReady(desk);
  await page.getByRole('button', { name: /已阅，拨打/ }).click();
  await waitForPhase(desk, 'talking');
  await press(page, 'Control+Shift+O');
  await expect(page.locator('.status-message')).toContainText('正在通话，不能锁屏');
  await answerByKeyboard(desk);
  await press(page, 'Control+Shift+H');
  await waitForPhase(desk, 'wrap_up');
  const holder = (await desk.call('call.snapshot', {})).session?.customer.holderName ?? '';
  expect(holder).not.toBe('');
  await press(page, 'F2');
  await page.keyboard.type('客户很和气');
  await press(page, 'Control+Shift+O');
  await expect(page.getByRole('heading', { name: '屏幕已锁定' })).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.frame')).toBeHidden();
  expect(await page.locator('body').innerText()).not.toContain(holder);
  expect(await desk.ask('session.notes', { notes: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'seat_locked' },
  });
  // No key of the work gets through.
  await press(page, 'Control+3');
  await looksRight(desk, 'locked');
  const pinField = page.getByLabel('PIN');
  await pinField.focus();
  await page.keyboard.type('000111');
  await press(page, 'Enter');
  await expect(page.locator('.sign-in')).toContainText('工号或 PIN 不对', { timeout: 30_000 });
  await expect(pinField).toHaveValue('');
  await pinField.focus();
  await page.keyboard.type(ownPin);
  await press(page, 'Enter');
  await expect(page.locator('[data-screen="call"]')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('textbox', { name: /备注/ })).toHaveValue(/客户很和气/);
  await press(page, 'Escape', '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });

  // The record is hers, whoever the seat was named after before.
  const { rows } = await desk.call('records.page', { search: '', offset: 0, limit: 10 });
  const { record } = await desk.call('record.get', { attemptId: rows[0]?.attemptId ?? '' });
  expect(record).toMatchObject({ agentName: '林晓', agentNumber: '0012' });

  // The next start asks again, and nothing on the disk tells a PIN.
  await desk.close();
  const actions = auditRows(desk.profile).map(({ action }) => action);
  for (const action of [
    'person.added',
    'seat.signed_in',
    'person.pin_changed',
    'seat.locked',
    'seat.unlocked',
    'seat.pin_wrong',
  ])
    expect(actions).toContain(action);
  for (const file of ['callback-desk.db', 'settings.json', join('logs', 'callback-desk.log')]) {
    const bytes = await readFile(join(desk.profile, file), 'latin1');
    for (const secret of [lead.pin, agent.pin, ownPin]) expect(bytes).not.toContain(secret);
  }
  const again = await launch({ profile: desk.profile });
  await expect(again.page.getByRole('heading', { name: '登录回访台' })).toBeVisible();
  expect(await again.ask('worklist.next', {})).toMatchObject({ ok: false, error: { code: 'signed_out' } });
  await signIn(again, agent.number, ownPin);
  await expect(again.page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });
});

test('each role has its screens, and main refuses the rest and writes it down', async ({ launch }) => {
  test.setTimeout(240_000);
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await desk.call('app.welcomeDone', {});
  await desk.call('people.add', lead);
  const others = { qc: '0021', product: '0022', trainee: '0023', complaint: '0024' };
  for (const [role, number] of Object.entries(others))
    await desk.call('people.add', { number, name: `人员${number}`, role, pin: '314159' });
  await signOut(desk);
  const navigation = page.getByRole('navigation');
  const wanted: Record<keyof typeof others, { screens: string[]; refused: [string, object][] }> = {
    qc: {
      screens: ['工作列表', '记录', '问题件', '后续处理', '知识库', '同步', '练习', '设置'],
      refused: [
        ['call.start', { taskId: 'x' }],
        ['import.cancel', { importId: 'x' }],
        ['people.list', {}],
      ],
    },
    product: {
      screens: ['工作列表', '问题件', '后续处理', '知识库', '同步', '设置'],
      refused: [['records.page', { search: '', offset: 0, limit: 1 }]],
    },
    trainee: {
      screens: ['知识库', '同步', '练习', '设置'],
      refused: [['worklist.page', { filter: 'open', search: '', offset: 0, limit: 1 }]],
    },
    complaint: {
      screens: ['工作列表', '通话', '记录', '问题件', '后续处理', '知识库', '同步', '练习', '设置'],
      refused: [['records.export', { format: 'csv', search: '' }]],
    },
  };
  for (const [role, number] of Object.entries(others) as [keyof typeof others, string][]) {
    await desk.call('people.signIn', { number, pin: '314159' });
    await desk.call('people.changePin', { pin: '314159', newPin: '161803' });
    await expect(navigation).toBeVisible({ timeout: 30_000 });
    const words = await navigation.locator('.nav-word').allTextContents();
    expect(words, role).toEqual(wanted[role].screens);
    for (const [channel, input] of wanted[role].refused)
      expect(await desk.ask(channel as 'people.list', input as Record<string, never>)).toMatchObject({
        ok: false,
        error: { code: 'role_not_allowed', params: { role } },
      });
    await signOut(desk);
  }
  // A trainee has the whole of a practice day, and nothing beside it.
  await desk.call('people.signIn', { number: others.trainee, pin: '161803' });
  await desk.call('practice.start', { drill: 'T0', withSample: true });
  await expect(navigation.locator('.nav-word')).toHaveText(
    ['工作列表', '通话', '记录', '问题件', '后续处理', '知识库', '同步', '练习', '设置'],
    { timeout: 30_000 },
  );
  expect((await desk.call('worklist.page', { filter: 'open', search: '', offset: 0, limit: 1 })).total).toBe(
    200,
  );
  await desk.close();
  // What the screens ask for by themselves is never refused.
  const refused = auditRows(desk.profile).filter(({ action }) => action === 'seat.refused');
  expect(refused.map(({ ref }) => ref)).toEqual(
    Object.values(wanted).flatMap(({ refused: channels }) => channels.map(([channel]) => channel)),
  );
});
