import { defineConfig } from 'vitest/config';

/** Tests that take long and load the machine: `npm run test:torture`. */
export default defineConfig({
  test: {
    include: ['test/torture/**/*.torture.ts', 'test/tree/crash.test.ts'],
    env: { TORTURE: '1' },
    testTimeout: 600_000,
    hookTimeout: 120_000,
    maxWorkers: '100%',
  },
});
