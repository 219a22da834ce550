import type { Named } from './named.ts';
import { Server, freePort } from './server.ts';

/** A validating resolver in front of a name server: it follows aliases, as the resolvers of authorities do. */
export class Resolver {
  readonly #server: Server;
  readonly port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async serve(named: Named): Promise<Resolver> {
    const port = await freePort();
    const [flags, protocol, algorithm, ...key] = named.dig('plugged.in', 'DNSKEY', '+short').split('\n')[0]?.split(' ') ?? [];
    const path = named.write(
      'resolver/named.conf',
      `options {
         directory "${named.path('resolver')}"; pid-file "resolver.pid"; session-keyfile "${named.path('resolver/session.key')}";
         listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
         recursion yes; forward only; forwarders { 127.0.0.1 port ${named.port}; };
         dnssec-validation yes;
         // A test must not wait until an answer of its own has aged.
         max-cache-ttl 0; max-ncache-ttl 0; synth-from-dnssec no;
       };
       controls { };
       trust-anchors { plugged.in. static-key ${flags} ${protocol} ${algorithm} "${key.join('')}"; };`,
    );
    const resolver = new Resolver(new Server('named', ['-4', '-g', '-n', '1', '-c', path]), port);
    await resolver.#server.ready(() => named.dig('a.plugged.in', 'SOA', '-p', String(port), '+recurse').includes('status: NOERROR'));
    return resolver;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }
}
