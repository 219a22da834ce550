/** Ports of endpoints that name none. `grpc://` is PAP's own notation; its Station listens on 50051. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = { grpc: 50051, grpcs: 443, ws: 80, wss: 443, http: 80, https: 443 };

/** The port of an endpoint such as `grpc://station.plugged.in:50051` or `wss://gateway.plugged.in/hooks`. */
export function endpointPort(endpoint: string): number {
  const [, scheme, port] = /^([a-z]+):\/\/[^/:]+(?::([0-9]+))?/.exec(endpoint) as unknown as [string, string, string | undefined];
  return port === undefined ? (DEFAULT_PORTS[scheme] as number) : Number(port);
}
