import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SyncStatus } from '../../../core/ipc/features/sync.ts';
import type { Secrets } from '../../../main/security/secrets.ts';
import type { Settings, SettingsData } from '../../../main/settings/settings.ts';
import { createSyncService, type SyncService } from '../../../main/sync/sync-service.ts';
import { sampleBody } from '../../support/callback-samples.ts';
import { startHeadOffice, type TestHeadOffice } from '../../support/head-office.ts';
import { createOutboxDouble, type OutboxDouble } from '../../support/outbox-double.ts';

let headOffice: TestHeadOffice;
let queue: OutboxDouble;
let service: SyncService;
let kept: Pick<SettingsData, 'headOffice'>;
let secrets: Map<string, string>;
let told: ((status: SyncStatus) => void)[];

beforeAll(async () => {
  headOffice = await startHeadOffice();
});
afterAll(() => headOffice.close());

/** Settings and secrets in memory: the files behind them have tests of their own. */
const settings: Settings = {
  get: (key) => (({ ...kept }) as SettingsData)[key],
  set: (key, value) => {
    kept = { ...kept, [key]: value };
  },
};
const memorySecrets: Secrets = {
  get: (name) => secrets.get(name) ?? null,
  set: (name, value) => void secrets.set(name, value),
  forget: (name) => void secrets.delete(name),
};

beforeEach(() => {
  queue = createOutboxDouble();
  kept = { headOffice: null };
  secrets = new Map();
  told = [];
  const nothing = (): void => undefined;
  service = createSyncService({
    store: queue,
    settings,
    secrets: memorySecrets,
    clock: { now: () => Date.now() },
    newId: () => crypto.randomUUID(),
    log: { info: nothing, warn: nothing, error: nothing },
    version: '1.0.0',
    changed: (status) => told.forEach((tell) => tell(status)),
  });
});
afterEach(() => service.stop());

const until = (fits: (status: SyncStatus) => boolean): Promise<void> =>
  new Promise((resolve) => {
    told.push((status) => {
      if (fits(status)) resolve();
    });
  });
const sentAll = (): Promise<void> => until(({ state, counts }) => state === 'online' && counts.waiting === 0);

it('connects with a branch code, keeps address and token, sends; and goes on after a restart', async () => {
  queue.add({ entityId: 'service-1', body: sampleBody('service-1') });
  const done = sentAll();
  await service.connect(`${headOffice.url}/`, await headOffice.issueBranchCode('branch-1'));
  await done;
  expect(kept.headOffice).toEqual({ url: `${headOffice.url}/` });
  await service.stop();
  queue.add({ entityId: 'service-2', body: sampleBody('service-2') });
  const again = sentAll();
  service.start();
  await again;
  const { id } = await queue.device();
  expect(await headOffice.recordIds('live', id)).toEqual(['service-1', 'service-2']);
});

it('tells a wrong code from a wrong address, and changes nothing in either case', async () => {
  await expect(service.connect(headOffice.url, 'AAAA-BBBB-CCCC')).rejects.toMatchObject({
    code: 'head_office_refused',
    field: 'code',
    params: { reason: 'code-invalid' },
  });
  await expect(service.connect('http://127.0.0.1:1', 'AAAA-BBBB-CCCC')).rejects.toMatchObject({
    code: 'head_office_unreachable',
    field: 'url',
    params: { reason: 'unreachable' },
  });
  expect([kept.headOffice, secrets.size, (await service.status()).state]).toEqual([null, 0, 'off']);
});

it('forgets head office on demand; the queue keeps everything', async () => {
  const done = sentAll();
  await service.connect(headOffice.url, await headOffice.issueBranchCode('branch-1'));
  await done;
  service.disconnect();
  queue.add({ entityId: 'service-3', body: sampleBody('service-3') });
  service.kick('work');
  expect(await service.status()).toMatchObject({ state: 'off', counts: { waiting: 1 } });
  expect([kept.headOffice, secrets.size]).toEqual([null, 0]);
});

it('a token that the keychain lost shows as unauthorised, not as silence', async () => {
  kept = { headOffice: { url: headOffice.url } };
  const refused = until(({ state, reason }) => state === 'offline' && reason === 'unauthorised');
  service.start();
  await refused;
});
