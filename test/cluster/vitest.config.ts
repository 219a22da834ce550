import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';

/** Tests that ask a real API server: `npm run test:cluster`. */
export default defineConfig({
  ...unit,
  test: {
    include: ['test/cluster/*.cluster.ts'],
    globalSetup: 'test/cluster/programs/setup.ts',
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // One after the other in one process: they may share a server.
    fileParallelism: false,
    isolate: false,
  },
});
