import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';
import groups from './guarded.json' with { type: 'json' };

/** Which branches of the code that guards the rest a test in this process takes: `npm run coverage`. */
export default defineConfig({
  ...unit,
  test: {
    ...unit.test,
    include: ['test/{unit,examples}/**/*.test.ts'],
    coverage: {
      enabled: true,
      provider: 'v8',
      include: Object.values(groups).flat(),
      reporter: ['text', 'json-summary', 'json'],
      thresholds: Object.fromEntries(
        Object.values(groups).map((files) => [`{${files.join(',')}}`, { branches: 100 }]),
      ),
    },
  },
});
