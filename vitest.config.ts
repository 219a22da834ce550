import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      name: 'templates-as-text',
      transform: (code, id) => (/\.(hbs|yaml)$/.test(id) ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined),
    },
  ],
  define: { __VERSION__: JSON.stringify('0.0.0-test'), __BUILD__: JSON.stringify('test') },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
