import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';

/** The delivery chain with real Git and the workflows' own scripts, and what real Kustomize builds: `npm run test:system`. */
export default defineConfig({ ...unit, test: { ...unit.test, isolate: true, include: ['test/system/{git,workflows,kustomize}/**/*.test.ts'] } });
