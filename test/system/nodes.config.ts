import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';

/** The command line under every Node that is supported: fetches their programs the first time. */
export default defineConfig({ ...unit, test: { ...unit.test, isolate: true, testTimeout: 120_000, include: ['test/system/nodes/*.test.ts'] } });
