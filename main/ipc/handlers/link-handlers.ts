import type { LinkService } from '../../links/link-service.ts';
import type { createLinkRegistration } from '../../links/link-registration.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `links.${string}`>;

/** Links of other programs that ask for a call. */
export const linkHandlers = (
  links: LinkService,
  registration: ReturnType<typeof createLinkRegistration>,
): Pick<Handlers, Names> => ({
  'links.question': () => ({ question: links.question() }),
  'links.dial': async ({ id }) => {
    await links.dial(id);
    return {};
  },
  'links.dismiss': ({ id }) => {
    links.dismiss(id);
    return {};
  },
  'links.handling': () => registration.handling(),
  'links.setHandling': ({ on }) => registration.setHandling(on),
});
