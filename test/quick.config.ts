import { defineConfig } from 'vitest/config';
import unit from '../vitest.config.ts';
import { part } from './coverage/part.ts';
import { LONG } from './long.config.ts';

export const QUICK = ['test/architecture.test.ts', 'test/{unit,examples}/**/*.test.ts', 'test/system/cli/{help,hints}.test.ts'];

/** What a newcomer runs, and whoever has changed a line: `npm test`. The rest of the command line is in `npm run test:system`. */
export default defineConfig({
  ...unit,
  test: {
    ...unit.test,
    ...part('quick'),
    include: QUICK,
    exclude: LONG,
  },
});
