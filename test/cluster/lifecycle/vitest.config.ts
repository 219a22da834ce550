import { defineConfig } from 'vitest/config';
import unit from '../../../vitest.config.ts';

/** Whether the table of what came and goes with which version is what upstream says: `npm run lifecycle`; with UPDATE=1 it is written. */
export default defineConfig({ ...unit, test: { include: ['test/cluster/lifecycle/*.measure.ts'], testTimeout: 600_000, hookTimeout: 600_000 } });
