import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Issue } from '../../core/callback/record.ts';
import { openIssue } from '../../core/issue/open-issue.ts';
import type { ChannelOutput } from '../../core/ipc/contract.ts';
import type { Clock, NewId, Store } from '../../core/ports.ts';
import { scoreNames } from '../../core/report/rows.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { matchReplies, type MatchedReply } from '../../core/survey/match-replies.ts';
import { readSmsReplies, type SmsRules } from '../../core/survey/read-replies.ts';
import { readGiven } from '../import/read-given.ts';
import { readTable } from '../import/read-table.ts';
import { AppError } from '../ipc/app-error.ts';
import { StoreError } from '../store/errors.ts';

export type SmsImport = NonNullable<ChannelOutput<'report.importSms'>>;

export type SmsReplyServiceDeps = {
  store: Pick<Store, 'smsAsked' | 'addSmsReplies' | 'task'>;
  pack: () => Pack;
  rules: SmsRules;
  clock: Clock;
  newId: NewId;
  agentId: () => string;
  /** Issues were opened. */
  onIssue: () => void;
};

const missingColumn = {
  policyNo: 'sms_no_policy_column',
  at: 'sms_no_time_column',
  scores: 'sms_no_score_column',
} as const;

/**
 * Bytes; some 5,000 replies. The file is read in main, where that many take 0.14 s as CSV and 0.19 s as a workbook on two
 * cores, and six times as many most of a second.
 */
const largestFile = 256 * 1024;
/** As many as a person can look through. */
const faultsTold = 50;

/**
 * Takes the replies to the survey SMS out of the gateway's file (domain.md rows 5, 59): tied to the call they are about
 * and so to its agent; a low score opens what the same score opens on the telephone. Throws AppError
 * `sms_no_…_column` for a column that is missing, and what reading a table throws.
 */
export const importSmsReplies = async (path: string, deps: SmsReplyServiceDeps): Promise<SmsImport> => {
  const { store, rules, clock } = deps;
  const pack = deps.pack();
  const { timeZone } = pack.attempts;
  const now = clock.now();
  const bytes = await readGiven(
    path,
    largestFile,
    () => new AppError('file_too_large', null, { maxMegabytes: largestFile / 1024 / 1024 }),
  );
  const read = readSmsReplies(readTable(bytes), rules, { now, timeZone });
  if (!read.ok) throw new AppError(missingColumn[read.missing]);
  const { policies, asked } = await store.smsAsked(
    rules.sms.followUp,
    read.replies.map(({ policyNo }) => policyNo),
  );
  const matched = matchReplies(read.replies, asked, new Set(policies));

  /** What the first low score opens, as its question does on the telephone; nothing without a call to be about. */
  const issueOf = async ({ asked: sms, scores }: MatchedReply): Promise<Issue | null> => {
    const low = scoreNames.find((name) => scores[name] <= rules.low);
    if (low === undefined || sms.attemptId === null) return null;
    const question = pack.questions[rules[low]];
    const type = pack.issues.find(({ code }) => code === question?.issue);
    const found = await store.task(sms.taskId);
    if (question === undefined || type === undefined || found === null) return null;
    return openIssue({
      type,
      rules: pack.issueRules,
      timeZone,
      policy: found.policy,
      foundBefore: found.issuesEver.some(
        ({ code, attemptId }) => code === type.code && attemptId !== sms.attemptId,
      ),
      taskId: sms.taskId,
      attemptId: sms.attemptId,
      questionId: null,
      note: scoreNames
        .map((name) => `${pack.questions[rules[name]]?.name.zh ?? name} ${scores[name]}`)
        .join('，'),
      now,
      newId: deps.newId,
    });
  };

  const replies = [];
  for (const reply of matched.fresh) {
    const { asked: sms, at, scores } = reply;
    replies.push({
      followUpId: sms.followUpId,
      attemptId: sms.attemptId,
      at,
      scores,
      issue: await issueOf(reply),
    });
  }
  const fileName = basename(path);
  if (replies.length > 0) {
    try {
      await store.addSmsReplies({
        replies,
        source: createHash('sha256').update(bytes).digest('hex'),
        at: now,
        agentId: deps.agentId(),
      });
    } catch (error) {
      if (error instanceof StoreError && error.code === 'task_changed') throw new AppError('task_changed');
      throw error;
    }
  }
  const issues = replies.filter(({ issue }) => issue !== null).length;
  if (issues > 0) deps.onIssue();
  const faults = [...read.faults, ...matched.faults].toSorted((a, b) => a.line - b.line);
  return {
    fileName,
    fresh: replies.length,
    known: matched.known,
    issues,
    faults: faults.slice(0, faultsTold),
    faultCount: faults.length,
  };
};
