// What each step of a rotation writes: two generations accepted, one used.
import { stringify } from 'yaml';
import { expect, describe, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { compiled, objectsOf, said } from '../../support/compiled.ts';
import { BARE } from '../../support/fleets.ts';

const ALPHA = { ref: 'acme/alpha@1.0.0', image: 'registry.example.net/alpha:v1', regions: ['north', 'north-2'] };

interface Settings {
  readonly components?: Readonly<Record<string, object>>;
  readonly zone?: object;
  readonly alpha?: object;
}

/** Two regions, of which one is called as if it were a generation of the other. */
function fleet({ components = {}, zone = {}, alpha = {} }: Settings) {
  return compiled({
    'fleet.yaml': stringify({
      ...BARE,
      zone: { ...BARE.zone, nameservers: ['ns1.example.net', 'ns2.example.net'], ...zone },
      components: { cluster: { images: 'tag' }, secrets: { provider: 'external-secrets' }, ...components },
      regions: { north: {}, 'north-2': {} },
      agents: { alpha: { ...ALPHA, ...alpha } },
    }),
  });
}

type Made = ReturnType<typeof fleet>;

const text = (made: Made, path: string): string => {
  const found = made.files?.get(path);
  if (found === undefined) throw new Error(said(made).join('\n'));
  return found;
};

/** Names of the ExternalSecrets of a region that begin so. */
const secrets = (made: Made, begin: string): string[] =>
  objectsOf(made, 'north', 'secrets')
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.startsWith(begin))
    .sort();

/** What the name server lets each key do: key → rules without its name, in order. */
function rights(made: Made): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, verb, key, rest] of text(made, 'dns/named.conf').matchAll(/^ +(grant|deny) "([^"]+)" (.*);$/gm))
    found.set(key as string, [...(found.get(key as string) ?? []), `${verb} ${rest}`]);
  return found;
}

const keyFiles = (made: Made): string[] => [...text(made, 'dns/named.conf').matchAll(/pap-keys\/(.*)\.key"/g)].map((match) => String(match[1]));

/** Without the generations. */
const apart = (keys: Iterable<string>): string[] => [...new Set([...keys].map((key) => key.replace(/\.[0-9]+$/, '')))].sort();

function variables(made: Made): unknown {
  const [pod] = objectsOf(made, 'north', 'dns').filter(({ kind }) => kind === 'Deployment');
  const { template } = pod?.['spec'] as { template: { spec: { containers: { env: { name: string; value?: string; valueFrom?: unknown }[] }[] } } };
  return template.spec.containers[0]?.env.map(({ value, valueFrom }) => value ?? valueFrom);
}

function solver(made: Made): unknown {
  const issuer = objectsOf(made, 'north', 'certs').find(({ metadata }) => metadata.name === 'pap-letsencrypt-production') as KubeObject;
  const { acme } = issuer['spec'] as { acme: { solvers: { dns01: { rfc2136: Record<string, unknown> } }[] } };
  const { tsigKeyName, tsigSecretSecretRef } = acme.solvers[0]?.dns01.rfc2136 ?? {};
  return { tsigKeyName, tsigSecretSecretRef };
}

describe.each([
  { name: 'dns', key: 'externaldns-north', secret: 'externaldns-tsig' },
  { name: 'certs', key: 'cert-manager-north', secret: 'rfc2136-tsig' },
] as const)('a TSIG key of $name', ({ name, key, secret }) => {
  const at = (...tsigKeys: number[]) => fleet({ components: { [name]: { tsigKeys } } });
  const used = (generation: number): unknown => {
    const suffix = generation === 1 ? '' : String(generation);
    const [keyName, ref] = [suffix === '' ? key : `${key}.${suffix}`, { name: suffix === '' ? secret : `${secret}-${suffix}`, key: 'secret' }];
    return name === 'dns' ? [keyName, { secretKeyRef: ref }] : { tsigKeyName: keyName, tsigSecretSecretRef: ref };
  };
  const uses = (made: Made): unknown => (name === 'dns' ? variables(made) : solver(made));

  test.each([
    [[1], [secret], [key], 1],
    [[1, 2], [secret, `${secret}-2`], [key, `${key}.2`], 1],
    [[2, 1], [secret, `${secret}-2`], [key, `${key}.2`], 2],
    [[2], [`${secret}-2`], [`${key}.2`], 2],
    [[2, 3], [`${secret}-2`, `${secret}-3`], [`${key}.2`, `${key}.3`], 2],
  ])('%j', (generations, held, accepted, generation) => {
    const made = at(...generations);
    expect(said(made).filter((line) => !line.startsWith('security/unpinned-image'))).toEqual([]);
    expect(secrets(made, secret)).toEqual(held);
    expect(
      keyFiles(made)
        .filter((file) => file === key || file.startsWith(`${key}.`))
        .sort(),
    ).toEqual(accepted);
    expect(uses(made)).toEqual(used(generation));
  });

  test('each generation has exactly the rights of the one before, and no other key has more', () => {
    const [alone, both] = [rights(at(1)), rights(at(1, 2))];
    expect(both.get(`${key}.2`)).toEqual(alone.get(key));
    expect(both.get(key)).toEqual(alone.get(key));
    expect([...both.keys()].filter((each) => !alone.has(each)).sort()).toEqual([`${key}-2.2`, `${key}.2`]);
    for (const [each, rules] of alone) expect(both.get(each), each).toEqual(rules);
  });

  test('a transfer is for the keys of ExternalDNS, in each generation', () => {
    const conf = text(at(1, 2), 'dns/named.conf');
    expect(conf.includes(`        key "${key}.2";`)).toBe(name === 'dns');
    expect(conf).not.toContain('        key "cert-manager');
  });

  test('the way through the steps ends where it began, but for the name', () => {
    const renamed = (made: Made): string => text(made, 'dns/named.conf').replaceAll(/\.2(?="|\.key)/g, '');
    expect(renamed(at(2))).toBe(text(at(1), 'dns/named.conf'));
  });

  test('the operator is told what to do only meanwhile', () => {
    const told = (...generations: number[]): boolean => text(at(...generations), 'dns/README.md').includes('## A key has two generations');
    expect([told(1), told(1, 2), told(2, 1), told(2)]).toEqual([false, true, true, false]);
    const row = (...generations: number[]): string | undefined => /^\| north \| .*$/m.exec(text(at(...generations), 'dns/README.md'))?.[0];
    expect(row(2, 1)).toContain(`\`${key}.2\`, \`${key}\``);
  });

  test.each([[[]], [[1, 1]], [[1, 2, 3]], [[0]], [[1.5]], [['2']], [2], [[1000]]])('%j is refused', (tsigKeys) => {
    const made = fleet({ components: { [name]: { tsigKeys } } });
    expect(made.files).toBeUndefined();
    expect(said(made).some((line) => line.startsWith('schema/'))).toBe(true);
  });
});

test('the commands for a further key name it, and the other Secret', () => {
  const page = text(fleet({ components: { dns: { tsigKeys: [1, 2] } } }), 'secrets.md');
  const section = page.split('\n## external-dns/externaldns-tsig-2\n')[1]?.split('\n## ')[0];
  expect(section).toContain('tsig-keygen -a hmac-sha256 externaldns-$REGION.2 > externaldns-$REGION.2.key');
  expect(section).toContain('pap/$REGION/external-dns/externaldns-tsig-2');
});

test('the key of the other name servers', () => {
  const keys = (...transferKeys: number[]): string[] => keyFiles(fleet({ zone: { transferKeys } })).filter((file) => file.startsWith('secondaries'));
  expect([keys(1), keys(1, 2), keys(2)]).toEqual([['secondaries'], ['secondaries', 'secondaries.2'], ['secondaries.2']]);
  const conf = text(fleet({ zone: { transferKeys: [1, 2] } }), 'dns/named.conf');
  expect(conf).toContain('        key "secondaries";\n        key "secondaries.2";\n    };');
  expect(conf).not.toMatch(/(grant|deny) "secondaries/);
  const readme = text(fleet({ zone: { transferKeys: [1, 2] } }), 'dns/README.md');
  expect(readme).toContain('key secondaries.2; };');
  expect(readme).toContain('one more key, `secondaries`, `secondaries.2`.');
});

describe("an agent's signing key", () => {
  const at = (...signingKeys: number[]) => fleet({ alpha: { signingKeys } });
  const [first, second] = ['alpha-signing-keys', 'alpha-signing-keys-2'];
  const volume = (made: Made): unknown => {
    const pod = objectsOf(made, 'north', 'agents').find(({ kind }) => kind === 'Deployment')?.['spec'] as {
      template: { spec: { volumes: { name: string }[] } };
    };
    return pod.template.spec.volumes.find(({ name }) => name === 'signing-keys');
  };
  const whole = (secretName: string): unknown => ({ name: 'signing-keys', secret: { secretName, defaultMode: 0o440 } });
  const both = (used: string, previous: string): unknown => ({
    name: 'signing-keys',
    projected: {
      defaultMode: 0o440,
      sources: [
        { secret: { name: used, items: [{ key: 'ed25519.key', path: 'ed25519.key' }] } },
        { secret: { name: previous, items: [{ key: 'ed25519.key', path: 'ed25519.previous.key' }] } },
      ],
    },
  });

  test.each([
    [[1], [first], whole(first)],
    [[1, 2], [first, second], whole(first)],
    [[2, 1], [first, second], both(second, first)],
    [[2], [second], whole(second)],
  ])('%j', (generations, held, mounted) => {
    const made = at(...generations);
    expect(said(made).filter((line) => !line.startsWith('security/unpinned-image'))).toEqual([]);
    expect(secrets(made, first)).toEqual(held);
    expect(volume(made)).toEqual(mounted);
    for (const name of held) expect(text(made, 'secrets.md')).toContain(`| \`agents/${name}\` | \`ed25519.key\` |`);
  });

  test('what comes next restarts nothing', () => {
    const pods = (made: Made): unknown => objectsOf(made, 'north', 'agents');
    expect(pods(at(1, 2))).toEqual(pods(at(1)));
  });

  test('a region may go ahead of the others', () => {
    const made = fleet({ alpha: { signingKeys: [1, 2], overrides: { north: { signingKeys: [2, 1] } } } });
    expect(volume(made)).toEqual(both(second, first));
    const other = objectsOf(made, 'north-2', 'agents').find(({ kind }) => kind === 'Deployment');
    expect(JSON.stringify(other)).toContain(`{"secretName":"${first}"`);
  });

  test("no generation of another agent's key is read", () => {
    const patch = (name: string) => ({
      target: { kind: 'Deployment', name: 'alpha-agent' },
      patch: [
        { op: 'add', path: '/spec/template/spec/volumes/-', value: { name: 'more', secret: { secretName: name, defaultMode: 288, optional: true } } },
      ],
    });
    const read = (name: string): string[] =>
      said(
        compiled({
          'fleet.yaml': stringify({
            ...BARE,
            components: { cluster: { images: 'tag' } },
            regions: { north: {} },
            agents: { alpha: { ...ALPHA, regions: ['north'] }, beta: { ...ALPHA, ref: 'acme/beta@1.0.0', regions: ['north'], signingKeys: [2, 1] } },
          }),
          'patches/north/agents/a.yaml': stringify([patch(name)]),
        }),
      ).filter((line) => line.startsWith('pap/foreign-key'));
    for (const name of ['beta-signing-keys', 'beta-signing-keys-2', 'beta-signing-keys-3']) expect(read(name), name).toHaveLength(1);
    for (const name of ['alpha-signing-keys-3', 'gamma-2']) expect(read(name), name).toEqual([]);
  });
});

describe('the ACME account', () => {
  const at = (...accounts: number[]) => fleet({ components: { certs: { accounts } } });
  const issuers = (made: Made): unknown =>
    Object.fromEntries(
      objectsOf(made, 'north', 'certs')
        .filter(({ kind, metadata }) => kind === 'ClusterIssuer' && metadata.name.includes('production'))
        .map(({ metadata, ...object }) => [
          metadata.name.replace('pap-letsencrypt-production', ''),
          (object['spec'] as { acme: { privateKeySecretRef: { name: string } } }).acme.privateKeySecretRef.name.replace(
            'pap-letsencrypt-production-',
            '',
          ),
        ]),
    );
  const asked = (made: Made): unknown => {
    const wildcard = objectsOf(made, 'north', 'certs').find(({ metadata }) => metadata.name === 'wildcard-north')?.['spec'];
    return (wildcard as { issuerRef: { name: string } }).issuerRef.name;
  };

  test.each([
    [[1], { '': 'account' }],
    [[1, 2], { '': 'account', '-2': 'account-2' }],
    [[2, 1], { '': 'account-2', '-1': 'account' }],
    [[2], { '': 'account-2' }],
  ])('%j', (generations, expected) => {
    const made = at(...generations);
    expect(said(made).filter((line) => !line.startsWith('security/unpinned-image'))).toEqual([]);
    expect(issuers(made)).toEqual(expected);
    // No certificate is ordered anew: its issuer keeps its name.
    expect(asked(made)).toBe('pap-letsencrypt-production');
  });

  test('an account is registered where and as the one in use, in both environments', () => {
    const spec = (name: string) => {
      const found = objectsOf(at(1, 2), 'north', 'certs').find(({ metadata }) => metadata.name === name)?.['spec'] as { acme: object };
      return { ...found.acme, privateKeySecretRef: undefined };
    };
    for (const name of ['pap-letsencrypt-production', 'pap-letsencrypt-staging']) expect(spec(`${name}-2`)).toEqual(spec(name));
  });
});

describe('the private CA', () => {
  const at = (clientCA: string, furtherClientCA: string | null) => fleet({ components: { certs: { clientCA, furtherClientCA } } });
  const section = (made: Made, name: string): string | undefined =>
    text(made, 'secrets.md').split(`\n## cert-manager/${name}\n`)[1]?.split('\n## ')[0];
  const signs = (made: Made): unknown => objectsOf(made, 'north', 'certs').find(({ metadata }) => metadata.name === 'pap-client-ca')?.['spec'];

  test.each([
    ['pap-agent-ca', null, ['pap-agent-ca']],
    ['pap-agent-ca', 'pap-agent-ca-2', ['pap-agent-ca', 'pap-agent-ca-2']],
    ['pap-agent-ca-2', 'pap-agent-ca', ['pap-agent-ca', 'pap-agent-ca-2']],
    ['pap-agent-ca-2', null, ['pap-agent-ca-2']],
  ])('%s signs, and %s is trusted', (clientCA, further, held) => {
    const made = at(clientCA, further);
    expect(said(made).filter((line) => !line.startsWith('security/unpinned-image'))).toEqual([]);
    expect(secrets(made, 'pap-agent-ca')).toEqual(held);
    expect(signs(made)).toEqual({ ca: { secretName: clientCA } });
    const list = further === null ? undefined : `for authority in ${clientCA} ${further}; do`;
    expect(/^for authority in .*$/m.exec(text(made, 'secrets.md'))?.[0]).toBe(list);
  });

  test('both are confined to the region, say what their keys are for, and differ in their names', () => {
    const made = at('pap-agent-ca', 'other');
    for (const name of ['pap-agent-ca', 'other']) expect(section(made, name)).toContain('-addext "keyUsage=critical,keyCertSign,cRLSign" \\\n');
    const constraints = ['pap-agent-ca', 'other'].map((name) => /^ {2}-addext "(.*)"$/m.exec(section(made, name) ?? '')?.[1]);
    expect(constraints[0]).toMatch(/^nameConstraints=critical,permitted;DNS:\$REGION\.a\.example\.net,/);
    expect(constraints[1]).toBe(constraints[0]);
    const subjects = ['pap-agent-ca', 'other'].map((name) => /-subj "(.*)"/.exec(section(made, name) ?? '')?.[1]);
    expect(subjects).toEqual(['/CN=PAP agent CA $REGION pap-agent-ca', '/CN=PAP agent CA $REGION other']);
  });

  test('what the Station is told to trust stands in the lock, region by region', () => {
    const trusts = (made: Made): unknown => (JSON.parse(text(made, 'fleet.lock.json')) as { trusts?: unknown }).trusts;
    expect(trusts(at('pap-agent-ca', null))).toBeUndefined();
    expect(trusts(at('pap-agent-ca', 'other'))).toEqual([
      'right the client certificates that other signs are trusted in north',
      'right the client certificates that other signs are trusted in north-2',
    ]);
  });
});

test('every key is of a region that there is', () => {
  const made = fleet({ components: { dns: { tsigKeys: [1, 2] }, certs: { tsigKeys: [2, 1] } }, zone: { transferKeys: [2, 1] } });
  const names = ['cert-manager-north', 'cert-manager-north-2', 'externaldns-north', 'externaldns-north-2'];
  expect(apart(keyFiles(made))).toEqual([...names, 'secondaries']);
});
