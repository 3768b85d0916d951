import { z } from 'zod';
import { channel, eventChannel } from '../envelope.ts';

export const outboxCountsSchema = z.object({
  waiting: z.number().int(),
  sent: z.number().int(),
  refused: z.number().int(),
  /** UTC ms of the oldest record that waits, null when none does. */
  oldestWaitingAt: z.number().int().nullable(),
});
export type OutboxCounts = z.infer<typeof outboxCountsSchema>;

export const outboxItemSchema = z.object({
  seq: z.number().int(),
  entityId: z.string(),
  type: z.string(),
  policyNo: z.string(),
  holderName: z.string(),
  disposition: z.string(),
  savedAt: z.number().int(),
  practice: z.boolean(),
  refusal: z.object({ code: z.string(), detail: z.string(), at: z.number().int() }).nullable(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;

export const syncStatusSchema = z.object({
  /** off = no head office configured; the queue keeps everything. */
  state: z.enum(['off', 'connecting', 'online', 'sending', 'offline']),
  /** Why it is offline (locale key `syncReason.*`). */
  reason: z
    .enum([
      'unreachable',
      'dns',
      'tls',
      'timeout',
      'login_page',
      'unauthorised',
      'revoked',
      'server_error',
      'busy',
      'upgrade_needed',
      'forked',
      'bad_answer',
    ])
    .nullable(),
  since: z.number().int().nullable(),
  nextTryAt: z.number().int().nullable(),
  lastContactAt: z.number().int().nullable(),
  counts: outboxCountsSchema,
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;

export const syncChannels = {
  'sync.status': channel(['console'], z.object({}), syncStatusSchema),
  'sync.items': channel(
    ['console'],
    z.object({
      state: z.enum(['waiting', 'sent', 'refused']),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ total: z.number().int(), rows: z.array(outboxItemSchema) }),
  ),
  'sync.now': channel(['console'], z.object({}), z.object({})),
  'sync.requeue': channel(['console'], z.object({ seq: z.number().int() }), z.object({})),
} as const;

export const syncEvents = {
  'sync.changed': eventChannel(['console'], syncStatusSchema),
} as const;
