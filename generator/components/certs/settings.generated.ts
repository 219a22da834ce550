// Made by npm run schemas from schemas/.
/** ACME issuers with DNS-01, one wildcard certificate per region, and client certificates from a private CA. */
export type CertsSettings = {
  /** Whether issuers and certificates are written; off, another system must provide the Secrets. */
  readonly enabled: boolean;
  /** Contact of the ACME account; absent, the account has none. */
  readonly email: string | null;
  /** Generations of the ACME account: both issuers use the first, whose key cert-manager keeps in the Secret `<issuer>-account`, or `<issuer>-account-2`. The other one is registered by an issuer of its own, `<issuer>-2`, so that `zone.caa` can name it before it is used. An account changes by way of `[1, 2]` to `[2]`. */
  readonly accounts: readonly number[];
  /** Which of the two issuers the wildcard certificate uses; a new region should start with `staging`. */
  readonly environment: 'production' | 'staging';
  /** How DNS-01 challenges are answered: dynamic updates to our own zone, or Cloudflare's API. */
  readonly solver: 'rfc2136' | 'cloudflare';
  /** ACME directory of the production issuer. */
  readonly productionServer: string;
  /** ACME directory of the staging issuer. */
  readonly stagingServer: string;
  /** Certificates, in PEM, by which cert-manager trusts a private ACME server; no key. Issuers whose server is a public authority do without it. */
  readonly caBundle: string | null;
  /** Secret with the private CA (`tls.crt`, `tls.key`) in the namespace that `clientIssuer` says; it signs the agents' PAP-CP client certificates. */
  readonly clientCA: string;
  /** Issuer of the client certificates. `ClusterIssuer`: the private CA lies in cert-manager's namespace, and whoever may write Certificates in any namespace of the cluster has it sign names of the region. `Issuer`: it lies in the agents' namespace and signs for that alone, which is tighter where other teams share the cluster. */
  readonly clientIssuer: 'ClusterIssuer' | 'Issuer';
  /** Secret with another private CA beside `clientCA`, whose client certificates are trusted as well: the next one before it signs, and the last one until no certificate of it is left. `out/secrets.md` has the command for what the Station trusts. */
  readonly furtherClientCA: string | null;
  /** Lifetime of a client certificate (PAP-RFC-001 §4.3: 90 days). */
  readonly clientDuration: string;
  /** How long before its end a client certificate is renewed. */
  readonly clientRenewBefore: string;
  /** Generations of cert-manager's TSIG key: the first is used, and the name server accepts each. Key 1 is `cert-manager-<region>` in the Secret `rfc2136-tsig`, key 2 `cert-manager-<region>.2` in `rfc2136-tsig-2`. A key changes without an outage by way of `[1, 2]` and `[2, 1]` to `[2]`. */
  readonly tsigKeys: readonly number[];
};
