import type { Found, InObject } from '../../model/finding.ts';

/** What is wrong with an object, or with the definition of its kind, and where in it. */
export type Fault = Found<InObject>;
