// Made by npm run schemas from schemas/.
/** ExternalDNS with its own key and records per region, and the files of the authoritative BIND. */
export type DnsSettings = {
  /** Whether the region's records are managed; off, ExternalDNS and its records are not written. */
  readonly enabled: boolean;
  /** One wildcard for the region, or one record per agent. */
  readonly records: 'wildcard' | 'per-agent';
  /** Whether each agent gets the discovery records of the PAP service registry (§3.1: TXT and SRV); needs the region's `ingressAddresses` and ExternalDNS 0.22. */
  readonly discovery: boolean;
  /** Records that each agent keeps beside the wildcard while a region goes back to it: `addresses` after `discovery`, `alias` after `records: per-agent`. Meanwhile the name server's operator applies `out/dns/<region>.cleanup.nsupdate`, because ExternalDNS never deletes SRV records and the wildcard does not answer for a host that has something below it. Remove it in a later change. */
  readonly handover: 'none' | 'addresses' | 'alias';
  /** Names below the region that ExternalDNS may write besides those of agents, for records of `config/extra`. Only with `records: wildcard` and without `discovery` and `handover`; otherwise it may write all but ACME challenges. */
  readonly names: readonly string[];
  /** What ExternalDNS may do with records it owns: `sync` also deletes them, `upsert-only` leaves that to people. */
  readonly policy: 'sync' | 'upsert-only';
  /** How often records are reconciled. */
  readonly interval: string;
  /** Generations of ExternalDNS' TSIG key: the first is used, and the name server accepts each. Key 1 is `externaldns-<region>` in the Secret `externaldns-tsig`, key 2 `externaldns-<region>.2` in `externaldns-tsig-2`. A key changes without an outage by way of `[1, 2]` and `[2, 1]` to `[2]`. */
  readonly tsigKeys: readonly number[];
};
