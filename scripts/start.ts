import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './setup/app-build.ts';
import { startDisplay } from './setup/display.ts';
import { ensureReady, launchSwitches } from './setup/index.ts';
import { printReport } from './setup/progress.ts';
import { projectRoot } from './setup/project.ts';
import { runChild } from './setup/run-child.ts';
import { exitWithError } from './setup/setup-error.ts';

/** What Chromium prints on every machine without a message bus; it works without. */
const HARMLESS = /ERROR:(dbus\/)?(bus|object_proxy)\.cc/;
const SCREENSHOT = path.join('artifacts', 'start.png');

/** `npm start [-- arguments for the app]`: everything that is needed, then the app. */
async function start(appArguments: readonly string[]): Promise<number> {
  const ready = await ensureReady({ for: 'run' });
  await ensureBuilt(printReport);
  if (ready.needsNoSandbox) {
    printReport('running as root: Chromium runs without its sandbox (--no-sandbox). For development only.');
  }
  const command = [...launchSwitches(ready), projectRoot];
  const env: NodeJS.ProcessEnv = { ...process.env };
  delete env['ELECTRON_RUN_AS_NODE'];
  if (!ready.needsXvfb) return runChild(ready.electronPath, [...command, ...appArguments], { env });

  const display = await startDisplay();
  const headless = screenshotArguments(appArguments);
  let told = false;
  const tellOnce = (): void => {
    if (told || !existsSync(path.join(projectRoot, SCREENSHOT))) return;
    told = true;
    const more = process.stdin.isTTY ? '; the app keeps running, Ctrl-C ends it' : '';
    printReport(`the window is up; its screenshot: ${SCREENSHOT}${more}`);
  };
  const watch = setInterval(tellOnce, 250);
  printReport(`no screen here: the app runs on a virtual one (${display.env.DISPLAY})`);
  try {
    const code = await runChild(ready.electronPath, [...command, ...appArguments, ...headless], {
      env: { ...env, ...display.env },
      onErrorOutput: printErrors,
    });
    tellOnce();
    if (code === 0 && headless.length > 0 && !existsSync(path.join(projectRoot, SCREENSHOT))) {
      process.stderr.write('The app ended without showing its window: there is no screenshot.\n');
      return 1;
    }
    return code;
  } finally {
    clearInterval(watch);
    await display.stop();
  }
}

/** Without a terminal nobody can press Ctrl-C, so the app ends after its screenshot. */
function screenshotArguments(appArguments: readonly string[]): string[] {
  if (appArguments.some((argument) => argument.startsWith('--screenshot='))) return [];
  const file = path.join(projectRoot, SCREENSHOT);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return [`--screenshot=${file}`, ...(process.stdin.isTTY ? [] : ['--exit-after-screenshot'])];
}

function printErrors(text: string): void {
  const lines = text.split('\n').filter((line) => !HARMLESS.test(line));
  process.stderr.write(lines.join('\n'));
}

start(process.argv.slice(2)).then((code) => process.exit(code), exitWithError);
