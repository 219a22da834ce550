import { defineConfig } from 'vitest/config';
import unit from '../vitest.config.ts';
import { part } from './coverage/part.ts';

/** Long lists and random fleets, which nobody should wait for who has just cloned the project. The coverage and the torture run them as well. */
export const LONG = [
  'test/properties/**/*.test.ts',
  'test/examples/{gate,hostile}/**/*.test.ts',
  'test/examples/hints-elsewhere.test.ts',
  'test/unit/secrets/outputs.test.ts',
];

/** What `npm test` leaves out of the tests in one process: `npm run test:long`. */
export default defineConfig({ ...unit, test: { ...unit.test, ...part('long'), include: LONG } });
