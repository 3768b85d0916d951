import { z } from 'zod';
import { followUpNeeds, followUpOrigins, followUpStates } from '../../callback/follow-up-schema.ts';
import { receiptScanSchema } from '../../callback/receipt-scan.ts';
import { channel, eventChannel } from '../envelope.ts';
import { promiseCountsSchema } from './promises.ts';

const bilingual = z.object({ zh: z.string(), en: z.string() });

const scanRowSchema = receiptScanSchema.pick({ id: true, kind: true, bytes: true, addedAt: true });

/** A follow-up as the list shows it: who does what until when, and how it may end. No policy facts. */
export const followUpRowSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  holderName: z.string(),
  policyNo: z.string(),
  name: bilingual,
  owner: bilingual,
  state: z.enum(followUpStates),
  origin: z.enum(followUpOrigins),
  openedAt: z.number().int(),
  dueAt: z.number().int(),
  isOverdue: z.boolean(),
  outcomes: z.array(
    z.object({
      code: z.string(),
      name: bilingual,
      result: z.enum(['done', 'failed']),
      needs: z.array(z.enum(followUpNeeds)),
    }),
  ),
  /** Name of the outcome; null while open or when no longer needed. */
  outcome: bilingual.nullable(),
  note: z.string(),
  receipt: z.string(),
  /** Scans of the signed receipt, oldest first. */
  scans: z.array(scanRowSchema),
  /** It ends, or has ended, with a signed receipt. */
  takesScans: z.boolean(),
  closedAt: z.number().int().nullable(),
});
export type FollowUpRow = z.infer<typeof followUpRowSchema>;

/** An appointment that has come, for this agent. */
const alarmSchema = z.object({ taskId: z.string(), holderName: z.string(), at: z.number().int() });

/** No name: the bar tells that something is due, the list what. */
const promiseAlarmSchema = z.object({ id: z.string(), dueAt: z.number().int(), isReplied: z.boolean() });

const newsSchema = z.object({
  open: z.number().int(),
  overdue: z.number().int(),
  closed: z.number().int(),
  /** Due appointments, the earliest first. */
  alarms: z.array(alarmSchema),
  promises: promiseCountsSchema.pick({ open: true, overdue: true }).extend({
    /** Promises of this agent whose time comes or to which the department has answered, the earliest first. */
    alarms: z.array(promiseAlarmSchema),
  }),
});
export type FollowUpNews = z.infer<typeof newsSchema>;

export const followUpLists = ['open', 'closed'] as const;

export const followUpChannels = {
  'followUp.page': channel(
    ['console'],
    z.object({ list: z.enum(followUpLists) }),
    z.object({ rows: z.array(followUpRowSchema), news: newsSchema }),
  ),
  'followUp.close': channel(
    ['console'],
    z.object({
      id: z.string(),
      outcome: z.string(),
      note: z.string().max(2000),
      receipt: z.string().max(100),
      appointmentAt: z.number().int().nullable(),
    }),
    z.object({}),
  ),
  'followUp.open': channel(['console'], z.object({ taskId: z.string(), kind: z.string() }), z.object({})),
  /** Asks for a file (PDF, JPEG, PNG) and files it, sealed; null when the person cancels. */
  'followUp.addScan': channel(['console'], z.object({ id: z.string() }), scanRowSchema.nullable()),
  /** Asks where a copy of a scan shall go and writes it there; null when the person cancels. */
  'followUp.saveScan': channel(
    ['console'],
    z.object({ scanId: z.string() }),
    z.object({ name: z.string() }).nullable(),
  ),
  'followUp.news': channel(['console'], z.object({}), newsSchema),
} as const;

export const followUpEvents = {
  'followUp.news': eventChannel(['console'], newsSchema),
} as const;
