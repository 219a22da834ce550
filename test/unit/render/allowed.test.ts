import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { components } from '../../../generator/components/index.ts';
import { isClusterScoped } from '../../../generator/k8s/object.ts';
import { allowedIn } from '../../../generator/render/allowed.ts';
import { overlayObjects } from '../../../generator/render/overlay.ts';
import { compiled, said } from '../../support/compiled.ts';

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.1/32], gatewayCidrs: [192.0.2.2/32] }
components: { cluster: { images: tag }, secrets: { provider: external-secrets } }
regions: { north: {}, south: {} }
agents:
  alpha: { ref: acme/alpha@1.0.0, image: "r.example.net/alpha:1.0.0", regions: [north, south] }
`;

const SAFE = 'automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }';
const POD = `{ restartPolicy: Never, ${SAFE}, containers: [{ name: x, image: "r.example.net/x:1", resources: { requests: { cpu: 10m, memory: 16Mi }, limits: { cpu: 10m, memory: 16Mi } }, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }] }`;
const OBJECTS = {
  configMap: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own, namespace: agents }\ndata: { a: b }\n',
  cronJob: `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: own, namespace: agents }\nspec: { schedule: "1 2 * * *", jobTemplate: { spec: { template: { spec: ${POD} } } } }\n`,
  priority: 'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: own }\nvalue: 10\n',
  elsewhere: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own, namespace: reports }\ndata: { a: b }\n',
  role: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: own, namespace: agents }\nrules: []\n',
  admin:
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: own }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }\nsubjects: [{ kind: User, apiGroup: rbac.authorization.k8s.io, name: "system:anonymous" }]\n',
  namespace: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: reports }\n',
  application:
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: own, namespace: agents }\nspec: { project: default, source: { repoURL: "https://git.example.net/x.git", path: . }, destination: { name: north, namespace: agents } }\n',
} as const;

type Name = keyof typeof OBJECTS;

const build = (name: Name, grants = '', where = 'all', component = 'agents') =>
  compiled({ 'fleet.yaml': `${FLEET}${grants === '' ? '' : `grants: [${grants}]\n`}`, [`extra/${where}/${component}/x.yaml`]: OBJECTS[name] });
const refused = (made: ReturnType<typeof build>): string[] => said(made).filter((text) => text.startsWith('extra/not-granted'));

describe('what an extra object needs', () => {
  test.each<[Name, string]>([
    ['cronJob', '{ kinds: [batch/CronJob], reason: why }'],
    ['priority', '{ kinds: [scheduling.k8s.io/PriorityClass], scope: cluster, reason: why }'],
    ['elsewhere', '{ kinds: [ConfigMap], namespaces: [reports], reason: why }'],
    ['role', '{ kinds: [rbac.authorization.k8s.io/Role], reason: why }'],
    ['admin', '{ kinds: [rbac.authorization.k8s.io/ClusterRoleBinding], scope: cluster, reason: why }'],
    ['namespace', '{ kinds: [Namespace], scope: cluster, reason: why }'],
  ])('%s: a grant, and exactly that', (name, grant) => {
    expect(refused(build(name))).toHaveLength(1);
    expect(refused(build(name, grant))).toEqual([]);
    expect(refused(build(name, grant.replace(', reason', ', regions: [south], reason')))[0]).toContain('in north');
    expect(refused(build(name, grant.replace(', reason', ', regions: [south], reason'), 'south'))).toEqual([]);
    expect(refused(build(name, grant.replace(/kinds: \[[^\]]*/, 'kinds: [example.net/Other')))).toHaveLength(1);
    const elsewhere = grant.includes('scope')
      ? grant.replace('scope: cluster', 'scope: namespace')
      : grant.replace(/(, namespaces: \[reports\])?, reason/, ', namespaces: [other], reason');
    expect(
      refused(build(name, elsewhere)).length + said(build(name, elsewhere)).filter((text) => text.startsWith('fleet/invalid-grant')).length,
    ).toBeGreaterThan(0);
  });

  test('a ConfigMap beside the agents needs none, wherever its file lies and whatever is switched off', () => {
    for (const component of ['agents', 'cluster', 'policies', 'monitoring']) expect(said(build('configMap', '', 'all', component))).toEqual([]);
    const off =
      'components: { cluster: { images: tag }, agents: { enabled: false }, ingress: { enabled: false }, policies: { enabled: false }, monitoring: { enabled: false }, backup: { enabled: false } }';
    const made = compiled({ 'fleet.yaml': FLEET.replace(/^components: .*$/m, off), 'extra/all/cluster/x.yaml': OBJECTS.configMap });
    expect(refused(made)).toEqual([]);
    expect(made.files?.get('argocd/north.yaml')).toMatch(/namespaceResourceWhitelist:[^]*kind: ConfigMap/);
  });

  test('an Application is granted to nobody', () => {
    expect(refused(build('application'))[0]).toContain('argoproj.io/Application is granted to nobody');
    expect(said(build('application', '{ kinds: [argoproj.io/Application], reason: why }'))[0]).toContain('fleet/invalid-grant');
  });

  test('the hint is what to write: with it, it is allowed', () => {
    for (const [name, where] of [
      ['cronJob', 'all'],
      ['cronJob', 'north'],
      ['priority', 'all'],
      ['elsewhere', 'south'],
      ['admin', 'all'],
    ] as const) {
      const made = compiled({ 'fleet.yaml': FLEET, [`extra/${where}/agents/x.yaml`]: OBJECTS[name] });
      const hint = made.findings.find(({ code }) => code === 'extra/not-granted')?.hint as string;
      const grants = hint.slice(hint.indexOf('grants:')).replace('…', 'why');
      expect(refused(compiled({ 'fleet.yaml': `${FLEET}${grants}\n`, [`extra/${where}/agents/x.yaml`]: OBJECTS[name] }))).toEqual([]);
    }
  });
});

describe('the project of a region', () => {
  const project = (made: ReturnType<typeof build>, region: string): unknown =>
    parseAllDocuments(made.files?.get(`argocd/${region}.yaml`) ?? '')
      .map((document) => document.toJS() as { kind: string; spec: unknown })
      .find(({ kind }) => kind === 'AppProject')?.spec;
  const plain = compiled({ 'fleet.yaml': FLEET });

  test('is not widened by what it confines', () => {
    expect(project(build('configMap'), 'north')).toEqual(project(plain, 'north'));
    // With the grant elsewhere, the object itself changes nothing.
    const granted = '{ kinds: [batch/CronJob], regions: [south], reason: why }';
    expect(project(build('cronJob', granted, 'south'), 'north')).toEqual(project(plain, 'north'));
  });

  test('allows what is granted, where it is granted, whether or not there is such an object', () => {
    const made = compiled({
      'fleet.yaml': `${FLEET}grants: [{ kinds: [batch/CronJob, Service], namespaces: [reports], regions: [south], reason: why }, { kinds: [scheduling.k8s.io/PriorityClass], scope: cluster, reason: why }]\n`,
    });
    expect(JSON.stringify(project(made, 'south'))).toContain('{"group":"batch","kind":"CronJob"}');
    expect(JSON.stringify(project(made, 'south'))).toContain('"namespace":"reports"');
    expect(JSON.stringify(project(made, 'north'))).not.toMatch(/CronJob|reports/);
    for (const region of ['north', 'south'])
      expect((project(made, region) as { clusterResourceWhitelist: unknown[] }).clusterResourceWhitelist).toContainEqual({
        group: 'scheduling.k8s.io',
        kind: 'PriorityClass',
      });
  });

  test('allows everything that the components make', () => {
    for (const { region, component } of plain.overlays ?? []) {
      const fleet = plain.fleet as NonNullable<typeof plain.fleet>;
      const { kinds } = allowedIn(fleet, region, [component]);
      const { namespaces } = allowedIn(fleet, region, components);
      const overlay = plain.overlays?.find((each) => each.region === region && each.component === component);
      for (const object of overlayObjects(overlay as NonNullable<typeof overlay>)) {
        const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
        expect(
          kinds.some((kind) => kind.kind === object.kind && kind.group === group && (kind.cluster === true) === isClusterScoped(object)),
          `${component.name} ${object.kind}`,
        ).toBe(true);
        if (!isClusterScoped(object)) expect(namespaces).toContain(object.metadata.namespace);
      }
    }
    expect(new Set(plain.overlays?.map(({ component }) => component.name)).size).toBe(components.length);
  });
});

describe('no namespace of the cluster or of Argo CD is written to, whoever names it', () => {
  const north = (facts: string): string => FLEET.replace('north: {}', `north: { clusterFacts: ${facts} }`);
  test.each<[string, Record<string, string>]>([
    ['the agents', { 'fleet.yaml': FLEET.replace('name: pap\n', 'name: pap\nnamespace: kube-node-lease\n') }],
    ['Velero', { 'fleet.yaml': north('{ velero: { namespace: kube-system } }') }],
    [
      'Velero, in that of Argo CD',
      { 'fleet.yaml': north('{ velero: { namespace: gitops } }').replace('fleet.git }', 'fleet.git, argocd: { namespace: gitops } }') },
    ],
    ['cert-manager', { 'fleet.yaml': north('{ certManager: { namespace: default } }') }],
    [
      'cert-manager, in its own file',
      { 'fleet.yaml': FLEET.replace('north: {}, ', ''), 'regions/north.yaml': 'clusterFacts: { certManager: { namespace: kube-public } }\n' },
    ],
    ['a grant', { 'fleet.yaml': `${FLEET}grants: [{ kinds: [Service], namespaces: [reports, argocd], reason: why }]\n` }],
    ['Argo CD', { 'fleet.yaml': FLEET.replace('fleet.git }', 'fleet.git, argocd: { namespace: kube-system } }') }],
    ['a Namespace', { 'fleet.yaml': FLEET, 'extra/all/cluster/x.yaml': OBJECTS.namespace.replace('reports', 'kube-system') }],
    ['a Namespace of Argo CD', { 'fleet.yaml': FLEET, 'extra/all/cluster/x.yaml': OBJECTS.namespace.replace('reports', 'argocd') }],
    ['an object', { 'fleet.yaml': FLEET, 'extra/all/agents/x.yaml': OBJECTS.elsewhere.replace('reports', 'default') }],
    [
      'an object, granted',
      {
        'fleet.yaml': `${FLEET}grants: [{ kinds: [ConfigMap], namespaces: [openshift-config], reason: why }]\n`,
        'extra/all/agents/x.yaml': OBJECTS.elsewhere.replace('reports', 'openshift-config'),
      },
    ],
  ])('%s', (_, files) => {
    const made = compiled(files);
    expect(made.files).toBeUndefined();
    expect(said(made).join('\n')).toMatch(/^(fleet\/reserved-namespace|extra\/invalid-object) /);
  });

  test.each([
    [
      'where the ingress controller and the resolver run',
      north('{ ingress: { namespace: kube-system }, dns: { namespace: kube-system }, prometheus: { namespace: kube-system } }'),
    ],
    ['where OpenShift has Argo CD', FLEET.replace('fleet.git }', 'fleet.git, argocd: { namespace: openshift-gitops } }')],
    ['what only begins alike', FLEET.replace('name: pap\n', 'name: pap\nnamespace: kubernetes-agents\n')],
  ])('but they may be named: %s', (_, fleet) => expect(said(compiled({ 'fleet.yaml': fleet }))).toEqual([]));
});
