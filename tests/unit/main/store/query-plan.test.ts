import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { taskFilters } from '../../../../core/ipc/features/worklist.ts';
import { createSqliteStore } from '../../../../main/store/sqlite-store.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import { makeAttempt, makeRecord } from '../../../fixtures/store/attempts.ts';
import { tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst, storeRules } from '../../../fixtures/store/rules.ts';

const now = cst('2026-03-02 10:00');

/** Tables that grow with the work; reading one of them from end to end is what this test forbids. */
const growing =
  /\bSCAN (task|policy|attempt|attempt_event|answer|verification|issue|follow_up|receipt_scan|outbox|o|audit)\b/;
/** An index that holds one row at most, or the open issues only, may be read whole. */
const small = /USING INDEX (attempt_one_open|issue_open)\b/;

describe('query plans', () => {
  it('no query of the store reads a growing table from end to end, and lists come sorted from an index', () => {
    const { dir, remove } = tempDir();
    const db = openDatabase(join(dir, 'desk.sqlite'));
    const texts = new Set<string>();
    const prepare = db.prepare.bind(db);
    db.prepare = (text: string) => {
      texts.add(text);
      return prepare(text);
    };
    const store = createSqliteStore(db, storeRules);

    const policies = Array.from({ length: 300 }, (_, index) => makePolicy(index));
    store.importPolicies({ mode: 'live', policies, at: now, source: 'list.csv', agentId: 'a1' });
    store.knownPolicies('live', ['x']);
    for (const filter of taskFilters) {
      for (const search of ['', '测试']) {
        store.taskPage({ mode: 'live', filter, search, offset: 0, limit: 50, now, agentId: 'a1' });
      }
    }
    store.taskCounts('live', now);
    const next = store.nextTask('live', now, 'a1').task;
    const task = store.task(next?.id ?? '')?.task;
    if (task === undefined) throw new Error('no task');
    const attempt = makeAttempt({ id: 'at1', taskId: task.id });
    store.openAttempt(attempt);
    store.closeAttempt({
      record: makeRecord(attempt),
      task: { ...task, state: 'redial' },
      issues: [],
      at: now,
    });
    store.records({ mode: 'live', search: '', offset: 0, limit: 50 });
    store.records({ mode: 'live', search: '测试', offset: 0, limit: 50 });
    store.reportTasks(0);
    store.reportAttempts(0);
    store.surveyReplies(0, 'survey');
    store.outboxAck({ acceptedThrough: 1, refused: [{ seq: 1, code: 'x', detail: '', at: now }] });
    for (const state of ['waiting', 'sent', 'refused'] as const) store.outboxItems(state, 0, 50);

    const bad: string[] = [];
    for (const text of texts) {
      const named: Record<string, null> = {};
      for (const [, name = ''] of text.matchAll(/@(\w+)/g)) named[name] = null;
      const plain = [...text.matchAll(/\?/g)].map(() => null);
      const params: unknown[] = Object.keys(named).length > 0 ? [named] : plain;
      const plan = prepare(`EXPLAIN QUERY PLAN ${text}`).all(...params) as { detail: string }[];
      const isSearch = text.includes('MATCH');
      for (const { detail } of plan) {
        const isLastRow = /max\(n\)|ORDER BY (seq|o\.n|n)\b/.test(text);
        if (growing.test(detail) && !small.test(detail) && !isLastRow) bad.push(`${detail}: ${text}`);
        // Due appointments of other people go behind one's own: a handful of rows, sorted by hand.
        const isDueAppointments =
          text.includes('appointment_at <= @appointmentUntil') && text.includes('ORDER BY (');
        // As many people as sign in at one seat.
        const isPeople = text === 'SELECT * FROM person ORDER BY created_at, id';
        const isOneTask = /task(_|\.)id = \?/.test(text);
        if (/TEMP B-TREE/.test(detail) && !isSearch && !isDueAppointments && !isPeople && !isOneTask)
          bad.push(`${detail}: ${text}`);
      }
    }
    expect(texts.size).toBeGreaterThan(60);
    expect(bad).toEqual([]);
    db.close();
    remove();
  });
});
