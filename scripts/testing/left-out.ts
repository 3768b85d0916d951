/** Set by the test command to the file patterns of the tests that this machine cannot run. */
export const leftOutVariable = 'CALLBACK_DESK_LEFT_OUT';

/** File patterns that the runners leave out; none when a runner is started without the test command. */
export const leftOutPatterns = (env: NodeJS.ProcessEnv = process.env): string[] =>
  (env[leftOutVariable] ?? '').split(',').filter((pattern) => pattern !== '');
