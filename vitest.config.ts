import { configDefaults, defineConfig } from 'vitest/config';
import { leftOutPatterns } from './scripts/testing/left-out.ts';

export default defineConfig({
  test: {
    include: ['tests/{unit,property,contract,integration}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...leftOutPatterns()],
    environment: 'node',
    // Real databases and servers start in some tests; two cores are the smallest machine we support.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
