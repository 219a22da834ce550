import { defineConfig } from 'vitest/config';
import unit from '../../../vitest.config.ts';

/** How often lint and a real API server agree: `npm run lint:rates`. */
export default defineConfig({ ...unit, test: { include: ['test/cluster/rates/*.measure.ts'], testTimeout: 7_200_000, hookTimeout: 7_200_000 } });
