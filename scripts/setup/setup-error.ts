/** A set-up problem that a person can mend: the message says what failed, why, and what to do. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** Ends a command-line script with the error's message; the stack is printed only for defects of our own. */
export function exitWithError(error: unknown): never {
  const text =
    error instanceof SetupError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}
