// Which random values the properties see: the same in every run, or one found by chance would fail somebody else's change.
// `npm run search` takes others, and fast-check prints the seed of a failure: SEED=… npm run test:long replays it.
import * as fc from 'fast-check';

const seed = process.env['SEED'] ?? '20261123';
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
