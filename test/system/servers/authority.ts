// An ACME authority: Pebble, and the resolver by which it looks for challenges, which asks a name server of ours.
import acme from 'acme-client';
import type { Named } from './named.ts';
import { Pebble } from './pebble.ts';
import { Resolver } from './resolver.ts';

export class Authority {
  readonly pebble: Pebble;
  readonly resolver: Resolver;

  private constructor(pebble: Pebble, resolver: Resolver) {
    this.pebble = pebble;
    this.resolver = resolver;
  }

  /** Clients made by acme-client trust it from now on. */
  static async serve(named: Named): Promise<Authority> {
    const resolver = await Resolver.serve(named);
    try {
      const pebble = await Pebble.serve(named, resolver.port);
      acme.axios.defaults.httpsAgent = pebble.agent;
      acme.axios.defaults.proxy = false;
      return new Authority(pebble, resolver);
    } catch (error) {
      await resolver.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.pebble.stop();
    await this.resolver.stop();
  }
}
