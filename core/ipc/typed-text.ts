import { reduceIfId } from '../import/identity.ts';
import { findSensitiveNumbers } from '../privacy/sensitive-numbers.ts';

/**
 * The guard of everything that is typed or pasted (design.md I10, domain.md row 29): a full identity or account number
 * goes into no channel. Every text of every channel is guarded unless a rule here says otherwise, so that a new
 * field is safe before anybody thinks of it.
 */
export type TextRule =
  /** Refused with a full identity or account number in it. */
  | 'guarded'
  /** Looked for and forgotten, neither stored nor logged: policy numbers look like account numbers and must be found, a valid identity number is refused. */
  | 'search'
  /** No words of a person about a person: ids, addresses, telephone numbers, secrets. */
  | 'free';

/** Channels of the machine's own settings; what they hold is checked by their features. */
const machineChannels = /^(?:account|devices|headOffice|hotkeys|phone|pbx|phoneWindow|customerWindow)\./;

/** Ids, telephone numbers that are dialled, secrets, and the policy's own number. */
const freeKeys = /^(?:id|.*Ids?|policyNo|.*[pP]in|.*[pP]assword|tones)$/;
const searchKeys = /^(?:search|query)$/;

/** Rule for the text at `path` (keys from the input down, array places left out) of a channel. */
export const textRule = (channel: string, path: readonly string[]): TextRule => {
  const key = path.at(-1) ?? '';
  if (machineChannels.test(channel) || freeKeys.test(key)) return 'free';
  if (channel.startsWith('softphone.') && key === 'number') return 'free';
  return searchKeys.test(key) ? 'search' : 'guarded';
};

/** Valid up to its check character: a policy number that only looks like an identity number must still be found. */
const isIdentity = (text: string): boolean =>
  text.length <= 40 && reduceIfId(text.normalize('NFKC'), latestBirth) !== null;
const latestBirth = '2100-12-31';

const isRefused = (rule: TextRule, text: string, allow: readonly string[]): boolean => {
  switch (rule) {
    case 'free':
      return false;
    case 'search':
      return isIdentity(text);
    case 'guarded':
      return findSensitiveNumbers(text, { allow }).length > 0;
  }
};

/**
 * Key of the first text of an input that holds what must not be typed; null when none does. `allow`: numbers that
 * may stand in a text, such as the number of the policy on the line.
 */
export const refusedField = (
  channel: string,
  input: unknown,
  allow: readonly string[],
  path: readonly string[] = [],
): string | null => {
  if (typeof input === 'string')
    return isRefused(textRule(channel, path), input, allow) ? (path.at(-1) ?? 'text') : null;
  if (Array.isArray(input)) {
    for (const item of input as readonly unknown[]) {
      const found = refusedField(channel, item, allow, path);
      if (found !== null) return found;
    }
    return null;
  }
  if (typeof input !== 'object' || input === null) return null;
  for (const [key, value] of Object.entries(input)) {
    const found = refusedField(channel, value, allow, [...path, key]);
    if (found !== null) return found;
  }
  return null;
};
