// An ACME authority: Pebble, and the resolver by which it looks for challenges, which asks a name server of ours.
import acme from 'acme-client';
import { expect } from 'vitest';
import { REGIONS } from './fleets.ts';
import { Named } from './named.ts';
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

  /** A fleet's name server, with the zone as its operator and the regions make it, and an authority that finds it. */
  static async ofZone(fleet: string): Promise<{ named: Named; authority: Authority }> {
    const named = await Named.serve(fleet);
    try {
      for (const region of REGIONS) {
        named.operator(`out/dns/${region}.nsupdate`);
        await named.publish(region);
      }
      const ds = named.atTheServer('plugged.in.', `update add a.plugged.in. 60 DS ${String(named.ds().split(' DS ')[1])}`);
      expect(ds).toEqual({ code: 0, out: '' });
      return { named, authority: await Authority.serve(named) };
    } catch (error) {
      await named.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.pebble.stop();
    await this.resolver.stop();
  }
}
