import { defineConfig } from 'vitest/config';
import unit from '../../../vitest.config.ts';

/** Tests that need real servers and tools: `npm run test:integration`. */
export default defineConfig({
  ...unit,
  test: {
    include: ['test/system/servers/**/*.integration.ts'],
    globalSetup: 'test/system/servers/programs.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
