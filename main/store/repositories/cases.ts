import type Database from 'better-sqlite3';
import type { z } from 'zod';
import {
  complaintEventSchema,
  complaintSchema,
  type Complaint,
  type ComplaintEvent,
} from '../../../core/complaint/complaint.ts';
import {
  correctionEventSchema,
  correctionSchema,
  type Correction,
  type CorrectionEvent,
} from '../../../core/correction/correction.ts';
import type { CorrectionFile, Store } from '../../../core/ports.ts';
import type { Audit } from './audit.ts';

type CorrectionRecord = { body: string; holder_name: string; policy_no: string };

/** Complaints and correction requests, each with its history. */
export const createCases = (db: Database.Database, audit: Audit) => {
  const complaintOf = db.prepare<[string], { body: string }>('SELECT body FROM complaint WHERE issue_id = ?');
  const putComplaint = db.prepare<[string, string]>(
    `INSERT INTO complaint (issue_id, body) VALUES (?, ?) ON CONFLICT (issue_id) DO UPDATE SET body = excluded.body`,
  );
  const eventsOf = db.prepare<[string], { body: string }>(
    'SELECT body FROM case_event WHERE case_id = ? ORDER BY n',
  );
  const addEvent = db.prepare<[string, string, string]>(
    'INSERT INTO case_event (case_id, n, body) VALUES (?, (SELECT count(*) FROM case_event WHERE case_id = ?), ?)',
  );
  const putCorrection = db.prepare(
    `INSERT INTO correction (id, policy_id, task_id, issue_id, mode, status, requested_at, body)
     VALUES (@id, @policyId, @taskId, @issueId, @mode, @status, @requestedAt, @body)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body`,
  );
  const select = `SELECT correction.body, policy.holder_name, policy.policy_no FROM correction
     JOIN policy ON policy.id = correction.policy_id`;
  const oneCorrection = db.prepare<[string], CorrectionRecord>(`${select} WHERE correction.id = ?`);
  const ofTask = db.prepare<[string], CorrectionRecord>(
    `SELECT correction.body, policy.holder_name, policy.policy_no FROM task
       CROSS JOIN correction ON correction.policy_id = task.policy_id JOIN policy ON policy.id = correction.policy_id
     WHERE task.id = ? ORDER BY correction.requested_at DESC`,
  );
  const board = {
    open: db.prepare<[string, number], CorrectionRecord>(
      `${select} WHERE correction.mode = ? AND correction.status IN ('requested', 'sent')
       ORDER BY correction.requested_at LIMIT ?`,
    ),
    closed: db.prepare<[string, number], CorrectionRecord>(
      `${select} WHERE correction.mode = ? AND correction.status IN ('done', 'refused')
       ORDER BY correction.requested_at DESC LIMIT ?`,
    ),
  };

  const history = <T extends z.ZodType>(id: string, schema: T): z.infer<T>[] =>
    eventsOf.all(id).map(({ body }) => schema.parse(JSON.parse(body)));
  const toFile = (row: CorrectionRecord): CorrectionFile => {
    const correction = correctionSchema.parse(JSON.parse(row.body));
    return {
      correction,
      holderName: row.holder_name,
      policyNo: row.policy_no,
      events: history(correction.id, correctionEventSchema),
    };
  };

  const actComplaint = db.transaction(
    (complaint: Complaint, event: ComplaintEvent, agentId: string): void => {
      const { issueId } = complaint;
      putComplaint.run(issueId, JSON.stringify(complaintSchema.parse(complaint)));
      addEvent.run(issueId, issueId, JSON.stringify(complaintEventSchema.parse(event)));
      audit.append({
        at: event.at,
        agentId,
        action: `complaint.${event.did.type}`,
        ref: issueId,
        detail: '',
      });
    },
  );
  const actCorrection = db.transaction(
    (correction: Correction, event: CorrectionEvent, agentId: string): void => {
      const { id, policyId, taskId, issueId, mode, status, requestedAt } = correction;
      const body = JSON.stringify(correctionSchema.parse(correction));
      putCorrection.run({ id, policyId, taskId, issueId, mode, status, requestedAt, body });
      addEvent.run(id, id, JSON.stringify(correctionEventSchema.parse(event)));
      const detail = `${correction.field} ${status}`;
      audit.append({ at: event.at, agentId, action: `correction.${event.did.type}`, ref: id, detail });
    },
  );

  return {
    complaint: (issueId: string) => {
      const row = complaintOf.get(issueId);
      return row === undefined
        ? null
        : {
            complaint: complaintSchema.parse(JSON.parse(row.body)),
            events: history(issueId, complaintEventSchema),
          };
    },
    complaintAct: ({ complaint, event, agentId }: Parameters<Store['complaintAct']>[0]): void =>
      actComplaint.immediate(complaint, event, agentId),
    correctionsOfTask: (taskId: string): CorrectionFile[] => ofTask.all(taskId).map(toFile),
    corrections: ({ mode, list, limit }: Parameters<Store['corrections']>[0]): CorrectionFile[] =>
      board[list].all(mode, limit).map(toFile),
    correction: (id: string): CorrectionFile | null => {
      const row = oneCorrection.get(id);
      return row === undefined ? null : toFile(row);
    },
    correctionAct: ({ correction, event, agentId }: Parameters<Store['correctionAct']>[0]): void =>
      actCorrection.immediate(correction, event, agentId),
  };
};
