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
});
