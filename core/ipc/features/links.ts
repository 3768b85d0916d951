import { z } from 'zod';
import { channel, eventChannel } from '../envelope.ts';
import { taskRowSchema } from './worklist.ts';

/** Why the number of a link cannot be dialled now. */
export const linkObstacles = ['not_permitted', 'busy', 'attempt_open', 'not_registered'] as const;
export type LinkObstacle = (typeof linkObstacles)[number];

/** The question before a link is dialled. The person clicked the number himself, so it is shown whole. */
export const linkQuestionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ask'),
    id: z.string(),
    /** The number in groups, or the SIP address. */
    shown: z.string(),
    /** To be keyed in by hand after the answer. */
    extension: z.string().nullable(),
    /** Open tasks with this number, at most three, the most urgent first: a callback is dialled from there. */
    tasks: z.array(taskRowSchema),
    /** Told instead of the dial button; null when it may be dialled. */
    obstacle: z.enum(linkObstacles).nullable(),
  }),
  z.object({
    kind: z.literal('refused'),
    id: z.string(),
    reason: z.enum([
      'empty',
      'not_a_number',
      'feature_code',
      'too_short',
      'too_long',
      'unknown_scheme',
      'bad_encoding',
      'bad_address',
    ]),
  }),
]);
export type LinkQuestion = z.infer<typeof linkQuestionSchema>;

export const linkHandlingSchema = z.object({
  /** Whether the system opens such links with this program. */
  tel: z.boolean(),
  sip: z.boolean(),
  callto: z.boolean(),
});
export type LinkHandling = z.infer<typeof linkHandlingSchema>;

const question = z.object({ question: linkQuestionSchema.nullable() });
const id = z.object({ id: z.string() });

export const linkChannels = {
  'links.question': channel(['console'], z.object({}), question),
  /** Dials what the question shows. A question that another link has replaced is `not_found`. */
  'links.dial': channel(['console'], id, z.object({})),
  'links.dismiss': channel(['console'], id, z.object({})),
  'links.handling': channel(['console'], z.object({}), linkHandlingSchema),
  /** Makes this program the one that opens such links, or gives that up. */
  'links.setHandling': channel(['console'], z.object({ on: z.boolean() }), linkHandlingSchema),
} as const;

export const linkEvents = {
  'links.changed': eventChannel(['console'], question),
} as const;
