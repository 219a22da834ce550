// Made by npm run schemas from schemas/.
/** ServiceAccount, Deployment, Service, volume, autoscaler and disruption budget of each agent. */
export type AgentsSettings = {
  /** Whether the agents' workloads are written; off, the region keeps its namespaces and nothing runs. */
  readonly enabled: boolean;
  /** How many old ReplicaSets each Deployment keeps. */
  readonly revisionHistoryLimit: number;
};
