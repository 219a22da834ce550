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
    // Each file has clusters of its own. Three at a time, on two cores as well: they wait as much as they work.
    maxWorkers: 3,
  },
});
