import { readFileSync } from 'node:fs';

const groups = JSON.parse(readFileSync(new URL('../coverage/guarded.json', import.meta.url), 'utf8'));
const group = process.env.GROUP;
if (group !== undefined && !(group in groups)) throw new Error(`GROUP=${group}: one of ${Object.keys(groups).join(', ')}`);

/** `npm run mutate` changes the code that guards the rest, in thousands of small ways: each should turn a test red. `GROUP=gate npm run mutate` does so for one group. */
export default {
  mutate: group === undefined ? Object.values(groups).flat() : groups[group],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  ignorePatterns: ['dist', 'coverage', 'reports'],
  concurrency: 2,
  // Mutants that never end are many; the tests that judge them are fast.
  timeoutMS: 5000,
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
  jsonReporter: { fileName: `reports/mutation/${group ?? 'all'}.json` },
  htmlReporter: { fileName: `reports/mutation/${group ?? 'all'}.html` },
  thresholds: { high: 95, low: 90, break: 90 },
  tempDirName: '.stryker-tmp',
};
