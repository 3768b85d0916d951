import { join } from 'node:path';
import electronLog from 'electron-log/main.js';
import { redactDetails } from './redact.ts';

type Details = Record<string, string | number | boolean | null>;

/** Log lines are an event name and plain details; free sentences with personal data have no way in. */
export type Log = {
  info(event: string, details?: Details): void;
  warn(event: string, details?: Details): void;
  error(event: string, details?: Details): void;
};

/** Rotating log file in the profile; every line passes the redaction. */
export const createLog = (profile: string): Log => {
  electronLog.transports.file.resolvePathFn = () => join(profile, 'logs', 'callback-desk.log');
  electronLog.transports.file.maxSize = 5 * 1024 * 1024;
  electronLog.transports.console.level = 'warn';
  const line = (event: string, details: Details = {}): string =>
    `${event} ${JSON.stringify(redactDetails(details))}`;
  return {
    info: (event, details) => electronLog.info(line(event, details)),
    warn: (event, details) => electronLog.warn(line(event, details)),
    error: (event, details) => electronLog.error(line(event, details)),
  };
};
