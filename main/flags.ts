import { resolve } from 'node:path';

export type Flags = {
  /** Folder for settings, database and logs instead of the operating system's own place. */
  profile: string | null;
  /** Writes a picture of the console here once its content is ready. */
  screenshot: string | null;
  exitAfterScreenshot: boolean;
  /** How much faster than life the simulated customer reacts; for the demo and for tests. */
  practiceTempo: number;
};

const valueOf = (args: readonly string[], name: string): string | null => {
  const prefix = `--${name}=`;
  const found = args.find((arg) => arg.startsWith(prefix));
  return found === undefined || found.length === prefix.length ? null : resolve(found.slice(prefix.length));
};

const tempoOf = (args: readonly string[]): number => {
  const prefix = '--practice-tempo=';
  const tempo = Number(args.find((arg) => arg.startsWith(prefix))?.slice(prefix.length) ?? 1);
  return Number.isFinite(tempo) && tempo >= 1 && tempo <= 100 ? tempo : 1;
};

/** Reads the few switches of ours from the command line; everything else belongs to Chromium. */
export const readFlags = (args: readonly string[]): Flags => ({
  profile: valueOf(args, 'profile'),
  screenshot: valueOf(args, 'screenshot'),
  exitAfterScreenshot: args.includes('--exit-after-screenshot'),
  practiceTempo: tempoOf(args),
});
