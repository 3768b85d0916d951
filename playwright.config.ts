import { defineConfig } from '@playwright/test';
import { leftOutPatterns } from './scripts/testing/left-out.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  testIgnore: leftOutPatterns(),
  outputDir: 'artifacts/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // One real app at a time: each has its own windows, audio and SIP line.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  projects: [
    { name: 'app', testIgnore: ['**/lab/**', ...leftOutPatterns()] },
    {
      name: 'lab',
      testMatch: '**/lab/**/*.spec.ts',
      // Four servers and telephones and a browser share the build server's cores, and sound waits for nobody: one
      // more try there, which the closing lines name. Everything else, and every run by hand, has a single one.
      retries: process.env['CI'] === 'true' ? 1 : 0,
    },
  ],
});
