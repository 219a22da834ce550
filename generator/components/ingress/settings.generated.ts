// Made by npm run schemas from schemas/.
/** Traefik routes of the agents: `/hooks` and what lies below it, TLS 1.3, rate limit, forward authentication. */
export type IngressSettings = {
  /** Whether routes are written. */
  readonly enabled: boolean;
  /** Traefik entry point that terminates TLS. */
  readonly entryPoint: string;
  /** Lowest TLS version; PAP requires 1.3. */
  readonly minTLSVersion: 'VersionTLS12' | 'VersionTLS13';
  /** Requests each client may make, counted per agent and Traefik replica, and anew after every change of a route, a pod or a certificate. `null` switches it off. */
  readonly rateLimit: {
    /** Requests per `period` of a client that does not pause, once those of `burst` are made. */
    readonly average: number;
    /** Requests that may come at once. A client that has made none for two seconds, or for as long as one takes by `average` and a second more, may make them anew: choose it small where the sum matters. */
    readonly burst: number;
    /** Length of the period. */
    readonly period: string;
    /** Whose requests are counted together; exactly one of its keys. `null`: those from one address, which behind a layer-7 balancer is the balancer's own. */
    readonly sourceCriterion: {
      /** The client's address from `X-Forwarded-For`, by `depth` or by `excludedIPs`. The entry point must list the balancer in `forwardedHeaders.trustedIPs`, else Traefik drops the header and all clients are counted as one. */
      readonly ipStrategy: {
        /** Which address of the header, counted from the right: the number of proxies before Traefik. `null`: see `excludedIPs`. */
        readonly depth: number | null;
        /** Addresses and networks of the proxies: the first address from the right that is none of them is the client's. */
        readonly excludedIPs: readonly string[];
      } | null;
      /** A header that tells clients apart. Only one that the balancer sets itself: a client that writes it is never limited. */
      readonly requestHeaderName: string | null;
      /** Count the requests to each host together, whoever sends them. */
      readonly requestHost: boolean;
    } | null;
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
