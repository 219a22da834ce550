import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';
import tests from './tests.json' with { type: 'json' };

const group = (process.env['GROUP'] ?? '') as keyof typeof tests | '';

/** The tests that judge the mutants of a group: those in one process, none that builds or starts the program. */
export default defineConfig({
  ...unit,
  test: {
    // One seed, so that the same change gives the same score; few texts, because tables should notice what properties only stumble over.
    setupFiles: ['test/support/seed.ts'],
    env: { MOST_RUNS: '100' },
    include: group === '' ? [...new Set(Object.values(tests).flat())] : tests[group],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
