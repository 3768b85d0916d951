import type { Page } from '@playwright/test';
import { startHostileServer, type HostileServer } from '../support/torture/hostile-server.ts';
import { mutatedMessages } from '../support/torture/mutate.ts';
import { tortureCases } from '../support/torture/rfc4475.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { connectAccount } from './phone-acts.ts';

const count = 10_000;
const seed = 20_261_122;

/** The real app, registered at a server that means no good. */
const deskAt = async (launch: () => Promise<Desk>): Promise<{ desk: Desk; server: HostileServer }> => {
  const server = await startHostileServer();
  const desk = await launch();
  await connectAccount(desk, {
    server: server.url,
    uri: `sip:1001@${server.domain}`,
    password: 'x',
  });
  return { desk, server };
};

const target = (server: HostileServer) => ({
  contact: server.contact() ?? '',
  aor: `sip:1001@${server.domain}`,
});

const callIdOf = (text: string): string => /^(?:call-id|i)\s*:\s*(.*)$/im.exec(text)?.[1]?.trim() ?? '';

const pwned = (page: Page): Promise<unknown> =>
  page.evaluate(() => ({
    flag: 'pwned' in window,
    elements: document.querySelectorAll('script:not([src]), img[onerror]').length,
  }));

/** No call is left over from the messages: whatever rang is ended by its own CANCEL-less timeout or by us. */
const hangUpAll = async (desk: Desk): Promise<void> => {
  for (const { call } of (await desk.call('softphone.state', {})).calls)
    if (call.phase !== 'ended')
      await desk.ask('softphone.reject', { callId: call.callId, rejection: 'declined' });
};

test('the 49 messages of RFC 4475 and one with a script in it: refused as the RFC says, and the phone lives', async ({
  launch,
}) => {
  const { desk, server } = await deskAt(launch);
  expect(await server.ping()).toBe(200);
  const wrong: string[] = [];
  for (const { name, section, text, expected, orValid, orRefused } of tortureCases(target(server))) {
    server.send(text);
    // The answer to a ping that was sent afterwards comes after the answer to the case.
    expect(await server.ping(), `${section} ${name}`).toBe(200);
    const answers = server.answersTo(callIdOf(text));
    const final = answers.filter((status) => status >= 200);
    const refused = answers.some((status) => status === 400 || status === 505);
    if (expected === 'dropped' && answers.length > 0)
      wrong.push(`${section} ${name}: answered ${answers.join()}`);
    if (expected === 'valid' && refused && orRefused !== true)
      wrong.push(`${section} ${name}: refused ${answers.join()}`);
    if (
      typeof expected === 'object' &&
      orValid !== true &&
      !final.some((status) => expected.includes(status))
    )
      wrong.push(`${section} ${name}: ${answers.join() || 'no answer'} instead of ${expected.join(' or ')}`);
    await hangUpAll(desk);
  }
  expect(wrong).toEqual([]);
  for (const role of ['console', 'phone'] as const)
    expect(await pwned(await desk.window(role))).toEqual({ flag: false, elements: 0 });
  expect((await desk.call('softphone.state', {})).registration.state).toBe('registered');
  await desk.close();
  await server.close();
});

test(`${count} mutated messages (seed ${seed}): no crash, no hang, no script on screen`, async ({
  launch,
}) => {
  test.setTimeout(600_000);
  const { desk, server } = await deskAt(launch);
  const phone = await desk.window('phone');
  let sent = 0;
  for (const message of mutatedMessages(target(server), count, seed)) {
    server.send(message);
    sent += 1;
    if (sent % 250 === 0) {
      expect(await server.ping(), `after ${sent} messages`).toBe(200);
      await hangUpAll(desk);
    }
  }
  expect(sent).toBe(count);
  expect(phone.isClosed()).toBe(false);
  for (const role of ['console', 'phone'] as const)
    expect(await pwned(await desk.window(role))).toEqual({ flag: false, elements: 0 });
  // Still a telephone: registered, and the console answers.
  expect((await desk.call('softphone.state', {})).registration.state).toBe('registered');
  await desk.page.keyboard.press('Control+1');
  await desk.page.locator('[data-screen="worklist"]').waitFor();
  await desk.close();
  await server.close();
});
