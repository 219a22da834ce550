// Made by npm run schemas from schemas/.
/** ServiceMonitor and alerts per agent, alerts and a Grafana dashboard per region. */
export type MonitoringSettings = {
  /** Whether monitors, rules and dashboards are written. */
  readonly enabled: boolean;
  /** Scrape interval, `5s` to `2m`: Prometheus forgets a target after five minutes, so beyond that one lost scrape would look like a lost agent. */
  readonly interval: string;
  /** Value of the label `release` by which Prometheus selects monitors and rules. */
  readonly prometheusRelease: string;
  /** How many heartbeat intervals may pass in silence before the alert (the Station's own threshold is 2). */
  readonly heartbeatMultiplier: number;
  /** Per cent of hook requests that may fail. */
  readonly errorRatio: number;
  /** Days before a certificate's end at which the alert fires. */
  readonly certificateDays: number;
  /** Grafana folder, as the sidecar's annotation `k8s-sidecar-target-directory`. */
  readonly dashboardFolder: string;
  /** Names of the metrics: what the protocol says (PAP-RFC-001 §11.3). Set them to what your agents and Station export. */
  readonly metrics: {
    /** Counter of missed heartbeats, with the label `agent`. */
    readonly heartbeatMissed: string;
    /** Histogram of heartbeat latency in seconds, without `_bucket`. */
    readonly heartbeatLatency: string;
    /** Counter of hook requests, with the label `agent`. */
    readonly requests: string;
    /** Counter of failed hook requests. */
    readonly errors: string;
    /** Histogram of hook request duration in seconds, without `_bucket`. */
    readonly duration: string;
  };
};
