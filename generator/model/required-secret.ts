/** A Secret that objects of a region refer to, and that must come from outside Git. Its texts name the region by its placeholder. */
export interface RequiredSecret {
  readonly namespace: string;
  readonly name: string;
  readonly type: 'Opaque' | 'kubernetes.io/tls' | 'kubernetes.io/dockerconfigjson';
  readonly keys: readonly SecretKey[];
  /** What uses it, in words. */
  readonly consumer: string;
  /** How its values are made, as shell lines that leave one file per key in the working directory. */
  readonly make: readonly string[];
  /** What is done once it is in the cluster, as shell lines. */
  readonly after?: readonly string[];
  /** Whether more keys than those listed may be there, as while a key rotates. */
  readonly open?: boolean;
  /** Whether people chose its name and keys: several agents may read it, each its own keys, and `externals` may declare it. */
  readonly chosen?: true;
  /** Component that makes it when it is switched on. */
  readonly madeBy?: string;
}

export interface SecretKey {
  readonly key: string;
  readonly what: string;
}
