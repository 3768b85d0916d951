import { foregroundCall } from './phone-acts.ts';
import { expect, test } from './desk.ts';
import { twoDesks } from './two-desks.ts';

test('the role of an agent: nothing on screen dials, lists or hands over to a number of his own (domain.md F22)', async ({
  launch,
}) => {
  const { desk, ring, close } = await twoDesks(launch);
  const { page } = desk;
  await desk.call('app.welcomeDone', {});
  expect((await desk.call('softphone.state', {})).freeDialling).toBe(false);

  // The pad says why, and has nothing to type into and nothing to press.
  await page.keyboard.press('Control+b');
  const pad = page.getByRole('complementary', { name: '拨号盘' });
  await expect(pad).toContainText('您的角色只能拨打任务上的号码');
  await expect(pad.getByRole('textbox')).toHaveCount(0);
  await expect(pad.getByRole('button')).toHaveCount(1);
  await page.keyboard.press('Escape');
  for (const channel of ['softphone.dial', 'softphone.consult'] as const)
    expect(await desk.ask(channel, { number: '13800138000' })).toMatchObject({ ok: false });
  expect(await desk.ask('softphone.redial', {})).toMatchObject({ ok: false });

  // The list of colleagues is no way round: an outside number is refused where it is typed, and by main.
  await page.keyboard.press('Control+6');
  const list = page.getByRole('region', { name: '转接对象' });
  const numbers = list.getByRole('textbox', { name: '分机或号码' });
  await list.getByRole('textbox', { name: '姓名或部门' }).fill('外线');
  await numbers.fill('138 0013 8000');
  await page.keyboard.press('Enter');
  await expect(list).toContainText('不能添加外线号码');
  await expect(numbers).toHaveValue('138 0013 8000');
  for (const number of ['13800138000', 'sip:13800138000@gateway.example', '**21*13800138000#'])
    expect(
      await desk.ask('softphone.setTransferTargets', { targets: [{ name: '外线', number }] }),
    ).toMatchObject({ ok: false, error: { code: 'not_permitted' } });
  await numbers.fill('8001');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: '删除 外线' })).toBeVisible();
  // A colleague is consulted in a call only.
  expect(await desk.ask('softphone.consult', { number: '8001' })).toMatchObject({
    ok: false,
    error: { code: 'no_call' },
  });

  await ring();
  await page.getByRole('region', { name: '来电' }).getByRole('button', { name: '接听' }).click();
  await expect(page.getByRole('group', { name: '2001 的通话控制' })).toBeVisible();
  await page.keyboard.press('Control+t');
  await page.keyboard.type('13800138000');
  await page.getByRole('button', { name: '先咨询' }).click();
  await expect(page.getByRole('complementary', { name: '转接' })).toContainText(
    '您的角色只能转给列表里的对象',
  );
  const callId = await foregroundCall(desk);
  for (const [channel, input] of [
    ['softphone.transfer', { callId, number: '13800138000' }],
    ['softphone.consult', { number: '13800138000' }],
  ] as const)
    expect(await desk.ask(channel, input)).toMatchObject({
      ok: false,
      error: { code: 'not_permitted', field: 'number' },
    });
  await close();
});
