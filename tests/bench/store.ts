import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openStore } from '../../main/store/client.ts';
import { answerEvent, answerOf, makeAttempt, makeRecord } from '../fixtures/store/attempts.ts';
import { openHere, storeWorker, tempDir } from '../fixtures/store/open.ts';
import { makePolicy } from '../fixtures/store/policies.ts';
import { cst, storeRules } from '../fixtures/store/rules.ts';

/**
 * Store with 100,000 tasks against the budgets of design.md section 6, beside bare SQLite in the same run.
 * `node tests/bench/store.ts [tasks]`
 */
const size = Number(process.argv[2] ?? 100_000);
const now = cst('2026-03-10 10:00');
const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗'];
const given = [...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉'];

const out = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const quantile = (times: number[], q: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0;
const ms = (value: number): string => value.toFixed(2).padStart(8);

/** Runs the work `rounds` times after a few to warm up; times in ms, sorted. */
const measure = async (rounds: number, work: (round: number) => unknown): Promise<number[]> => {
  const times: number[] = [];
  for (let round = -5; round < rounds; round++) {
    const start = performance.now();
    await work(round + 5);
    if (round >= 0) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
};
const report = (name: string, times: number[], baseline: number[] | null): void => {
  const p50 = quantile(times, 0.5);
  const ratio = baseline === null ? '' : `${(p50 / quantile(baseline, 0.5)).toFixed(1)}x`;
  out(`${name.padEnd(46)} ${ms(p50)} ${ms(quantile(times, 0.99))}  ${ratio}`);
};

const { dir, remove } = tempDir();
const file = join(dir, 'desk.sqlite');
const policyOf = (index: number) =>
  makePolicy(index, {
    holderName: `${surnames[index % 20]}${given[Math.floor(index / 20) % 26]}${given[Math.floor(index / 520) % 26]}`,
    holderMobile: `199${String((index * 7919) % 100_000_000).padStart(8, '0')}`,
    coolingOffEnd: `2026-03-${String(5 + (index % 25)).padStart(2, '0')}`,
  });

// Fill in this thread, then spread the states over the tasks as a branch in mid-month has them.
const { db, store: filler } = openHere(file);
let start = performance.now();
for (let from = 0; from < size; from += 10_000) {
  const policies = Array.from({ length: Math.min(10_000, size - from) }, (_, index) =>
    policyOf(from + index),
  );
  filler.importPolicies({ mode: 'live', policies, at: now, source: 'bench.csv', agentId: 'a1' });
}
out(`import of ${size} policies: ${((performance.now() - start) / 1000).toFixed(1)} s`);
db.exec(`
  UPDATE task SET state = 'succeeded' WHERE n % 10 < 3;
  UPDATE task SET state = 'issue', grade = 'I' WHERE n % 10 = 3;
  UPDATE task SET state = 'redial', tries = 1, not_before_at = ${now + 7_200_000} WHERE n % 10 IN (4, 5);
  UPDATE task SET state = 'appointment', appointment_at = ${now} + (n % 1000) * 600000 WHERE n % 100 = 6;
`);
db.pragma('wal_checkpoint(TRUNCATE)');
db.close();

start = performance.now();
const store = await openStore({ file, rules: storeRules, createWorker: storeWorker });
out(`open of the full file: ${(performance.now() - start).toFixed(0)} ms`);

// Baselines: the round trip to the thread alone, and the barest durable insert of a row of the same size.
const roundTrip = await measure(500, () => store.setting('nothing'));
const bareFile = join(dir, 'bare.sqlite');
const bare = new Database(bareFile);
bare.pragma('journal_mode = WAL');
bare.pragma('synchronous = FULL');
bare.exec('CREATE TABLE row (n INTEGER PRIMARY KEY, body TEXT)');
const insert = bare.prepare('INSERT INTO row (body) VALUES (?)');
const bareInsert = await measure(500, () => insert.run('x'.repeat(200)));
bare.close();

out(`\n${''.padEnd(46)}      p50      p99  p50 against its baseline`);
report('baseline: thread round trip', roundTrip, null);
report('baseline: bare SQLite insert, WAL FULL', bareInsert, null);

const page = (filter: 'open' | 'all' | 'issues' | 'due_soon', search: string, offset = 0) =>
  store.taskPage({ mode: 'live', filter, search, offset, limit: 50, now, agentId: 'a1' });
report('next task', await measure(500, () => store.nextTask('live', now, 'a1')), roundTrip);
report('first page of open', await measure(300, () => page('open', '')), roundTrip);
report('page in the middle of all', await measure(100, () => page('all', '', size / 2)), roundTrip);
report('first page of issues', await measure(100, () => page('issues', '')), roundTrip);
report('first page of due soon', await measure(100, () => page('due_soon', '')), roundTrip);
report('counts', await measure(200, () => store.taskCounts('live', now)), roundTrip);
const typed = (index: number, length: number) => policyOf((index * 37) % size).holderName.slice(0, length);
report(
  'search: name of 3 characters',
  await measure(200, (index) => page('all', typed(index, 3))),
  roundTrip,
);
report(
  'search: name of 2 characters',
  await measure(200, (index) => page('all', typed(index, 2))),
  roundTrip,
);
report('search: 1 character', await measure(60, (index) => page('all', typed(index, 1))), roundTrip);
report(
  'search: last 4 digits of the phone',
  await measure(200, (index) => page('all', policyOf(index * 31).holderMobile.slice(-4))),
  roundTrip,
);
report(
  'search: whole policy number',
  await measure(200, (index) => page('all', policyOf(index * 31).policyNo)),
  roundTrip,
);
report(
  'search: last 2 digits',
  await measure(60, (index) => page('all', String(10 + (index % 90)))),
  roundTrip,
);

const { task } = await store.nextTask('live', now, 'a1');
const attempt = makeAttempt({ id: 'bench-0', taskId: task?.id ?? '' });
await store.openAttempt(attempt);
let n = 0;
const answers = await measure(500, () => {
  const at = n++;
  return store.appendEvent({
    attemptId: attempt.id,
    n: at,
    event: answerEvent(at),
    answer: answerOf(at),
    issues: [],
  });
});
report('answer saved', answers, bareInsert);
const finish = async (taskId: string, id: string): Promise<void> => {
  const whole = await store.task(taskId);
  if (whole === null) throw new Error('no task');
  const record = makeRecord(makeAttempt({ id, taskId }), {
    answers: Array.from({ length: 8 }, (_, index) => answerOf(index)),
  });
  await store.closeAttempt({ record, task: { ...whole.task, state: 'succeeded' }, issues: [], at: now });
};
await finish(attempt.taskId, attempt.id);
const callbacks = await measure(300, async (round) => {
  const next = (await store.nextTask('live', now, 'a1')).task?.id ?? '';
  await store.openAttempt(makeAttempt({ id: `bench-${round + 1}`, taskId: next }));
  await finish(next, `bench-${round + 1}`);
});
report('next task, open, read, close with outbox', callbacks, bareInsert);
report('outbox: batch of 200', await measure(50, () => store.outboxAfter(0, 200, 1_000_000)), roundTrip);
await store.close();
remove();
rmSync(bareFile, { force: true });
