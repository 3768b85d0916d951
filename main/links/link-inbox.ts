import type { App } from 'electron';
import { isCallLink, linkOfArguments } from '../../core/links/call-link.ts';

/** Links that arrive from the very start of the program, kept until the desk is ready to ask about them. */
export type LinkInbox = {
  /** Takes the links that wait, the newest only, and all that come. */
  onLink(receive: (link: string) => void): void;
};

/**
 * Where links come from: the command line of this start, that of a second start (which ends at once), and on
 * macOS an event that may come before the program is ready.
 */
export const createLinkInbox = (app: Pick<App, 'on'>, argv: readonly string[]): LinkInbox => {
  let waiting = linkOfArguments(argv);
  let receiver: ((link: string) => void) | null = null;
  const take = (link: string | null): void => {
    if (link === null) return;
    if (receiver === null) waiting = link;
    else receiver(link);
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    if (isCallLink(url)) take(url);
  });
  app.on('second-instance', (_, second) => take(linkOfArguments(second)));
  return {
    onLink: (receive) => {
      receiver = receive;
      if (waiting !== null) receive(waiting);
      waiting = null;
    },
  };
};
