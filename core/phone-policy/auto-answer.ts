import type { PhonePolicy } from './policy-schema.ts';

export type AutoAnswerRequest = {
  /** Headers of the INVITE by lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** User and domain part of the caller's URI; null where the domain is not known. */
  user: string;
  domain: string | null;
  /** What the agent's state shows: `on_call` while a call is up. */
  state: string;
  /** Calls that are up beside the one that comes in. */
  callsUp: number;
};

/** Why a call is not answered by itself, in the order in which it is looked at. */
export const autoAnswerRefusals = ['off', 'not_asked', 'not_trusted', 'not_ready', 'call_up'] as const;
export type AutoAnswerDecision =
  { answer: true; afterMs: number } | { answer: false; refusal: (typeof autoAnswerRefusals)[number] };

/** A word of a header value: `auto` is in `Auto;require`, not in `automatic`. */
const hasWord = (value: string, word: string): boolean => {
  const plain = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:^|[^a-z0-9-])${plain}(?:$|[^a-z0-9-])`, 'i').test(value);
};

/** `*` stands for any text, everything else for itself; letters in either case. */
const matches = (pattern: string, text: string): boolean => {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'i').test(text);
};

const isTrusted = (
  trusted: PhonePolicy['autoAnswer']['trusted'],
  { user, domain }: AutoAnswerRequest,
): boolean =>
  user !== '' &&
  trusted.some(
    (entry) =>
      // An unknown domain fits only where any domain would do.
      matches(entry.user, user) && (domain === null ? entry.domain === '*' : matches(entry.domain, domain)),
  );

/** Seconds that Call-Info asks to wait (`answer-after=N`, a habit of several PBXs); 0 without. */
const askedSeconds = (headers: AutoAnswerRequest['headers']): number =>
  Number(/answer-after\s*=\s*"?(\d{1,4})/i.exec(headers['call-info'] ?? '')?.[1] ?? 0);

/**
 * Whether an incoming call is answered without a hand on it. An open microphone in an office is a risk, so all
 * must hold: the policy allows it, the call asks for it by a header, the caller is trusted, the agent is ready
 * and no other call is up.
 */
export function autoAnswerDecision(policy: PhonePolicy, request: AutoAnswerRequest): AutoAnswerDecision {
  const rule = policy.autoAnswer;
  const refuse = (refusal: (typeof autoAnswerRefusals)[number]): AutoAnswerDecision => ({
    answer: false,
    refusal,
  });
  if (!rule.enabled) return refuse('off');
  if (!rule.headers.some(({ header, word }) => hasWord(request.headers[header] ?? '', word)))
    return refuse('not_asked');
  if (!isTrusted(rule.trusted, request)) return refuse('not_trusted');
  if (request.state !== 'ready') return refuse(request.state === 'on_call' ? 'call_up' : 'not_ready');
  if (request.callsUp > 0) return refuse('call_up');
  const seconds = Math.max(rule.delaySeconds, Math.min(askedSeconds(request.headers), rule.maxDelaySeconds));
  return { answer: true, afterMs: seconds * 1000 };
}
