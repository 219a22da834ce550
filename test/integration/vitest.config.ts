import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';

/** Tests that need real servers and tools: `npm run test:integration`. */
export default defineConfig({
  ...unit,
  test: {
    include: ['test/integration/**/*.integration.ts'],
    globalSetup: 'test/integration/programs.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
