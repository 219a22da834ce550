import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';

/** The command line, the delivery chain with real Git and the workflows' own scripts, and what real Kustomize builds: `npm run test:system`. */
export default defineConfig({
  ...unit,
  // Three at a time, on two cores as well: each waits for the programs that it starts, and these for the disk.
  test: { ...unit.test, isolate: true, maxWorkers: 3, include: ['test/system/{browser,cli,docs,git,workflows,kustomize}/**/*.test.ts'] },
});
