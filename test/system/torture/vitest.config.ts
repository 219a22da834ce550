import { defineConfig } from 'vitest/config';
import unit from '../../../vitest.config.ts';

/** Tests that take long and load the machine, and the whole of what `npm test` and `npm run test:long` run a sample of: `npm run test:torture`. */
export default defineConfig({
  ...unit,
  test: {
    include: [
      'test/system/torture/**/*.torture.ts',
      'test/unit/io/tree/crash.test.ts',
      'test/properties/*.test.ts',
      'test/unit/{k8s/emit,report/markdown,plan/read-emitted,secrets/outputs}.test.ts',
      'test/examples/hostile/shown.test.ts',
      'test/system/kustomize/readers.test.ts',
    ],
    setupFiles: ['test/support/seed.ts'],
    env: { TORTURE: '1' },
    maxWorkers: '100%',
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
  },
});
