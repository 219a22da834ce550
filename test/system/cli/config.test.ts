import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Desk, FLEET, HEAD, REGIONS } from '../../support/program.ts';

const desks: Desk[] = [];
function desk(files: Readonly<Record<string, string>>): Desk {
  const made = new Desk().write(files);
  desks.push(made);
  return made;
}
afterAll(() => desks.forEach((made) => made.remove()));

describe('a fleet in several files', () => {
  let whole: Desk;
  beforeAll(() => {
    whole = desk({ 'config/fleet.yaml': FLEET });
    whole.run('generate');
  });

  test('is the same fleet, byte for byte', () => {
    const agents = (parse(FLEET) as { agents: Record<string, unknown> }).agents;
    const split = desk({
      'config/fleet.yaml': `# the rest is in folders\n${HEAD}${REGIONS.replace(/ {2}south:.*\n/, '')}`,
      'config/regions/south.yaml': 'versions:\n  kubernetes: "1.34"\n',
      'config/agents/alpha.yaml': JSON.stringify(agents['alpha']),
      'config/agents/beta.yaml': JSON.stringify(agents['beta'], null, 2),
    });
    expect(split.run('generate').code).toBe(0);
    expect(split.hash('out')).toBe(whole.hash('out'));
  });

  test('points into the file that holds the mistake', () => {
    const split = desk({
      'config/fleet.yaml': HEAD + REGIONS,
      'config/agents/gamma.yaml': 'ref: acme/gamma@1.0.0\nimage: r.example.net/gamma:1\nregion: [north]\n',
    });
    expect(split.run('validate').err).toMatch(/^config\/agents\/gamma\.yaml:3:1 error schema\/unknown-key: unknown key "region" in gamma/m);
  });
});

describe('config/extra and config/patches', () => {
  const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: agents }\ndata: { text: hello }\n`;
  const made = desk({
    'config/fleet.yaml': FLEET,
    'config/extra/all/agents/shared.yaml': map('shared'),
    'config/extra/north/agents/own.yaml': map('own'),
    'config/patches/south/agents/alpha.yaml':
      '- target: { kind: Deployment, name: alpha-agent }\n  patch:\n    - { op: replace, path: /spec/replicas, value: 0 }\n',
    'config/patches/all/ingress/limit.yaml':
      '- target: { kind: Middleware, name: pap-rate-limit }\n  patch:\n    - { op: replace, path: /spec/rateLimit/average, value: 7 }\n',
  });

  test('reach the overlays they are for, and no others', () => {
    expect(made.run('generate').code).toBe(0);
    const file = (path: string): string => made.read(`out/overlays/${path}`);
    expect(file('north/agents/objects.yaml')).toContain('name: own');
    expect(file('south/agents/objects.yaml')).not.toContain('name: own');
    for (const region of ['north', 'south']) expect(file(`${region}/agents/kustomization.yaml`)).toMatch(/base\/agents\/extra\/[0-9a-f]{8}/);
    const base = (region: string): string => /base\/agents\/alpha\/[^\n]+/.exec(file(`${region}/agents/kustomization.yaml`))?.[0] as string;
    expect(base('north')).not.toBe(base('south'));
    expect(made.read(`out/${base('south')}/objects.yaml`)).toContain('replicas: 0');
    expect(made.read(`out/${base('north')}/objects.yaml`)).toContain('replicas: 1');
    const limits = made.list('out/base/ingress/common').filter((path) => path.endsWith('objects.yaml'));
    expect(limits).toHaveLength(1);
    expect(made.read(`out/base/ingress/common/${limits[0]}`)).toContain('average: 7');
  });

  test('may add kinds that the project then allows', () => {
    expect(made.read('out/argocd/north.yaml')).toMatch(/kind: ConfigMap/);
  });
});

describe('explain', () => {
  const made = desk({
    'config/fleet.yaml': `${FLEET}    overrides: { south: { heartbeat: IDLE } }\n`
      .replace('regions:\n', 'agentDefaults: { tier: light }\nregions:\n')
      .replace('  north:', '  ingress: {}\n  north:'),
  });

  test('shows every layer of one value with its place, and which won', () => {
    const { code, out } = made.run('explain', 'beta', 'heartbeat');
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'agent beta · heartbeat',
        '',
        'south: "IDLE"',
        '  default              "IDLE"   schema',
        '  agent beta           "SLEEP"  config/fleet.yaml:20',
        '  agent beta in south  "IDLE"   config/fleet.yaml:23  ← wins',
        '',
        'may be: one of "EMERGENCY", "IDLE", "SLEEP"',
        'the same: alpha',
        '',
      ].join('\n'),
    );
  });

  test('shows all values of a subject with the layer each comes from', () => {
    const { out } = made.run('explain', 'alpha');
    expect(out).toMatch(/^ {2}tier +"light" +agentDefaults, config\/fleet\.yaml:7$/m);
    expect(out).toMatch(/^ {2}resources\.limits\.cpu +"500m" +tier light$/m);
  });

  test('explains regions and components too', () => {
    expect(made.run('explain', 'south', 'versions.kubernetes').out).toMatch(/region south +"1\.34" +config\/fleet\.yaml:11 {2}← wins/);
    expect(made.run('explain', 'certs', 'solver', '--region', 'north').out).toMatch(/^north: "rfc2136"$/m);
  });

  test.each([
    { name: 'an unknown subject', args: ['betta'], expected: 'there is no agent, region, group or component "betta"\n  hint: did you mean "beta"?' },
    { name: 'an unknown path', args: ['beta', 'heartbeats'], expected: 'agent "beta" has no "heartbeats"\n  hint: did you mean "heartbeat"?' },
    { name: 'an unknown region', args: ['beta', '--region', 'nort'], expected: 'there is no region "nort"\n  hint: did you mean "north"?' },
    {
      name: 'a name of two things',
      args: ['ingress'],
      expected: '"ingress" names a region and a component\n  hint: write region/ingress or component/ingress',
    },
  ])('$name is explained', ({ args, expected }) => {
    const { code, err } = made.run('explain', ...args);
    expect(err).toContain(expected);
    expect(code).toBe(2);
  });

  test('says of a code what it means, with its example, and reads no fleet for it', () => {
    const { code, out } = made.run('explain', 'fleet/unknown-region', '--config', 'nowhere');
    expect(code).toBe(0);
    expect(out).toMatch(/^fleet\/unknown-region \(error\)\nA region is named that the fleet does not have\.\n\nWhy it matters: .+\nWhat to do: .+\n/);
    expect(out).toMatch(/^An example:\n\n {2}config\/fleet\.yaml:[0-9]+:[0-9]+/m);
    const { rule, example } = JSON.parse(made.run('explain', 'fleet/unknown-region', '--json').out) as { rule: unknown; example: string };
    expect(rule).toMatchObject({ code: 'fleet/unknown-region', severity: 'error' });
    expect(example).toContain('fleet/unknown-region');
    expect(made.run('explain', 'fleet/unknown-regio').err).toContain(
      'there is no code "fleet/unknown-regio"\n  hint: did you mean "fleet/unknown-region"?',
    );
  });

  test('shows the fields of a kind, of Kubernetes and of config/schemas', () => {
    expect(made.run('explain', 'Deployment.spec.strategy').out).toBe(
      'kind Deployment · apps/v1 · spec.strategy\n\nmap\n\nfields\n  rollingUpdate  map\n  type  text\n    one of: "Recreate", "RollingUpdate"\n',
    );
    expect(made.run('explain', 'Deployment', 'spec.strategy').out).toBe(made.run('explain', 'apps/v1/Deployment.spec.strategy').out);
    const own = desk({
      'config/fleet.yaml': FLEET,
      'config/schemas/queue.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: queues.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Queue, plural: queues }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          description: Queue keeps what agents wait for.
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: { type: integer, minimum: 1, default: 3, description: "How many are kept.\\n::error::of anybody" }
`,
    });
    expect(own.run('explain', 'Queue').out).toContain('kind Queue · example.org/v1 · in a namespace\n\nQueue keeps what agents wait for.\n');
    const { out } = own.run('explain', 'Queue.spec.size');
    expect(out).toMatch(/whole number, required\nHow many are kept\.\n/);
    // What authors say is shown, and is no command to whoever runs this.
    expect(out).not.toMatch(/^::/m);
    expect(JSON.parse(own.run('explain', 'Queue.spec', '--json').out)).toMatchObject({
      kind: { kind: 'Queue', group: 'example.org', version: 'v1', own: true },
      field: { path: 'spec', fields: [{ path: 'spec.size', type: 'whole number', required: true, default: 3 }] },
    });
    expect(own.run('explain', 'Queue.spec.sise')).toMatchObject({
      code: 2,
      err: expect.stringContaining('spec of Queue has no field "sise"\n  hint: did you mean "size"?') as string,
    });
    expect(own.run('explain', 'Queu')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no kind "Queu"\n  hint: did you mean "Queue"?') as string,
    });
  });

  test.each([
    ['deployment', 'did you mean "Deployment"?'],
    ['deployments.spec', 'did you mean "Deployment.spec"?'],
    ['networking.k8s.io/networkpolicies', 'did you mean "networking.k8s.io/NetworkPolicy"?'],
    ['ingressclass', 'did you mean "IngressClass"?'],
    ['queues', 'did you mean "Queue"?'],
    ['queue.spec', 'did you mean "Queue.spec"?'],
    ['ours/nope', 'did you mean "ours/hope"?'],
    ['ours/something-else', 'there is: ours/hope, ours/two'],
    ['theirs/hope', 'there is: ours/hope, ours/two'],
    ['agent/bety', 'did you mean "beta"?'],
  ])('of %s says what is meant', (word, hint) => {
    const policy = (code: string): string =>
      `apiVersion: fleet.plugged.in/v1alpha1\nkind: Policy\ncode: ${code}\nseverity: error\nabout: All is well\nrequire: 'true'\nmessage: do it\n`;
    const own = desk({
      'config/fleet.yaml': FLEET,
      'config/policies/ours.yaml': `${policy('ours/hope')}---\n${policy('ours/two')}`,
      'config/schemas/queue.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: queues.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Queue, plural: queues }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object } } } } }]
`,
    });
    expect(own.run('explain', word)).toMatchObject({ code: 2, err: expect.stringContaining(`hint: ${hint}\n`) as string });
  });

  test('names the Argo CD of a region, and the one that it leaves', () => {
    const own = desk({
      'config/fleet.yaml': FLEET.replace(
        'gitops: { repoURL: https://git.example.net/pap/fleet.git }',
        'gitops:\n  repoURL: https://git.example.net/pap/fleet.git\n  hubs:\n    east: { regions: [south], leaving: [north] }\n    west: { regions: rest }',
      ),
    });
    expect(own.run('explain', 'north', 'hub').out).toBe('region north · hub\n\n"west"\n  hub west  "west"  config/fleet.yaml:8  ← wins\n');
    expect(own.run('explain', 'north').out).toMatch(/^ {2}leavesHub +"east" +hub east, config\/fleet\.yaml:7$/m);
    expect(made.run('explain', 'north').out).not.toContain('hub');
  });

  test('takes the kind before the name', () => {
    expect(made.run('explain', 'component/ingress', 'entryPoint').code).toBe(0);
  });
});

describe('preflight', () => {
  const made = desk({ 'config/fleet.yaml': FLEET });

  test('lists what a region counts on, with a command for each', () => {
    const { code, out } = made.run('preflight', 'south');
    expect(code).toBe(0);
    for (const what of [
      'CRDs',
      'ingressroutes.traefik.io',
      'dnsendpoints.externaldns.k8s.io',
      'Secrets',
      'agents/beta-signing-keys',
      'a default StorageClass',
    ])
      expect(out).toContain(what);
    expect(out).not.toContain('north');
  });

  test('is a shell script when asked', () => {
    const { out } = made.line('$PAP_FLEET preflight --script > checks.sh && sh -n checks.sh && echo fine');
    expect(out).toBe('fine\n');
  });
});

describe('validate --assume', () => {
  const decided = `${FLEET}components: { cluster: { images: tag } }\n`;
  const made = desk({ 'config/fleet.yaml': decided });
  test.each([
    { name: 'a version that is too old', args: ['north.kubernetes=1.20'], code: 2, expected: 'fleet/unsupported-version: north: kubernetes 1.20' },
    { name: 'a version that is too new', args: ['north.traefik=4.0', 'argocd=3.6'], code: 0, expected: '2 warnings' },
    { name: 'a region that is not there', args: ['nort.kubernetes=1.36'], code: 2, expected: 'did you mean "north"?' },
    { name: 'a system that is not there', args: ['north.kubernets=1.36'], code: 2, expected: 'there is no system "kubernets"' },
    { name: 'nonsense', args: ['1.36'], code: 2, expected: 'write REGION.SYSTEM=VERSION' },
  ])('$name', ({ args, code, expected }) => {
    const ran = made.run('validate', ...args.flatMap((text) => ['--assume', text]));
    expect(ran.err).toContain(expected);
    expect(ran.code).toBe(code);
    expect(made.read('config/fleet.yaml')).toBe(decided);
  });
});

describe('output', () => {
  const made = desk({ 'config/fleet.yaml': FLEET });

  test.each([['generate'], ['validate'], ['check'], ['explain', 'alpha'], ['preflight']])('%s prints one JSON object', (...args) => {
    const { code, out, err } = made.run(...args, '--json');
    const data = JSON.parse(out) as { command: string; ok: boolean; exitCode: number };
    expect(data).toMatchObject({ command: args[0], ok: true, exitCode: 0 });
    expect([code, err]).toEqual([0, '']);
  });

  test('findings are data in JSON', () => {
    const bad = desk({ 'config/fleet.yaml': FLEET.replace('SLEEP', 'NAP') });
    const { code, out } = bad.run('validate', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      findings: [{ code: 'schema/value', severity: 'error', place: { file: 'config/fleet.yaml', line: 18, col: 16 } }],
    });
  });

  test('survives a reader that is gone before the first word', () => {
    const { out, err } = made.line('$PAP_FLEET explain alpha | true; echo "${PIPESTATUS[0]}"');
    expect([out, err]).toEqual(['0\n', '']);
  });

  test('is plain text in a pipe, and a reader may stop early', () => {
    const { out, err } = made.line('$PAP_FLEET explain alpha | head -1; echo "${PIPESTATUS[0]}"');
    expect(out).toBe('agent alpha\n0\n');
    expect(err).toBe('');
  });
});
