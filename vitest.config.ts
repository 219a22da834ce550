import { defineConfig } from 'vitest/config';
import { writeRuleIndex } from './generator/tools/rules.mjs';
import { templateModule } from './generator/tools/templates.mjs';

writeRuleIndex();

/** Every test in one process, whichever suite runs it: `npx vitest run PATH`. */
export default defineConfig({
  plugins: [
    {
      name: 'templates',
      transform: (code, id) => {
        if (id.endsWith('.hbs')) return { code: templateModule(code), map: null };
        return /\.(yaml|sh)$/.test(id) ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined;
      },
    },
  ],
  define: { __VERSION__: JSON.stringify('0.0.0-test'), __BUILD__: JSON.stringify('test'), __COMMIT__: JSON.stringify('') },
  test: {
    include: ['test/architecture.test.ts', 'test/{unit,examples,properties}/**/*.test.ts', 'test/system/{cli,docs}/**/*.test.ts'],
    setupFiles: ['test/support/seed.ts'],
    // Vitest would leave one core idle: with two, everything would run one after the other.
    maxWorkers: '100%',
    // Every file imports most of the program: one process reads it once. No test may leave anything behind, and none does.
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
