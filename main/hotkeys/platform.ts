import type { Platform } from '../../core/hotkeys/accelerator.ts';

export const platformOf = (name: NodeJS.Platform): Platform =>
  name === 'win32' ? 'windows' : name === 'darwin' ? 'macos' : 'linux';

/** Whether keys of the whole system have to be asked of a Wayland compositor; --ozone-platform=x11 goes past it. */
export const onWayland = (env: NodeJS.ProcessEnv, ozonePlatform: string): boolean =>
  ozonePlatform === 'wayland' || (ozonePlatform !== 'x11' && env['XDG_SESSION_TYPE'] === 'wayland');
