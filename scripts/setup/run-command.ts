import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Exit code; null when the command was ended by a signal or could not be started. */
  readonly code: number | null;
  /** stdout and stderr in the order they came. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called for every complete line, to show progress. */
  readonly onLine?: (line: string) => void;
  /** Ends the command (SIGKILL) when aborted. */
  readonly signal?: AbortSignal;
}

/** Runs a program without a shell and collects what it prints. Never rejects: a missing program gives code null. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
      killSignal: 'SIGKILL',
    });
    let output = '';
    let partialLine = '';
    const take = (chunk: string): void => {
      output += chunk;
      const lines = (partialLine + chunk).split('\n');
      partialLine = lines.pop() ?? '';
      for (const line of lines) options.onLine?.(line);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** The last lines of a command's output, for an error message. */
export function lastLines(output: string, count: number): string {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}
