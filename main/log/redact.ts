import { findSensitiveNumbers } from '../../core/privacy/sensitive-numbers.ts';

/** Field names whose values never reach a log, whoever logs them. */
const secretKeys =
  /pass|token|secret|reply|words|notes|name|mobile|phone|policy|product|premium|holder|insured|caption|body/i;

/** Takes identity, account and phone numbers out of a text, and Chinese text as a whole (it is personal or locked text). */
export const redactText = (text: string): string => {
  let out = text;
  // From the end, so that the offsets of the earlier ones stay right.
  for (const { start, end } of findSensitiveNumbers(text).reverse())
    out = `${out.slice(0, start)}[number]${out.slice(end)}`;
  return out.replace(/\d{7,}/g, '[number]').replace(/[\u4e00-\u9fff]+/g, '[text]');
};

/** Detail values of a log line with personal data removed. */
export const redactDetails = (
  details: Record<string, string | number | boolean | null>,
): Record<string, string | number | boolean | null> =>
  Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      secretKeys.test(key) ? '[redacted]' : typeof value === 'string' ? redactText(value) : value,
    ]),
  );
