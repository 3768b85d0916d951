import { app } from 'electron';
import { readFlags } from './flags.ts';
import { declareAppScheme } from './security/app-protocol.ts';
import { startDesk } from './start-desk.ts';
import { tellStartFailure } from './start-failure.ts';

const flags = readFlags(process.argv);
if (flags.profile !== null) app.setPath('userData', flags.profile);

declareAppScheme();
// Without it a machine that has only a loopback interface finds no ICE candidate, and the practice line no audio.
app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
// Every renderer is sandboxed by its own preferences; this makes it hold for any other too. Chromium cannot
// sandbox a process of root, so a development run as root says --no-sandbox itself.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

if (!app.requestSingleInstanceLock()) {
  app.quit();
} else {
  app
    .whenReady()
    .then(() => startDesk(flags))
    .catch(tellStartFailure);
}
