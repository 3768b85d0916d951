import { ensureReady, launchSwitches } from '../../scripts/setup/index.ts';
import { silentReport } from '../../scripts/setup/progress.ts';

/** For Playwright's `_electron.launch`: put the app's folder and arguments after `args`. */
export interface ElectronLaunch {
  readonly executablePath: string;
  readonly args: readonly string[];
}

let launch: Promise<ElectronLaunch> | null = null;

/**
 * The Electron that the set-up chose for this machine, with the switches it needs here.
 * Cheap once the set-up has run, which `npm test` sees to.
 */
export function electronLaunch(): Promise<ElectronLaunch> {
  launch ??= findElectron();
  return launch;
}

async function findElectron(): Promise<ElectronLaunch> {
  const ready = await ensureReady({ for: 'test', report: silentReport });
  if (ready.needsXvfb) {
    throw new Error(
      'There is no screen. Run the tests with `npm test -- --e2e [file]`, which starts a virtual one.',
    );
  }
  return { executablePath: ready.electronPath, args: launchSwitches(ready) };
}
