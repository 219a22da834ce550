import { defineConfig } from 'vitest/config';

/** Tests that need real servers: `npm run test:integration`. */
export default defineConfig({
  test: { include: ['test/integration/**/*.integration.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false },
});
