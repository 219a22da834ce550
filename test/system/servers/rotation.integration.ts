// Keys of the name server are replaced one step after the other, as docs/operations.md has it, on a real BIND: at each moment the
// key in use is accepted, at the end the old one is not. Each step is an edit of fleet.yaml, a delivery, and `rndc reconfig` where it says so.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: BIND.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REGIONS, fleet } from './fleets.ts';
import { only } from './generated.ts';
import { Named } from './named.ts';

interface Pod {
  readonly template: {
    readonly spec: { readonly containers: readonly { readonly env: readonly { readonly name: string; readonly value?: string }[] }[] };
  };
}
interface Issuer {
  readonly acme: { readonly solvers: readonly { readonly dns01: { readonly rfc2136: { readonly tsigKeyName: string } } }[] };
}

/** The fleet with generations of the keys of one region; the other region changes nothing. */
function withKeys(generations: readonly number[], transfers: readonly number[] = [1]): string {
  const keys = JSON.stringify(generations);
  return fleet({ records: 'wildcard', discovery: false })
    .replace('us-east: { ', `us-east: { components: { dns: { tsigKeys: ${keys} }, certs: { tsigKeys: ${keys} } }, `)
    .replace('zone: { ', `zone: { transferKeys: ${JSON.stringify(transfers)}, `);
}

const TTL = 60;
const RECORDS = {
  externaldns: `*.us-east.a.plugged.in. ${TTL} CNAME ingress-us-east.plugged.in.`,
  'cert-manager': `_acme-challenge.us-east.a.plugged.in. ${TTL} TXT "challenge"`,
} as const;
type Controller = keyof typeof RECORDS;
const CONTROLLERS = Object.keys(RECORDS) as Controller[];

describe('the keys of a region', () => {
  let named: Named;
  beforeAll(async () => {
    named = await Named.serve(withKeys([1]));
  });
  afterAll(() => named.stop());

  const nameOf = (controller: Controller, generation: number): string => `${controller}-us-east${generation === 1 ? '' : `.${generation}`}`;

  /** The key that the delivered objects have a controller sign with. */
  async function used(controller: Controller): Promise<string | undefined> {
    if (controller === 'externaldns') {
      const { containers } = only<Pod>(await named.objects('us-east', 'dns'), 'Deployment').spec.template.spec;
      return containers[0]?.env.find(({ name }) => name === 'EXTERNAL_DNS_RFC2136_TSIG_KEYNAME')?.value;
    }
    const { acme } = only<Issuer>(await named.objects('us-east', 'certs'), 'ClusterIssuer', 'pap-letsencrypt-production').spec;
    return acme.solvers[0]?.dns01.rfc2136.tsigKeyName;
  }

  /** What the server answers to an update that takes a record away and writes it again. */
  const writes = (controller: Controller, generation: number): boolean => {
    const record = RECORDS[controller];
    return named.update(nameOf(controller, generation), `update delete ${record.split(' ')[0] as string}`, `update add ${record}`).code === 0;
  };

  const reads = (generation: number): boolean =>
    named.contents('a.plugged.in', nameOf('externaldns', generation)).some((line) => line.includes(' NS '));

  /** Delivered, but named.conf not installed yet: the operator comes later. */
  const deliver = (generations: readonly number[]): void => named.generate(withKeys(generations));
  const install = (): void => expect(named.reconfigure()).toEqual({ code: 0, out: '' });

  async function holds(generation: number): Promise<void> {
    for (const controller of CONTROLLERS) {
      expect(await used(controller)).toBe(nameOf(controller, generation));
      expect(writes(controller, generation), `${controller} ${generation}`).toBe(true);
    }
    expect(reads(generation)).toBe(true);
    // Nothing else has changed hands meanwhile.
    for (const controller of CONTROLLERS) {
      const other =
        controller === 'externaldns' ? '*.eu-west.a.plugged.in. 60 CNAME x.plugged.in.' : '_acme-challenge.eu-west.a.plugged.in. 60 TXT "x"';
      expect(named.update(`${controller}-eu-west`, `update add ${other}`).code, controller).toBe(0);
      expect(named.update(nameOf(controller, generation), `update add ${other}`).out).toContain('REFUSED');
    }
  }

  // Red with the further key left out of update-policy, and with it left out of allow-transfer.
  test('go from the first to the second, and what is in use is accepted at every moment', async () => {
    await holds(1);

    deliver([1, 2]);
    await holds(1);
    install();
    await holds(1);
    for (const controller of CONTROLLERS) expect(writes(controller, 2)).toBe(true);
    expect(reads(2)).toBe(true);

    deliver([2, 1]);
    await holds(2);
    for (const controller of CONTROLLERS) expect(writes(controller, 1)).toBe(true);
    expect(reads(1)).toBe(true);
    install();
    await holds(2);

    deliver([2]);
    await holds(2);
    install();
    await holds(2);
    for (const controller of CONTROLLERS) expect(writes(controller, 1)).toBe(false);
    expect(reads(1)).toBe(false);
    expect(named.troubles().filter((line) => !/denied|REFUSED|BADKEY|tsig|bad key|zone transfer/i.test(line))).toEqual([]);
  });

  // A control: the region where a step was left out is the one where updates are refused.
  test('a key that is replaced at once is refused until named.conf is installed', async () => {
    deliver([3]);
    for (const controller of CONTROLLERS) {
      expect(await used(controller)).toBe(nameOf(controller, 3));
      expect(writes(controller, 3)).toBe(false);
    }
    install();
    await holds(3);
  });
});

// Red with the further key left out of allow-transfer.
test('the other name servers fetch the zone with the old key and with the new one, at the end with the new one', async () => {
  const named = await Named.serve(withKeys([1]));
  try {
    const fetches = (key: string): boolean => named.contents('a.plugged.in', key).some((line) => line.includes(' NS '));
    named.generate(withKeys([1], [1, 2]));
    expect(fetches('secondaries')).toBe(true);
    named.reconfigure();
    expect(['secondaries', 'secondaries.2'].map(fetches)).toEqual([true, true]);
    named.generate(withKeys([1], [2]));
    named.reconfigure();
    expect(['secondaries', 'secondaries.2'].map(fetches)).toEqual([false, true]);
    for (const region of REGIONS) expect(fetches(`externaldns-${region}`)).toBe(true);
  } finally {
    await named.stop();
  }
});
