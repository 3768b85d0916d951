import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { reportTargetsSchema } from '../../../../core/report/targets.ts';
import { createReportService } from '../../../../main/reports/report-service.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import { openPackFile } from '../../../../main/session/pack-library.ts';
import { importSmsReplies } from '../../../../main/survey/sms-reply-service.ts';
import { seeded, seedReports } from '../../../fixtures/reports/seed.ts';
import { sendSurveySms } from '../../../fixtures/reports/survey-sms.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { cst } from '../../../fixtures/store/rules.ts';
import { promisedStore } from '../../../support/promised-store.ts';

const now = cst('2026-03-20 20:00');
const hour = 3_600_000;
const targets = parseRules(reportTargetsSchema, readFileSync('resources/reports/targets.yaml', 'utf8'));
const { pack } = await openPackFile('resources/packs/hf-default-zh.yaml');

let place: ReturnType<typeof tempDir>;
let here: ReturnType<typeof openHere>;
let kicks: number;
beforeEach(() => {
  kicks = 0;
  place = tempDir();
  here = openHere(join(place.dir, 'desk.sqlite'), () => now);
  seedReports(here.store, now);
  sendSurveySms(here.store, seeded.done, now - 5 * hour);
  sendSurveySms(here.store, seeded.issue, now - 5 * hour);
});
afterEach(() => {
  here.db.close();
  place.remove();
});

let ids = 0;
const take = (...lines: string[]) => {
  const file = join(place.dir, 'replies.csv');
  writeFileSync(file, ['保单号,回复时间,回复内容', ...lines].join('\n'));
  return importSmsReplies(file, {
    store: promisedStore(here.store, ['smsAsked', 'addSmsReplies', 'task']),
    pack: () => pack,
    rules: targets.satisfaction,
    clock: { now: () => now },
    newId: () => `issue-${(ids += 1)}`,
    agentId: () => 'a1',
    onIssue: () => (kicks += 1),
  });
};
const satisfaction = () =>
  createReportService({
    store: promisedStore(here.store, ['reportTasks', 'reportAttempts', 'surveyReplies', 'smsReplies']),
    clock: { now: () => now },
    targets,
    timeZone: () => 'Asia/Shanghai',
    agent: () => ({ name: '', number: '' }),
  }).satisfaction(30);
const clock = '2026-03-20 18:00';

it('a reply counts for the agent of the call it is about, beside the survey by telephone', async () => {
  const result = await take(`${seeded.done},${clock},5 5 5`, `${seeded.issue},${clock},5 4 3`);
  expect(result).toEqual({
    ...{ fileName: 'replies.csv', fresh: 2, known: 0, issues: 0, faults: [], faultCount: 0 },
  });
  const { agents, low, replies } = await satisfaction();
  expect(replies).toBe(3);
  expect(agents).toEqual([
    {
      ...{ agent: '周敏 0001', replies: 2, sms: 1, low: 1, percent: 86.6, below: true },
      scores: { attitude: 5, skill: 3.5, outcome: 4.5 },
    },
    {
      ...{ agent: '李强 0002', replies: 1, sms: 1, low: 0, percent: 80, below: true },
      scores: { attitude: 5, skill: 4, outcome: 3 },
    },
  ]);
  expect(low.map(({ source }) => source)).toEqual(['phone']);
  expect(kicks).toBe(0);
});

it('the same file again counts nothing; another reply to the same SMS is told and changes nothing', async () => {
  const line = `${seeded.done},${clock},5 5 5`;
  await take(line);
  expect(await take(line)).toMatchObject({ fresh: 0, known: 1, faultCount: 0 });
  expect(await take(`${seeded.done},2026-03-20 19:00,1 1 1`)).toMatchObject({
    ...{ fresh: 0, known: 0, issues: 0, faults: [{ line: 2, code: 'already_replied' }] },
  });
  expect(here.store.smsReplies(0)).toMatchObject([{ scores: { attitude: 5, skill: 5, outcome: 5 } }]);
  expect(() => here.db.exec('UPDATE sms_reply SET attitude = 1')).toThrow('never changed');
  expect(() => here.db.exec('DELETE FROM sms_reply')).toThrow('never taken away');
});

it('a low score opens what the same score opens on the telephone, once, with all three scores', async () => {
  const before = here.store.issueBoard('live').length;
  expect(await take(`${seeded.done},${clock},5 2 1`)).toMatchObject({ fresh: 1, issues: 1 });
  const opened = here.store.issueBoard('live').filter(({ code }) => code === pack.questions['S02']?.issue);
  expect(here.store.issueBoard('live')).toHaveLength(before + 1);
  expect(opened).toMatchObject([{ attemptId: 'call-done' }]);
  expect(opened[0]?.note).toBe('服务态度 5，专业程度 2，解决效果 1');
  expect(kicks).toBe(1);
  await take(`${seeded.done},${clock},5 2 1`);
  expect(here.store.issueBoard('live')).toHaveLength(before + 1);
  expect(
    (await satisfaction()).low.map(({ source, ratedAttemptId }) => [source, ratedAttemptId]),
  ).toContainEqual(['sms', 'call-done']);
});

it('what answers no SMS is told and not counted; nothing of the file but the scores is kept', async () => {
  const result = await take(
    `${seeded.done},2026-03-20 09:00,5 5 5`,
    `${seeded.fresh},${clock},5 5 5`,
    `R999999,${clock},5 5 5`,
    `${seeded.practised},${clock},5 5 5`,
    `${seeded.issue},${clock},别再发了 13912345678`,
  );
  expect(result).toMatchObject({ fresh: 0, faultCount: 5 });
  expect(result.faults.map(({ line, code }) => [line, code])).toEqual([
    [2, 'not_asked'],
    [3, 'not_asked'],
    [4, 'unknown_policy'],
    [5, 'unknown_policy'],
    [6, 'scores_unreadable'],
  ]);
  expect(here.store.smsReplies(0)).toEqual([]);
  const audit = here.db.prepare<[], { action: string }>('SELECT action FROM audit').all();
  expect(audit.some(({ action }) => action === 'survey.sms_imported')).toBe(false);
});

it('a file too large to be read at once is refused, and one that is not there', async () => {
  await expect(take('x'.repeat(256 * 1024))).rejects.toMatchObject({ code: 'file_too_large' });
  const gone = importSmsReplies(join(place.dir, 'gone.csv'), {
    store: promisedStore(here.store, ['smsAsked', 'addSmsReplies', 'task']),
    ...{ pack: () => pack, rules: targets.satisfaction, clock: { now: () => now } },
    ...{ newId: () => 'x', agentId: () => 'a1', onIssue: () => undefined },
  });
  await expect(gone).rejects.toMatchObject({ code: 'file_unreadable' });
});

it('a reply that came before the SMS was ticked off as sent is one all the same', async () => {
  sendSurveySms(here.store, seeded.ending, now - hour, now - 3 * hour);
  expect(await take(`${seeded.ending},${clock},5 5 5`)).toMatchObject({ fresh: 1, faultCount: 0 });
});

it('one line in the audit chain for each file that counted something', async () => {
  await take(`${seeded.done},${clock},5 5 1`, `${seeded.issue},${clock},5 4 3`);
  expect(
    here.db
      .prepare<[], { detail: string; ref: string }>(
        "SELECT detail, ref FROM audit WHERE action = 'survey.sms_imported'",
      )
      .all(),
    // The file by its content: a name may hold an identity number.
  ).toMatchObject([
    { ref: expect.stringMatching(/^[0-9a-f]{64}$/) as string, detail: '2 replies, 1 issues' },
  ]);
});
