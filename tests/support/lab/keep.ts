import { writeFile } from 'node:fs/promises';
import type { TestInfo } from '@playwright/test';
import type { Lab } from './lab.ts';

/** Something that can say what it saw: the app's phone. */
export type Witness = {
  readonly user: string;
  evidence(): Promise<{ trace: string; stats: string; calls: string }>;
};

/** Keeps, in the folder of artefacts and in the report, the SIP trace, the servers' logs and getStats of a test that failed. */
export async function keepOnFailure(
  testInfo: TestInfo,
  { lab, phones }: { lab: Lab | null; phones: readonly Witness[] },
): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus) return;
  const keep = async (name: string, body: string): Promise<void> => {
    const file = testInfo.outputPath(name);
    await writeFile(file, body);
    await testInfo.attach(name, { path: file, contentType: 'text/plain' });
  };
  for (const phone of phones) {
    const { trace, stats, calls } = await phone.evidence();
    await keep(`sip-${phone.user}.txt`, trace);
    await keep(`getstats-${phone.user}.json`, stats);
    await keep(`calls-${phone.user}.json`, calls);
  }
  if (lab === null) return;
  const logs = await lab.logs();
  await keep('sip-server.txt', lab.trace.toText());
  await keep('kamailio.log', logs.kamailio);
  await keep('rtpengine.log', logs.rtpengine);
}
