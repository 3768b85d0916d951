import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { LineFinding } from '../../../core/call/line-check.ts';
import { zhCn } from '../../../renderer/locales/zh-cn/catalogue.ts';
import { makeCertificate } from '../../support/certificates.ts';
import { keepOnFailure } from '../../support/lab/keep.ts';
import { DeskInNetwork } from './desk-in-network.ts';

const secondsSince = (at: number, then: number): string => `${((then - at) / 1_000).toFixed(2)} s`;

/** The app reaches its server by name, and is told at the foot of the window why it cannot. */
test.describe('the cause of a lost line', () => {
  // A server that is still unreachable is looked at again after a while.
  test.describe.configure({ timeout: 300_000 });

  let opened: DeskInNetwork | null = null;
  let stage: DeskInNetwork;

  test.beforeAll(async () => {
    opened = stage = await DeskInNetwork.open({ byName: true });
  });
  test.afterAll(() => opened?.close());
  test.afterEach(async ({}, testInfo) => {
    await keepOnFailure(testInfo, { lab: stage.lab, phones: [stage.app] });
  });

  /** Waits until the app names this cause, in main and in the words at the foot of the window. */
  const told = async (finding: LineFinding): Promise<number> => {
    const at = await stage.until(`told ${finding}`, ({ cause }) => cause?.finding === finding, 150_000);
    const values = (await stage.registration()).cause?.values ?? {};
    const words = zhCn.lineFinding[finding];
    const line = (await stage.desk.window('console')).locator('.status-phone-text');
    for (const text of [words.what, words.todo])
      await expect(line).toContainText(
        text.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => String(values[key])),
      );
    return at;
  };

  const registeredAgain = async (): Promise<number> => {
    const at = await stage.registered();
    expect((await stage.registration()).cause ?? null).toBeNull();
    return at;
  };

  test('the certificate is changed in mid-shift: the app says that it is not trusted', async () => {
    const { lab } = stage;
    const check = await stage.app.checkLine(stage.account);
    const ofServer = check.rows.filter(({ server }) => server !== null);
    expect(ofServer.map(({ step }) => step)).toEqual(['dns', 'tcp', 'tls', 'websocket']);
    for (const row of ofServer) expect(['passed', 'warned'], JSON.stringify(row)).toContain(row.state);
    await stage.registered();

    const file = (name: string): string => path.join(lab.folder, name);
    for (const name of ['cert.pem', 'key.pem']) await copyFile(file(name), file(`old-${name}`));
    const other = await makeCertificate(lab.domain, {
      from: Date.now() - 3_600_000,
      until: Date.now() + 90 * 24 * 3_600_000,
    });
    const killedAt = Date.now();
    await lab.kamailio.kill();
    console.log(`      server gone: told ${secondsSince(killedAt, await told('port_refused'))} after`);
    await writeFile(file('cert.pem'), other.cert);
    await writeFile(file('key.pem'), other.key);
    await lab.kamailio.restart();
    const changedAt = Date.now();
    console.log(
      `      another certificate: told ${secondsSince(changedAt, await told('certificate_untrusted'))} after`,
    );

    await lab.kamailio.kill();
    for (const name of ['cert.pem', 'key.pem'])
      await writeFile(file(name), await readFile(file(`old-${name}`)));
    await lab.kamailio.restart();
    const backAt = Date.now();
    console.log(`      old certificate: registered ${secondsSince(backAt, await registeredAgain())} after`);
  });

  for (const [mood, finding] of [
    ['silent', 'dns_no_answer'],
    ['unknown', 'name_not_found'],
  ] as const) {
    test(`the name server is ${mood} in mid-shift: the app says that the name cannot be resolved`, async () => {
      await stage.registered();
      stage.names.mood = mood;
      const killedAt = Date.now();
      await stage.lab.kamailio.kill();
      console.log(`      name server ${mood}: told ${secondsSince(killedAt, await told(finding))} after`);
      await stage.lab.kamailio.restart();
      stage.names.mood = 'answer';
      const backAt = Date.now();
      console.log(`      names again: registered ${secondsSince(backAt, await registeredAgain())} after`);
    });
  }
});
