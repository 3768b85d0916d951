import { ensureElectron, type ElectronRuntime } from './electron-runtime.ts';
import { hasDisplay, isPrivateDisplay } from './display.ts';
import { ensureNativeModules } from './native-modules.ts';
import { printReport, type Report } from './progress.ts';
import { exitWithError } from './setup-error.ts';
import { ensurePackages, KEYCHAIN, runtimeNeeds } from './system-packages.ts';

export interface Ready extends ElectronRuntime {
  /** Chromium refuses to start its sandbox as root. Development and tests only; users are never root. */
  readonly needsNoSandbox: boolean;
  /** There is no screen: start one with startDisplay(). */
  readonly needsXvfb: boolean;
}

/** The switches that Electron itself needs on this machine, to go before the app's folder. */
export function launchSwitches(ready: Ready): string[] {
  const virtual = ready.needsXvfb || isPrivateDisplay(process.env);
  return [
    ...(ready.needsNoSandbox ? ['--no-sandbox'] : []),
    // Without a graphics card Chromium would try and fail twice before it draws in software anyway.
    ...(virtual ? ['--disable-gpu'] : []),
  ];
}

/**
 * Makes this machine able to run the app or its tests: system packages, Electron, native modules. Everything is
 * kept, so that a second call costs a fraction of a second.
 * @throws SetupError with the remedy
 */
export async function ensureReady(options: { for: 'run' | 'test'; report?: Report }): Promise<Ready> {
  const report = options.report ?? printReport;
  const needsXvfb = process.platform === 'linux' && !hasDisplay(process.env);
  const purpose = options.for === 'run' ? 'running the app' : 'testing the app';
  const needs = [...runtimeNeeds(needsXvfb), ...(options.for === 'test' ? KEYCHAIN : [])];
  await ensurePackages(needs, purpose, report);
  const electron = await ensureElectron(report);
  await ensureNativeModules(electron, report);
  return { ...electron, needsNoSandbox: process.platform === 'linux' && process.getuid?.() === 0, needsXvfb };
}

if (import.meta.main) {
  const started = performance.now();
  ensureReady({ for: 'run' }).then((ready) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    printReport(`ready in ${seconds} s: Electron ${ready.electronVersion}, ${ready.electronPath}`);
  }, exitWithError);
}
