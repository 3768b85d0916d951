import type { CallbackRecord } from '../core/callback/record.ts';
import type { PushMessage, RefusalReason } from '../core/sync/contract.ts';
import { recordTypes } from '../core/sync/record-types.ts';

export type Refusal = { reason: RefusalReason; field: string; detail: string };
export type Verdict = { ok: true; record: CallbackRecord } | { ok: false; refusal: Refusal };

/** Deeper JSON than any record needs would exhaust the stack of the database's own parser. */
const deepest = 32;

const refused = (reason: RefusalReason, field: string, detail: string): Verdict => ({
  ok: false,
  refusal: { reason, field, detail },
});

/** Deepest nesting of brackets outside strings; a cheap look before anything recursive touches the text. */
const nesting = (text: string): number => {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (inString) {
      if (char === '\\') index += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') most = Math.max(most, (depth += 1));
    else if (char === '}' || char === ']') depth -= 1;
  }
  return most;
};

/** NUL and half surrogate pairs are legal in JSON, and no PostgreSQL text can hold them. */
const unstorable = /\0|\p{Surrogate}/u;

class UnstorableText extends Error {}

const parse = (text: string): unknown =>
  JSON.parse(text, (key, value: unknown) => {
    if (unstorable.test(key) || (typeof value === 'string' && unstorable.test(value)))
      throw new UnstorableText();
    return value;
  });

/**
 * Decides about one message by itself, before any statement runs, so that a bad one cannot spoil the
 * transaction of the good ones. Details name field and rule, never the value: it may be personal.
 */
export const judge = (message: PushMessage): Verdict => {
  const schema = recordTypes[message.type]?.[message.schema];
  if (schema === undefined) {
    return refused(
      'unknown-type',
      '',
      `This head office does not take ${message.type} in schema ${message.schema}. Upgrade head office, then send it again.`,
    );
  }
  if (unstorable.test(message.body) || nesting(message.body) > deepest) {
    return refused(
      'invalid-body',
      '',
      `The body holds characters that cannot be stored or nests deeper than ${deepest}.`,
    );
  }
  let body: unknown;
  try {
    body = parse(message.body);
  } catch (error) {
    return error instanceof UnstorableText
      ? refused('invalid-body', '', 'A text holds a NUL or half of a surrogate pair. Type it anew.')
      : refused('invalid-body', '', 'The body is not JSON.');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.map(String).join('.') ?? '';
    return refused('invalid-body', field, `Not of the described kind (${issue?.code ?? 'unknown'}).`);
  }
  if (parsed.data.id !== message.entity) {
    return refused('id-mismatch', 'id', 'The record in the body is not the one the message is about.');
  }
  if (parsed.data.mode !== message.mode) {
    return refused(
      'mode-mismatch',
      'mode',
      'The body says live and the message practice, or the other way round.',
    );
  }
  return { ok: true, record: parsed.data };
};
