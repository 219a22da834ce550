import { join } from 'node:path';
import groups from './guarded.json' with { type: 'json' };

/** What is measured: code that guards the rest. */
export const MEASURED = { provider: 'v8', include: Object.values(groups).flat() } as const;

/**
 * For a run whose branches count together with those of others: with COVERAGE=DIR it leaves there what it has taken, and
 * `vitest run --config test/coverage/vitest.config.ts --merge-reports DIR` judges all of it. Without, nothing is measured.
 * @param name of the run
 */
export function part(name: string): object {
  const folder = process.env['COVERAGE'];
  if (folder === undefined) return {};
  return {
    reporters: ['default', ['blob', { outputFile: join(folder, `${name}.json`) }]],
    coverage: { ...MEASURED, enabled: true, reporter: [], reportsDirectory: `${folder}-${name}` },
  };
}
