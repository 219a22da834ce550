import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';

/** The command line, the delivery chain with real Git and the workflows' own scripts, and what real Kustomize builds: `npm run test:system`. */
export default defineConfig({
  ...unit,
  test: { ...unit.test, isolate: true, include: ['test/system/{browser,cli,docs,git,workflows,kustomize}/**/*.test.ts'] },
});
