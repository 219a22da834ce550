// Made by npm run schemas from schemas/.
/** Namespaces, Pod Security, admission policy, quota and default limits. Every region has it. */
export type ClusterSettings = {
  /** Pod Security Standard that the agents' namespace enforces. */
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged';
  /** What an agent's image must carry: a `tag`, or a `digest`. Enforced by a ValidatingAdmissionPolicy. Written down, `tag` says that tags are enough: without it, each image without a digest is a warning. */
  readonly images: 'tag' | 'digest';
  /** Where images may come from: registries, or paths in them. Empty: from anywhere. Enforced like `images`. */
  readonly registries: readonly string[];
  /** ResourceQuota of the agents' namespace. */
  readonly quota: {
    /** Sum of CPU requests. */
    readonly cpu: string;
    /** Sum of memory requests. */
    readonly memory: string;
    /** Number of pods. */
    readonly pods: number;
  };
  /** LimitRange of the agents' namespace: what a container gets that asks for nothing, and what none may exceed. */
  readonly limits: {
    /** Requests of a container that names none. */
    readonly defaultRequest: {
      /** CPU cores or millicores. */
      readonly cpu: string;
      /** Bytes with a binary or decimal suffix. */
      readonly memory: string;
    };
    /** Limits of a container that names none. */
    readonly default: {
      /** CPU cores or millicores. */
      readonly cpu: string;
      /** Bytes with a binary or decimal suffix. */
      readonly memory: string;
    };
    /** Largest limits of a container. */
    readonly max: {
      /** CPU cores or millicores. */
      readonly cpu: string;
      /** Bytes with a binary or decimal suffix. */
      readonly memory: string;
    };
  };
};
