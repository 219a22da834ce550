import type { AnyRule } from './indexed.ts';

/** Every rule, from the folders here: `generator/tools/rules.mjs` writes the file that this declares. */
export const rules: readonly AnyRule[];
/** Code → what is printed about its bad example. */
export const examples: Readonly<Record<string, string>>;
/** Code → what the good example has in the place of what is wrong in the bad one, as a difference. */
export const differences: Readonly<Record<string, string>>;
