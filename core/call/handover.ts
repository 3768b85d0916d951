import type { CallParty } from './types.ts';

/** What a callback robot says about the call it hands over (domain.md section 4 ROBOT_HANDOVER). */
export type RobotHandover = {
  /** Policy number, or the id of the task. */
  task: string;
  reason: string;
  /** Answers in the order in which they were given. */
  answers: readonly { questionId: string; value: string }[];
};

const longestReason = 100;
const mostAnswers = 100;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign: the text was not encoded.
    return text;
  }
};

const answersOf = (text: string): RobotHandover['answers'] =>
  text
    .split(',')
    .map((pair) => /^\s*([A-Za-z]\d{1,2})[:=]([\w-]{1,40})\s*$/.exec(pair))
    .flatMap((match) =>
      match?.[1] === undefined || match[2] === undefined
        ? []
        : [{ questionId: match[1].toUpperCase(), value: match[2] }],
    )
    .slice(0, mostAnswers);

const handover = (fields: Readonly<Record<string, string | undefined>>): RobotHandover | null => {
  const task = decoded(fields['task']?.trim() ?? '');
  if (!/^[\w-]{1,64}$/.test(task)) return null;
  return {
    task,
    reason: decoded(fields['reason'] ?? '')
      .trim()
      .slice(0, longestReason),
    answers: answersOf(fields['answers'] ?? ''),
  };
};

/** `User-to-User: <hex>;encoding=hex` (RFC 7433), holding `task=…;reason=…;answers=…` in UTF-8. */
const fromUserToUser = (value: string): Record<string, string> | null => {
  const hex = /^\s*((?:[0-9a-f]{2})+)\s*(?:;|$)/i.exec(value)?.[1];
  if (hex === undefined) return null;
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const pairs = new TextDecoder()
    .decode(bytes)
    .split(';')
    .map((pair) => pair.split('='));
  return Object.fromEntries(pairs.map(([name = '', ...rest]) => [name.trim().toLowerCase(), rest.join('=')]));
};

/**
 * The hand-over an incoming call carries: `X-Callback-Task`, `X-Callback-Reason` (percent-encoded UTF-8) and
 * `X-Callback-Answers: N01:yes,N02:yes`, or the same in User-to-User. Null when it carries none.
 */
export const handoverOf = ({ headers }: Pick<CallParty, 'headers'>): RobotHandover | null => {
  const own = handover({
    task: headers['x-callback-task'],
    reason: headers['x-callback-reason'],
    answers: headers['x-callback-answers'],
  });
  if (own !== null) return own;
  const data = fromUserToUser(headers['user-to-user'] ?? '');
  return data === null ? null : handover(data);
};
