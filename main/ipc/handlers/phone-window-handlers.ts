import type { Lines } from '../../app/lines.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `phoneWindow.${string}` | `customerWindow.${string}`>;

/** What the windows with media tell main. */
export const phoneWindowHandlers = (lines: Lines): Pick<Handlers, Names> => ({
  'phoneWindow.ready': (_, role) => {
    if (role === 'customer') lines.onCustomerReady();
    else lines.phone.onReady();
    return {};
  },
  'phoneWindow.reply': (reply) => {
    lines.phone.onReply(reply);
    return {};
  },
  'phoneWindow.event': (event) => {
    lines.phone.onWindowEvent(event);
    return {};
  },
  'customerWindow.event': (event) => {
    lines.onCustomerEvent(event);
    return {};
  },
});
