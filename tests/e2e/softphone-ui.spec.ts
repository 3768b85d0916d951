import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { CallView, SoftphoneState } from '../../core/ipc/features/softphone.ts';
import { qualityOf, stateOf, viewOf } from '../support/softphone-states.ts';
import { dialNext } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { feedCalls, recordCalls, resizeConsole, seenCalls } from './fed-states.ts';
import { hangUp } from './phone-acts.ts';

/**
 * What an agent sees and presses of the softphone. The states here are fed: they are sent to the console as
 * main would send them, because most of them (a lost line, a robot's hand-over, a failed transfer) take a
 * network to bring about; the conversation tests do that.
 */
const root = resolve(import.meta.dirname, '../..');

const violations = async (desk: Desk): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page: desk.page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
};

const incoming = (more: Partial<CallView> = {}): CallView =>
  viewOf(
    { callId: 'in', direction: 'incoming', phase: 'incoming', answeredAt: null, startedAt: 5_000 },
    more,
  );

for (const locale of ['zh-CN', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`fed states of a call, ${locale}, ${theme}: no violation, no scrolling, pictures`, async ({
      launch,
    }) => {
      test.setTimeout(240_000);
      const folder = join(root, 'artifacts', 'softphone', `${locale}-${theme}`);
      await mkdir(folder, { recursive: true });
      const desk = await launch({
        locale: locale === 'en' ? 'en-US' : 'zh-CN',
        args: ['--practice-tempo=20'],
      });
      const { page } = desk;
      await desk.call('app.setTheme', { theme });
      await desk.call('practice.start', { drill: 'T0', withSample: true });
      await dialNext(desk);
      await page.locator('[data-screen="call"]').waitFor();
      const call = (await desk.call('softphone.state', {})).calls[0];
      if (call === undefined) throw new Error('the practice call is not in the state of the softphone');
      // The practice call ends, so that its own events do not overtake the fed states; the screen stays.
      await hangUp(desk);
      await expect.poll(async () => (await desk.call('call.snapshot', {})).session?.phase).toBe('wrap_up');
      await recordCalls(desk);
      const answeredAt = Date.now() - 187_000;
      const customer = (
        snapshot: Partial<CallView['call']> = {},
        more: Partial<CallView> = {},
      ): CallView => ({
        ...call,
        ...more,
        callback: true,
        quality: more.quality ?? qualityOf(),
        call: { ...call.call, phase: 'talking', endedAt: null, ending: null, answeredAt, ...snapshot },
      });
      const second = (snapshot: Partial<CallView['call']> = {}): CallView =>
        viewOf(
          { callId: 'second', answeredAt: Date.now() - 12_000, ...snapshot },
          { party: { name: locale === 'en' ? 'Team lead' : '班组长', number: '8000' } },
        );
      const task = (await desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 1 }))
        .rows;

      const bad = qualityOf({ mos: 2.4, verdict: 'poor', cause: 'loss', lossFraction: 0.06 });
      const states: [string, SoftphoneState][] = [
        ['talking', stateOf([customer()])],
        ['muted', stateOf([customer({ muted: true })])],
        ['held', stateOf([customer({ held: { local: true, remote: false } })])],
        ['remote-hold', stateOf([customer({ held: { local: false, remote: true } })])],
        ['line-lost', stateOf([customer({ signalling: 'lost' })])],
        ['line-restoring', stateOf([customer({ signalling: 'restoring' })])],
        ['sound-silent', stateOf([customer({ media: 'silent' })])],
        ['all-lost', stateOf([customer({ signalling: 'lost', media: 'lost' })])],
        ['quality-poor', stateOf([customer({}, { quality: bad })])],
        ['early-media', stateOf([customer({ phase: 'ringing', earlyMedia: true, answeredAt: null })])],
        [
          'transfer-ringing',
          stateOf([customer({ transfer: { kind: 'blind', state: 'ringing', sipStatus: null } })]),
        ],
        [
          'transfer-failed',
          stateOf([customer({ transfer: { kind: 'blind', state: 'failed', sipStatus: 486 } })]),
        ],
        ['consulting', stateOf([customer({ held: { local: true, remote: false } }), second()])],
        ['conference', stateOf([customer({ conference: true }), second({ conference: true })])],
        [
          'incoming',
          stateOf([
            customer(),
            incoming({
              tasks: task,
              handover: { taskId: task[0]?.id ?? '', reason: '客户要求人工', answered: 6 },
              autoAnswerAt: Date.now() + 600_000,
            }),
          ]),
        ],
        [
          'busy',
          stateOf([
            customer(
              { phase: 'ended', ending: 'busy', sipStatus: 486, answeredAt: null, endedAt: Date.now() },
              { suggestedDisposition: 'D31' },
            ),
          ]),
        ],
        [
          'other-ended',
          stateOf([
            customer(),
            {
              ...second({ phase: 'ended', ending: 'no_answer', sipStatus: 480, endedAt: Date.now() }),
              suggestedDisposition: 'D30',
            },
          ]),
        ],
      ];
      const problems: string[] = [];
      /** Where the card stands while only the callback's call is up: one place, whatever happens to the call. */
      const cardTops = new Set<number>();
      for (const [name, state] of states) {
        await feedCalls(desk, state);
        for (const [width, height] of [
          [1366, 768],
          [1920, 1080],
        ] as const) {
          await resizeConsole(desk, width, height);
          await expect
            .poll(async () => Math.abs((await page.evaluate(() => window.innerWidth)) - width))
            .toBeLessThan(3);
          await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
          const scrolls = await page.evaluate(
            () =>
              document.documentElement.scrollHeight > window.innerHeight ||
              document.documentElement.scrollWidth > window.innerWidth,
          );
          if (scrolls) problems.push(`${name} at ${width}: scrolls`);
          if (state.calls.length === 1 && width === 1366)
            cardTops.add((await page.locator('.call-card').boundingBox())?.y ?? 0);
        }
        for (const problem of await violations(desk)) problems.push(`${name}: ${problem}`);
      }
      if (cardTops.size !== 1) problems.push(`the card jumps: its top is at ${[...cardTops].join(', ')} px`);
      await feedCalls(desk, stateOf([customer()]));
      await resizeConsole(desk, 1366, 768);
      for (const [key, name] of [
        ['Control+b', 'panel-keypad'],
        ['Control+t', 'panel-transfer'],
      ] as const) {
        await page.keyboard.press(key);
        await expect(page.locator('.phone-panel')).toBeVisible();
        await page.screenshot({ path: join(folder, `${name}.png`) });
        for (const problem of await violations(desk)) problems.push(`${name}: ${problem}`);
        await page.keyboard.press('Escape');
        await expect(page.locator('.phone-panel')).toHaveCount(0);
      }
      await page.locator('.quality-button').press('Enter');
      await expect(page.locator('.quality-details')).toBeVisible();
      for (const problem of await violations(desk)) problems.push(`quality details: ${problem}`);
      await resizeConsole(desk, 420, 800);
      await feedCalls(desk, stateOf([customer(), incoming({ tasks: task })]));
      await page.screenshot({ path: join(folder, 'compact.png') });
      const across = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      if (across) problems.push('compact: scrolls across');
      for (const problem of await violations(desk)) problems.push(`compact: ${problem}`);
      expect(problems).toEqual([]);
    });
  }
}

test('fed states: every control works by keyboard alone and reaches main', async ({ launch }) => {
  const desk = await launch();
  const { page } = desk;
  await desk.call('app.welcomeDone', {});
  await page.locator('[data-screen="worklist"]').waitFor();
  await recordCalls(desk);
  const first = viewOf({ callId: 'first', held: { local: true, remote: false } });
  const other = viewOf({ callId: 'other', startedAt: 3_000 });
  await feedCalls(desk, stateOf([first, other, incoming()], { foreground: 'other' }));
  await expect(page.getByRole('region', { name: '来电' })).toBeVisible();
  for (const chord of [
    'Control+m',
    'Control+l',
    'Control+Shift+L',
    'Control+Shift+C',
    'Control+Shift+T',
    'Control+Shift+A',
    'Control+Shift+X',
    'Control+Shift+H',
  ])
    await page.keyboard.press(chord);
  const reached = [
    ['softphone.setMuted', { callId: 'other', muted: true }],
    ['softphone.setHeld', { callId: 'other', held: true }],
    ['softphone.swap', {}],
    ['softphone.conference', {}],
    ['softphone.completeTransfer', { callId: 'first', consultCallId: 'other' }],
    ['softphone.answer', { callId: 'in' }],
    ['softphone.reject', { callId: 'in', rejection: 'declined' }],
    ['softphone.hangUp', { callId: 'other' }],
  ];
  await expect.poll(() => seenCalls(desk)).toEqual(reached);

  // Tones: typed, then Esc gives the focus back.
  await page.keyboard.press('Control+b');
  await expect(page.getByRole('textbox', { name: '按键（通话中）' })).toBeFocused();
  await page.keyboard.type('12#');
  await expect
    .poll(async () => (await seenCalls(desk)).filter(([name]) => name === 'softphone.sendDtmf').length)
    .toBe(3);
  expect((await seenCalls(desk)).slice(-3).map(([, input]) => (input as { tones: string }).tones)).toEqual([
    '1',
    '2',
    '#',
  ]);
  await page.keyboard.press('Escape');

  // Transfer: filter by typing, Enter consults; blind by tabbing to its button.
  await page.keyboard.press('Control+t');
  await page.keyboard.type('投诉');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await seenCalls(desk)).at(-1))
    .toEqual(['softphone.consult', { number: '8100' }]);
  await page.keyboard.press('Control+t');
  await page.keyboard.type('8000');
  const blind = page.getByRole('button', { name: '直接转接' });
  for (
    let count = 0;
    count < 8 && !(await blind.evaluate((one) => one === document.activeElement));
    count += 1
  )
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await seenCalls(desk)).at(-1))
    .toEqual(['softphone.transfer', { callId: 'other', number: '8000' }]);

  // Reject with a reason: into the strip by its key, on by Tab.
  await page.keyboard.press('Control+Shift+K');
  const away = page.getByRole('button', { name: '不在' });
  for (
    let count = 0;
    count < 30 && !(await away.evaluate((one) => one === document.activeElement));
    count += 1
  )
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await seenCalls(desk)).at(-1))
    .toEqual(['softphone.reject', { callId: 'in', rejection: 'unavailable' }]);

  // Free dialling, where it is permitted; where it is not, a sentence says so.
  await feedCalls(desk, stateOf([]));
  await page.keyboard.press('Control+b');
  await page.keyboard.type('010-6655 4433');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await seenCalls(desk)).at(-1))
    .toEqual(['softphone.dial', { number: '01066554433' }]);
  await feedCalls(desk, stateOf([], { freeDialling: false }));
  await page.keyboard.press('Control+b');
  await expect(
    page.getByText('您的角色只能拨打任务上的号码，不能自由拨号。需要自由拨号请联系班组长。'),
  ).toBeVisible();
});

test('fed state: a call that comes in while somebody types takes no key and no focus', async ({ launch }) => {
  const desk = await launch();
  const { page } = desk;
  await desk.call('app.welcomeDone', {});
  await recordCalls(desk);
  await page.keyboard.press('Control+k');
  const search = page.getByRole('searchbox');
  await search.pressSequentially('张三 1');
  await feedCalls(desk, stateOf([incoming()]));
  await expect(page.getByRole('region', { name: '来电' })).toBeVisible();
  await expect(search).toBeFocused();
  await page.keyboard.type('99 88');
  await page.keyboard.press('Enter');
  await expect(search).toHaveValue('张三 199 88');
  await page.keyboard.press('Escape');
  expect((await seenCalls(desk)).filter(([name]) => /answer|reject|hangUp/.test(name))).toEqual([]);
});
