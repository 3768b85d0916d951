import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { firstBrokenLink, genesisHash } from '../../../../core/outbox/chain.ts';
import { backupsOf } from '../../../../main/store/backup.ts';
import type { Migration } from '../../../../main/store/migrate.ts';
import { newestVersion, userVersion } from '../../../../main/store/migrate.ts';
import { migrations } from '../../../../main/store/migrations/list.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import { sha256 } from '../../../../main/store/repositories/audit.ts';
import { createSqliteStore } from '../../../../main/store/sqlite-store.ts';
import { answerEvent, startedAt } from '../../../fixtures/store/attempts.ts';
import { tempDir } from '../../../fixtures/store/open.ts';
import { storeRules } from '../../../fixtures/store/rules.ts';

const folder = fileURLToPath(new URL('../../../fixtures/store/', import.meta.url));
const releases = readdirSync(folder).filter((name) => /^v\d+\.sqlite$/.test(name));
const newest = newestVersion(migrations);
/** Stands for the release after this one, so that the newest file is migrated too. */
const coming: Migration = {
  version: newest + 10,
  name: 'coming',
  sql: 'ALTER TABLE setting ADD COLUMN note TEXT',
};

describe('files of earlier releases', () => {
  it('there is one for the present schema and for each that was released before', () => {
    const versions = releases.map((name) => Number(name.slice(1, -7))).sort((a, b) => a - b);
    expect(versions.at(-1)).toBe(newest);
    // A release may bring several migrations at once: those in between were never anybody's schema.
    const known = migrations.map((migration) => migration.version);
    expect(versions.filter((version) => !known.includes(version))).toEqual([]);
    expect(versions).toEqual([10, 20, 30, 130]);
  });

  it.each(releases)('%s opens, is backed up and migrated, and has lost nothing', (name) => {
    const { dir, remove } = tempDir();
    const file = join(dir, 'desk.sqlite');
    copyFileSync(join(folder, name), file);
    const db = openDatabase(file, { migrations: [...migrations, coming] });
    expect(userVersion(db)).toBe(coming.version);
    expect(backupsOf(file)).toHaveLength(1);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');

    const store = createSqliteStore(db, storeRules);
    expect(store.taskCounts('live', startedAt)).toMatchObject({ all: 3, open: 1, issues: 2 });
    expect(store.taskCounts('practice', startedAt)).toMatchObject({ all: 3, open: 3 });
    expect(store.openAttemptNow()).toMatchObject({
      id: 'attempt-3',
      events: [0, 1, 2].map((n) => answerEvent(n)),
    });
    expect(store.outboxCounts()).toMatchObject({ waiting: 1, sent: 0, refused: 1 });
    expect(store.record('attempt-1')?.syncState).toBe('refused');
    const { id: device, epoch } = store.device();
    const { messages } = store.outboxAfter(0, 10, 1_000_000);
    const chain = messages.map((message) => ({ ...message, device, epoch, lane: 0 }));
    expect(chain).toHaveLength(2);
    expect(firstBrokenLink(sha256, genesisHash, chain)).toBeNull();
    // Before version 20 a seat had no history.
    expect(store.lastAgentEvent()).toEqual(
      name === 'v10.sqlite' ? null : expect.objectContaining({ state: 'busy', reason: 'meeting' }),
    );
    const found = store.taskPage({
      mode: 'live',
      filter: 'all',
      search: '小二',
      offset: 0,
      limit: 9,
      now: startedAt,
      agentId: 'a1',
    });
    expect(found.rows.map((row) => row.holderName)).toEqual(['王小二']);
    db.close();
    remove();
  });
});
