import type { Policy } from '../callback/policy.ts';
import { voiceFile } from './drill-book.ts';
import type { CustomerReply } from './customer-reply.ts';

/**
 * What the customer does when the agent presses a key: he reads a digit back, as recorded for spoken numbers, and
 * shows all keys of this call so far. `*`, `#` and letters have no recording and are shown only.
 */
export const keyReply = (
  key: string,
  allKeys: string,
  policy: Policy,
): Pick<CustomerReply, 'caption' | 'voices'> => ({
  caption: { 'zh-CN': `（听到按键 ${allKeys}）`, en: `(hears the keys ${allKeys})` },
  voices: /^\d$/.test(key) ? [voiceFile(policy.holderGender === '女' ? 'woman' : 'man', `n-${key}`)] : [],
});
