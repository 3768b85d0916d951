import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,property,contract,integration}/**/*.test.ts'],
    environment: 'node',
    // Real databases and servers start in some tests; two cores are the smallest machine we support.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
