import { defineConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';

/** The delivery chain with real Git and the workflows' own scripts, and what real Kustomize builds: `npm run test:delivery`. */
export default defineConfig({ ...unit, test: { ...unit.test, include: ['test/system/{workflows,kustomize}/**/*.test.ts'] } });
