import { app } from 'electron';
import { readFlags } from './flags.ts';
import { onWayland } from './hotkeys/platform.ts';
import { createLinkInbox } from './links/link-inbox.ts';
import { declareAppScheme } from './security/app-protocol.ts';
import { startDesk } from './start-desk.ts';
import { tellStartFailure } from './start-failure.ts';

const flags = readFlags(process.argv);
if (flags.profile !== null) app.setPath('userData', flags.profile);

declareAppScheme();
// Without it a machine that has only a loopback interface finds no ICE candidate, and the practice line no audio.
app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
// A Wayland compositor hands out keys of the whole system through its portal only; on X11 the portal stays out of it.
if (onWayland(process.env, app.commandLine.getSwitchValue('ozone-platform'))) {
  const features = app.commandLine.getSwitchValue('enable-features');
  app.commandLine.appendSwitch(
    'enable-features',
    `${features === '' ? '' : `${features},`}GlobalShortcutsPortal`,
  );
}
// Every renderer is sandboxed by its own preferences; this makes it hold for any other too. Chromium cannot
// sandbox a process of root, so a development run as root says --no-sandbox itself.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

if (!app.requestSingleInstanceLock()) {
  app.quit();
} else {
  const linkInbox = createLinkInbox(app, process.argv);
  app
    .whenReady()
    .then(() => startDesk(flags, linkInbox))
    .catch(tellStartFailure);
}
