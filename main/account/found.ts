import type { LineFinding } from '../../core/call/line-check.ts';

export type StepResult = {
  /** Null = all is well. */
  finding: LineFinding | null;
  values?: Readonly<Record<string, string | number>>;
  /** Facts for an expert, one a line. */
  technical: readonly string[];
};

/** A step that found why the line cannot work; caught by the check that runs the steps. */
export class Found extends Error {
  readonly result: StepResult;

  constructor(
    finding: LineFinding,
    technical: readonly string[],
    values: Readonly<Record<string, string | number>> = {},
  ) {
    super(finding);
    this.name = 'Found';
    this.result = { finding, technical, values };
  }
}

/** Code and message of a Node error, as one line for an expert. */
export const errorLine = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${error.message}`.replaceAll(/\s+/g, ' ').slice(0, 300);
};

/** Node's code of an error, e.g. `ECONNREFUSED`; empty when it has none. */
export const codeOfError = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
