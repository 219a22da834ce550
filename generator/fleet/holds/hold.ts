import type { Pointer } from '../../model/pointer.ts';
import type { Fields } from '../spec.ts';

/** Values that nothing may change until they are released, as their file says it. */
export interface HoldSpec {
  readonly name: string;
  /** A target as rollouts have it → what it holds there; `null`: nothing. */
  readonly keep?: Readonly<Record<string, Fields>>;
  /** Region → what is held there. */
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, Fields>>>>;
  readonly regions?: readonly string[];
  readonly reason: string;
  readonly at?: string;
  readonly by?: string;
}

export interface Hold extends Omit<HoldSpec, 'at'> {
  /** The hold in its file. */
  readonly spot: Pointer;
}
