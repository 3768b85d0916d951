import type Database from 'better-sqlite3';
import type { CallbackKind } from '../../../core/callback/callback-kind.ts';
import type { TaskState } from '../../../core/callback/task.ts';
import type { ReportAttempt, ReportTask, SurveyReply } from '../../../core/report/rows.ts';

type TaskRecord = {
  id: string;
  type: CallbackKind;
  policy_no: string;
  holder_name: string;
  channel: string | null;
  branch: string | null;
  effective_date: string;
  created_at: number;
  updated_at: number;
  deadline_at: number;
  state: TaskState;
  last_disposition: string | null;
  dispositions: string | null;
  completed_at: number | null;
};

type AttemptRecord = {
  id: string;
  task_id: string;
  policy_no: string;
  holder_name: string;
  agent_name: string;
  agent_number: string;
  started_at: number;
  answered_at: number | null;
  verified_at: number | null;
  last_answer_at: number | null;
  call_ended_at: number | null;
  closed_at: number | null;
  identity_passed: number | null;
  completed: number | null;
  disposition: string | null;
};

type SurveyRecord = {
  id: string;
  policy_no: string;
  holder_name: string;
  at: number;
  answers: string;
  rated_id: string | null;
  rated_agent_name: string | null;
  rated_agent_number: string | null;
  rated_at: number | null;
};

// Each part is read from the index that holds its states; none of them holds practice.
const tasksWhere = (where: string): string => `
  SELECT task.id, task.type, policy.policy_no, policy.holder_name, policy.channel, policy.branch,
    policy.body ->> '$.effectiveDate' AS effective_date, task.created_at, task.updated_at, task.deadline_at,
    task.state, task.last_disposition,
    (SELECT group_concat(attempt.disposition) FROM attempt
      WHERE attempt.task_id = task.id AND attempt.closed_at IS NOT NULL) AS dispositions,
    (SELECT min(coalesce(attempt.call_ended_at, attempt.ended_at)) FROM attempt
      WHERE attempt.task_id = task.id AND attempt.completed = 1) AS completed_at
  FROM task JOIN policy ON policy.id = task.policy_id
  WHERE task.mode = 'live' AND ${where} AND task.created_at >= @since`;

// A record that is still open has no names of its own yet. Events that a resumed call took over are older than it.
const attemptsWhere = (where: string): string => `
  SELECT attempt.id, attempt.task_id, coalesce(attempt.record ->> '$.policyNo', policy.policy_no) AS policy_no,
    coalesce(attempt.record ->> '$.holderName', policy.holder_name) AS holder_name,
    coalesce(attempt.record ->> '$.agentName', person.name, '') AS agent_name,
    coalesce(attempt.record ->> '$.agentNumber', person.number, '') AS agent_number,
    attempt.started_at, attempt.answered_at, attempt.call_ended_at, attempt.closed_at, attempt.identity_passed,
    attempt.completed, attempt.disposition,
    (SELECT max(verification.at) FROM verification WHERE verification.attempt_id = attempt.id
      AND verification.outcome = 'pass' AND verification.at >= attempt.started_at) AS verified_at,
    (SELECT max(answer.at) FROM answer WHERE answer.attempt_id = attempt.id
      AND answer.at >= attempt.started_at) AS last_answer_at
  FROM attempt
  JOIN task ON task.id = attempt.task_id
  JOIN policy ON policy.id = task.policy_id
  LEFT JOIN person ON person.id = attempt.agent_id
  WHERE attempt.mode = 'live' AND ${where}`;

/** Rows of the reports. Practice callbacks are in none of them. */
export const createReports = (db: Database.Database) => {
  const tasks = db.prepare<[{ since: number }], TaskRecord>(
    [
      `task.state IN ('to_dial', 'calling', 'redial')`,
      `task.state = 'appointment'`,
      // Never changed before it arose: the index goes by the last change.
      `task.state NOT IN ('to_dial', 'calling', 'redial', 'appointment') AND task.updated_at >= @since`,
    ]
      .map(tasksWhere)
      .join(' UNION ALL '),
  );
  const attempts = db.prepare<[{ since: number }], AttemptRecord>(
    [`attempt.closed_at IS NULL`, `attempt.closed_at IS NOT NULL AND attempt.started_at >= @since`]
      .map(attemptsWhere)
      .join(' UNION ALL '),
  );
  const surveys = db.prepare<[{ since: number; kind: CallbackKind }], SurveyRecord>(
    `SELECT attempt.id, attempt.record ->> '$.policyNo' AS policy_no,
       attempt.record ->> '$.holderName' AS holder_name, attempt.started_at AS at,
       attempt.record -> '$.answers' AS answers, rated.id AS rated_id,
       rated.record ->> '$.agentName' AS rated_agent_name, rated.record ->> '$.agentNumber' AS rated_agent_number,
       rated.started_at AS rated_at
     FROM attempt JOIN task ON task.id = attempt.task_id
     LEFT JOIN attempt AS rated ON rated.id = (
       -- Beside max() stands the id of that very row (sqlite.org/lang_select.html, bare columns).
       SELECT id FROM (SELECT one.id, max(one.started_at)
         FROM task AS other CROSS JOIN attempt AS one ON one.task_id = other.id
         WHERE other.policy_id = task.policy_id AND other.type <> task.type AND one.completed = 1
           AND one.started_at < attempt.started_at))
     WHERE attempt.mode = 'live' AND attempt.closed_at IS NOT NULL AND attempt.started_at >= @since
       AND task.type = @kind`,
  );

  return {
    /** Callbacks that arose since a moment. */
    reportTasks: (since: number): ReportTask[] =>
      tasks.all({ since }).map((row) => ({
        taskId: row.id,
        kind: row.type,
        policyNo: row.policy_no,
        holderName: row.holder_name,
        channel: row.channel,
        branch: row.branch,
        effectiveDate: row.effective_date,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        deadlineAt: row.deadline_at,
        state: row.state,
        lastDisposition: row.last_disposition,
        dispositions: row.dispositions?.split(',') ?? [],
        completedAt: row.completed_at,
      })),
    /** Calls that began since a moment, and the one whose record is still open. */
    reportAttempts: (since: number): ReportAttempt[] =>
      attempts.all({ since }).map((row) => ({
        attemptId: row.id,
        taskId: row.task_id,
        policyNo: row.policy_no,
        holderName: row.holder_name,
        agentName: row.agent_name,
        agentNumber: row.agent_number,
        startedAt: row.started_at,
        answeredAt: row.answered_at,
        verifiedAt: row.verified_at,
        lastAnswerAt: row.last_answer_at,
        callEndedAt: row.call_ended_at,
        identityPassed: row.identity_passed === 1,
        closedAt: row.closed_at,
        completed: row.completed === 1,
        disposition: row.disposition,
      })),
    /** Surveys by telephone since a moment, each with the callback it rates. */
    surveyReplies: (since: number, kind: CallbackKind): SurveyReply[] =>
      surveys.all({ since, kind }).map((row) => {
        const answers = JSON.parse(row.answers) as { questionId: string; value: string }[];
        return {
          id: row.id,
          source: 'phone' as const,
          attemptId: row.id,
          policyNo: row.policy_no,
          holderName: row.holder_name,
          at: row.at,
          // The record has them in the order in which they were given.
          answers: Object.fromEntries(answers.map(({ questionId, value }) => [questionId, value])),
          rated:
            row.rated_id === null
              ? null
              : {
                  attemptId: row.rated_id,
                  agentName: row.rated_agent_name ?? '',
                  agentNumber: row.rated_agent_number ?? '',
                  startedAt: row.rated_at ?? 0,
                },
        };
      }),
  };
};
