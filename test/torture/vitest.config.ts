import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';

/** Tests that take long and load the machine, and the whole of what `npm test` runs a sample of: `npm run test:torture`. */
export default defineConfig({
  ...unit,
  test: {
    include: [
      'test/torture/**/*.torture.ts',
      'test/tree/crash.test.ts',
      'test/property/laws.test.ts',
      'test/property/keys.test.ts',
      'test/hostile/shown.test.ts',
      'test/e2e/readers.test.ts',
    ],
    setupFiles: ['test/support/seed.ts'],
    env: { TORTURE: '1' },
    maxWorkers: '100%',
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
