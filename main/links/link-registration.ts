import type { App } from 'electron';
import { linkSchemes } from '../../core/links/call-link.ts';
import type { LinkScheme } from '../../core/links/call-link.ts';
import type { LinkHandling } from '../../core/ipc/features/links.ts';

type Protocols = Pick<
  App,
  'isDefaultProtocolClient' | 'setAsDefaultProtocolClient' | 'removeAsDefaultProtocolClient'
>;

/**
 * Whether the system opens call links with this program. A package says at installation that it can
 * (electron-builder.yml); only the person makes it the default, in the settings. In development the system has to
 * be told how to start Electron with our sources.
 */
export const createLinkRegistration = (deps: {
  app: Protocols;
  /** Program and arguments with which a link starts this very program; null in a package. */
  start: { program: string; args: readonly string[] } | null;
}): { handling(): LinkHandling; setHandling(on: boolean): LinkHandling } => {
  const { app, start } = deps;
  const ask = (
    what: 'isDefaultProtocolClient' | 'setAsDefaultProtocolClient' | 'removeAsDefaultProtocolClient',
    scheme: LinkScheme,
  ): boolean => (start === null ? app[what](scheme) : app[what](scheme, start.program, [...start.args]));
  const handling = (): LinkHandling => ({
    tel: ask('isDefaultProtocolClient', 'tel'),
    sip: ask('isDefaultProtocolClient', 'sip') && ask('isDefaultProtocolClient', 'sips'),
    callto: ask('isDefaultProtocolClient', 'callto'),
  });
  return {
    handling,
    setHandling: (on) => {
      for (const scheme of linkSchemes)
        ask(on ? 'setAsDefaultProtocolClient' : 'removeAsDefaultProtocolClient', scheme);
      return handling();
    },
  };
};
