import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';
import { LONG } from '../long.config.ts';
import { QUICK } from '../quick.config.ts';
import groups from './guarded.json' with { type: 'json' };
import { MEASURED } from './part.ts';

/** Which branches of the code that guards the rest a test in this process takes: `npm run coverage`. Also of runs that were made before (part.ts). */
export default defineConfig({
  ...unit,
  test: {
    ...unit.test,
    include: [...QUICK, ...LONG],
    coverage: {
      ...MEASURED,
      enabled: true,
      reporter: ['text', 'json-summary', 'json'],
      thresholds: Object.fromEntries(
        Object.values(groups).map((files) => [`{${files.join(',')}}`, { branches: 100 }]),
      ),
    },
  },
});
