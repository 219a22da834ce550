// Made by npm run schemas from schemas/.
/** NetworkPolicies: everything is denied but what an agent needs. */
export type PoliciesSettings = {
  /** Whether NetworkPolicies are written. */
  readonly enabled: boolean;
};
