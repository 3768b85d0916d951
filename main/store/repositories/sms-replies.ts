import type Database from 'better-sqlite3';
import type { AskedSms, SmsReplyStore, SmsSurveyReply } from '../../../core/survey/match-replies.ts';
import { StoreError } from '../errors.ts';
import type { Audit } from './audit.ts';
import type { Issues } from './issues.ts';

type Scored = {
  replied_at: number | null;
  attitude: number | null;
  skill: number | null;
  outcome: number | null;
};
type AskedRecord = Scored & {
  policy_no: string;
  follow_up_id: string;
  task_id: string;
  asked_at: number;
  attempt_id: string | null;
};
type ReplyRecord = {
  n: number;
  policy_no: string;
  holder_name: string;
  at: number;
  attitude: number;
  skill: number;
  outcome: number;
  rated_id: string | null;
  agent_name: string | null;
  agent_number: string | null;
  rated_at: number | null;
};
type Input = Parameters<SmsReplyStore['addSmsReplies']>[0];

/** Replies to the survey by SMS, tied to the SMS that asked and to the call it was about. */
export const createSmsReplies = (
  db: Database.Database,
  { audit, issues }: { audit: Audit; issues: Issues },
) => {
  const known = db.prepare<[string], { policy_no: string }>(
    `SELECT policy.policy_no FROM json_each(?) AS key
     CROSS JOIN policy ON policy.mode = 'live' AND policy.policy_no = key.value`,
  );
  // The call that is rated is the last completed one before the SMS was asked for.
  const asked = db.prepare<[{ numbers: string; kind: string }], AskedRecord>(
    `SELECT policy.policy_no, follow_up.id AS follow_up_id, follow_up.task_id, follow_up.opened_at AS asked_at,
       sms_reply.replied_at, sms_reply.attitude, sms_reply.skill, sms_reply.outcome,
       (SELECT id FROM (SELECT attempt.id, max(attempt.started_at) FROM attempt
         WHERE attempt.task_id = follow_up.task_id AND attempt.completed = 1
           AND attempt.started_at <= follow_up.opened_at)) AS attempt_id
     FROM json_each(@numbers) AS key
     CROSS JOIN policy ON policy.mode = 'live' AND policy.policy_no = key.value
     CROSS JOIN task ON task.policy_id = policy.id
     CROSS JOIN follow_up ON follow_up.task_id = task.id AND follow_up.kind = @kind AND follow_up.state = 'done'
     LEFT JOIN sms_reply ON sms_reply.follow_up_id = follow_up.id`,
  );
  const insert = db.prepare(
    `INSERT INTO sms_reply (follow_up_id, attempt_id, replied_at, attitude, skill, outcome, issue_id)
     VALUES (@followUpId, @attemptId, @at, @attitude, @skill, @outcome, @issueId)
     ON CONFLICT (follow_up_id) DO NOTHING`,
  );
  // Whoever has read the task before must see that its grade may be another now.
  const touch = db.prepare<[number, string]>('UPDATE task SET updated_at = ? WHERE id = ?');
  const since = db.prepare<[number], ReplyRecord>(
    `SELECT sms_reply.n, policy.policy_no, policy.holder_name, sms_reply.replied_at AS at, sms_reply.attitude,
       sms_reply.skill, sms_reply.outcome, rated.id AS rated_id, rated.started_at AS rated_at,
       rated.record ->> '$.agentName' AS agent_name, rated.record ->> '$.agentNumber' AS agent_number
     FROM sms_reply
     CROSS JOIN follow_up ON follow_up.id = sms_reply.follow_up_id
     CROSS JOIN task ON task.id = follow_up.task_id
     CROSS JOIN policy ON policy.id = task.policy_id
     LEFT JOIN attempt AS rated ON rated.id = sms_reply.attempt_id
     WHERE sms_reply.replied_at >= ?`,
  );

  const add = db.transaction(({ replies, source, at, agentId }: Input): void => {
    for (const { followUpId, attemptId, scores, issue, at: repliedAt } of replies) {
      if (issue !== null) {
        issues.add(issue.taskId, [issue]);
        touch.run(at, issue.taskId);
      }
      const { changes } = insert.run({
        ...scores,
        followUpId,
        attemptId,
        at: repliedAt,
        issueId: issue?.id ?? null,
      });
      if (changes === 0) throw new StoreError('task_changed');
    }
    const opened = replies.filter(({ issue }) => issue !== null).length;
    audit.append({
      at,
      agentId,
      action: 'survey.sms_imported',
      ref: source,
      detail: `${replies.length} replies, ${opened} issues`,
    });
  });

  return {
    smsAsked: (kind: string, policyNos: readonly string[]): { policies: string[]; asked: AskedSms[] } => {
      const numbers = JSON.stringify([...new Set(policyNos)]);
      return {
        policies: known.all(numbers).map(({ policy_no }) => policy_no),
        asked: asked.all({ numbers, kind }).map((row) => ({
          policyNo: row.policy_no,
          followUpId: row.follow_up_id,
          taskId: row.task_id,
          askedAt: row.asked_at,
          attemptId: row.attempt_id,
          reply:
            row.replied_at === null
              ? null
              : {
                  at: row.replied_at,
                  scores: { attitude: row.attitude ?? 0, skill: row.skill ?? 0, outcome: row.outcome ?? 0 },
                },
        })),
      };
    },
    addSmsReplies: (input: Input): void => add.immediate(input),
    smsReplies: (from: number): SmsSurveyReply[] =>
      since.all(from).map((row) => ({
        id: `sms-${row.n}`,
        attemptId: null,
        policyNo: row.policy_no,
        holderName: row.holder_name,
        at: row.at,
        scores: { attitude: row.attitude, skill: row.skill, outcome: row.outcome },
        rated:
          row.rated_id === null
            ? null
            : {
                attemptId: row.rated_id,
                agentName: row.agent_name ?? '',
                agentNumber: row.agent_number ?? '',
                startedAt: row.rated_at ?? 0,
              },
      })),
  };
};
