/**
 * What a change puts at risk. `loss`: data and what keeps it. `power`: rights, admission, isolation, trust, and code that
 * runs. `work`: pods that stop, restart or are no longer reached. `identity`: something changes its owner. `names`: DNS
 * records and hosts. `policy`: what a policy of the fleet's own says.
 */
export type DangerClass = 'loss' | 'power' | 'work' | 'identity' | 'names' | 'policy';

/** The gravest first: the order in which people read them. */
export const CLASSES: readonly DangerClass[] = ['loss', 'power', 'identity', 'names', 'policy', 'work'];

/** What happens to pods: they are gone or out of reach; they are made anew; they are less protected. */
export type Effect = 'stops' | 'restarts' | 'weakens';

/** What a value does, as a row of a table says it. */
export interface Weight {
  readonly class: DangerClass;
  /** A sentence that says what Kubernetes, Argo CD or the controller makes of it. */
  readonly says: string;
  /** For `work`: what is counted. */
  readonly effect?: Effect;
  /** For `work`: it needs an approval however few pods it concerns. */
  readonly always?: true;
}
