// Made by npm run schemas from schemas/.
/** Traefik routes of the agents: `/hooks` and what lies below it, TLS 1.3, rate limit, forward authentication. */
export type IngressSettings = {
  /** Whether routes are written. */
  readonly enabled: boolean;
  /** Traefik entry point that terminates TLS. */
  readonly entryPoint: string;
  /** Lowest TLS version; PAP requires 1.3. */
  readonly minTLSVersion: 'VersionTLS12' | 'VersionTLS13';
  /** Requests each client address may make, counted per Traefik replica. `null` switches it off. */
  readonly rateLimit: {
    /** Requests per `period`. */
    readonly average: number;
    /** Requests that may come at once. */
    readonly burst: number;
    /** Length of the period. */
    readonly period: string;
  } | null;
  /** Service that Traefik asks about every request. Absent, requests are not authenticated at the edge. */
  readonly forwardAuth: {
    /** URL of the service. */
    readonly address: string;
    /** Headers of the answer that are handed to the agent. */
    readonly responseHeaders: readonly string[];
    /** Whether to believe `X-Forwarded-*` of the request. Only where the entry point sets `forwardedHeaders.trustedIPs`. */
    readonly trustForwardHeader: boolean;
  } | null;
  /** Route for PAP-CP from outside: TLS passes through to the agent, which checks the client certificate itself. Absent, agents are only called from inside the cluster. */
  readonly grpc: {
    /** Traefik entry point for it; a host may use only one set of TLS options per entry point. */
    readonly entryPoint: string;
  } | null;
};
