import type { Log } from './log.ts';

/** These are worded by the engine and by Electron; a message of another kind may quote what was being read. */
const plainKinds: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError']);
const framesKept = 6;

/** What may be written down of a fault: its kind, where it happened, and its message where that is no data. */
export const faultOf = (error: unknown): { kind: string; message: string; at: string } => {
  if (!(error instanceof Error)) return { kind: typeof error, message: '', at: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return {
    kind: code === '' ? error.name : `${error.name} ${code}`,
    message: plainKinds.has(error.name) ? error.message : '',
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, framesKept)
      // The folder of the installation may hold a person's name.
      .map((line) => line.trim().replace(/(?:file:\/\/)?[^\s(]*[/\\]/, ''))
      .join(' < '),
  };
};

/**
 * A fault that nothing caught goes to the log, and the desk goes on. Electron's own answer is a dialog that stops the
 * whole main process until somebody clicks it: no keys, no saving, no end of a call, in the middle of one.
 */
export const surviveFaults = (log: Log): Log => {
  process.on('uncaughtException', (error) => log.error('main.uncaught', faultOf(error)));
  process.on('unhandledRejection', (reason) => log.error('main.unhandled', faultOf(reason)));
  return log;
};
