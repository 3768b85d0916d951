import { SetupError } from '../setup/setup-error.ts';

export type TestPart = 'unit' | 'e2e';

export interface TestArguments {
  readonly parts: readonly TestPart[];
  /** For the runner of the one chosen part. */
  readonly rest: readonly string[];
}

/**
 * Reads `[--unit | --e2e] [--] [arguments for that runner]`; without a part all parts run.
 * @throws SetupError when there are arguments for a runner, but not which one
 */
export function parseTestArguments(args: readonly string[]): TestArguments {
  const chosen = (['unit', 'e2e'] as const).filter((part) => args.includes(`--${part}`));
  const rest = args.filter((arg) => arg !== '--unit' && arg !== '--e2e' && arg !== '--');
  if (rest.length > 0 && chosen.length !== 1) {
    throw new SetupError(
      `"${rest.join(' ')}" is for one of the two test runners: say --unit (vitest) or --e2e (Playwright) before it.`,
    );
  }
  return { parts: chosen.length > 0 ? chosen : ['unit', 'e2e'], rest };
}
