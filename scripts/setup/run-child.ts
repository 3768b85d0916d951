import { spawn, type SpawnOptions } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a program in the foreground and passes on the signals that we get, so that Ctrl-C or a stop by a service
 * manager ends it in its own way.
 * @returns its exit code; 128 + the signal's number when a signal ended it; 127 when it could not be started
 */
export function runChild(
  program: string,
  args: readonly string[],
  options: SpawnOptions & { onErrorOutput?: (text: string) => void },
): Promise<number> {
  const { onErrorOutput, ...spawnOptions } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['inherit', 'inherit', onErrorOutput ? 'pipe' : 'inherit'],
      ...spawnOptions,
    });
    if (onErrorOutput) child.stderr?.setEncoding('utf8').on('data', onErrorOutput);
    const forward = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const finish = (code: number): void => {
      for (const signal of FORWARDED) process.removeListener(signal, forward);
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`${program} could not be started: ${error.message}\n`);
      finish(127);
    });
    child.once('close', (code, signal) => finish(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
