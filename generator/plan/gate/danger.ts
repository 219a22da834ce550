import type { DangerClass } from '../../components/weight.ts';
import type { Change } from '../change.ts';

/** A change and why it is dangerous. */
export interface Danger {
  readonly change: Change;
  readonly class: DangerClass;
  readonly because: string;
  /** It is a part of a share of the whole fleet: in a smaller change it might be free. */
  readonly shared?: true;
}
