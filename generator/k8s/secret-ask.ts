import type { KubeObject } from './object.ts';
import type { Pointer } from '../model/pointer.ts';

/** A Secret that some object reads. */
export interface Ask {
  readonly by: KubeObject;
  readonly at: Pointer;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly key?: { readonly name: string; readonly at: Pointer };
  /** What it is read for, as in "mounts". */
  readonly verb: string;
}
