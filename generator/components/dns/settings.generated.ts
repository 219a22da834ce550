// Made by npm run schemas from schemas/.
/** ExternalDNS with its own key and records per region, and the files of the authoritative BIND. */
export type DnsSettings = {
  /** Whether the region's records are managed; off, ExternalDNS and its records are not written. */
  readonly enabled: boolean;
  /** One wildcard for the region, or one record per agent. */
  readonly records: 'wildcard' | 'per-agent';
  /** Whether each agent gets the discovery records of the PAP service registry (§3.1: TXT and SRV); needs the region's `ingressAddresses` and ExternalDNS 0.22. */
  readonly discovery: boolean;
  /** Names below the region that ExternalDNS may write besides those of agents, for records of `config/extra`. Only with `records: wildcard` and without `discovery`; otherwise it may write all but ACME challenges. */
  readonly names: readonly string[];
  /** What ExternalDNS may do with records it owns: `sync` also deletes them, `upsert-only` leaves that to people. */
  readonly policy: 'sync' | 'upsert-only';
  /** How often records are reconciled. */
  readonly interval: string;
};
