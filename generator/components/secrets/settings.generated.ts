// Made by npm run schemas from schemas/.
/** How the Secrets that the fleet needs reach the clusters. `out/secrets.md` lists them all; values are never in Git. */
export type SecretsSettings = {
  /** Whether the component writes objects; off, Secrets are created by hand. */
  readonly enabled: boolean;
  /** `external-secrets` writes an ExternalSecret for each Secret; `sealed-secrets` expects SealedSecrets in `config/extra/<region>/secrets/`; `manual` leaves it to the commands in `out/secrets.md`. */
  readonly provider: 'external-secrets' | 'sealed-secrets' | 'manual';
  /** ClusterSecretStore that ExternalSecrets read from. */
  readonly store: string;
  /** Path in the store below which the region's secrets lie, as `<prefix>/<region>/<namespace>/<name>`. */
  readonly prefix: string;
  /** How often the store is read. */
  readonly refreshInterval: string;
};
