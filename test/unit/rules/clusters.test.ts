import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { files } from '../../support/fleets.ts';

/** A fleet of one region, or two, whose extra Deployment reads a Secret that nobody makes. */
function findings(more: string, regions = '{ north: {} }'): string[] {
  const fleet = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
regions: ${regions}
agents: {}
components: { cluster: { images: tag } }
${more}`;
  const extra = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: agents }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: web
          image: registry.example.net/web:1.0.0
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
          env: [{ name: CA, valueFrom: { secretKeyRef: { name: corporate-ca, key: ca.crt } } }]
`;
  const { findings: found } = compile(files({ 'fleet.yaml': fleet, 'extra/all/agents/web.yaml': extra }));
  return found.map(({ severity, code, place }) => `${place.file}:${place.line}:${place.col} ${severity} ${code}`);
}

const MISSING = 'config/extra/all/agents/web.yaml:15:64 error reference/missing-secret';

test('a reference that leads nowhere is shown at the line of the extra object, once for all regions', () => {
  expect(findings('')).toEqual([MISSING]);
  expect(findings('', '{ north: {}, south: {} }')).toEqual([MISSING]);
});

test('what is declared under externals is there: by kind, namespace, name, key and region', () => {
  const external = (text: string): string =>
    `externals: [{ kind: Secret, name: corporate-ca, reason: the platform team, until: "2027-01-31", ${text} }]`;
  expect(findings(external('namespace: agents'))).toEqual([]);
  expect(findings(external('keys: [ca.crt]'))).toEqual([]);
  expect(findings(external('region: north'))).toEqual([]);
  expect(findings(external('namespace: other'))).toEqual([MISSING]);
  expect(findings(external('region: south'), '{ north: {}, south: {} }')).toEqual([MISSING]);
  expect(findings(external('keys: [tls.crt]'))).toEqual(['config/extra/all/agents/web.yaml:15:83 error reference/missing-key']);
});

test('a waiver takes away the finding it names, and no other', () => {
  const waiver = (text: string): string => `waivers: [{ reason: until the move, until: "2027-01-31", object: Deployment agents/web, ${text} }]`;
  expect(findings(waiver('code: reference/missing-secret'))).toEqual([]);
  expect(findings(waiver('code: reference/missing-secret, region: north'), '{ north: {}, south: {} }')).toEqual([MISSING]);
  expect(findings(waiver('code: reference/missing-key'))).toEqual([MISSING, 'config/fleet.yaml:10:66 warning waiver/unused']);
});

test('a warning can be made an error', () => {
  const unused = 'waivers: [{ code: reference/wrong-port, object: Service agents/web, reason: none left, until: "2027-01-31" }]';
  const declared = 'externals: [{ kind: Secret, name: corporate-ca, reason: the platform team, until: "2027-01-31" }]';
  expect(findings(`${declared}\n${unused}`).map((text) => text.split(' ')[1])).toEqual(['warning']);
  expect(findings(`${declared}\n${unused}\ntreatAsErrors: [waiver/unused]`).map((text) => text.split(' ')[1])).toEqual(['error']);
});

describe('whatever an extra object refers to must be there, or be declared', () => {
  const HEAD = 'metadata: { name: own, namespace: agents }\n';
  const pod = (text: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\n${HEAD}spec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec:\n      ${text}\n      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }\n      containers: [{ name: web, image: "registry.example.net/web:1.0.0", securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }]\n`;
  const CASES: readonly (readonly [kind: string, name: string, extra: string])[] = [
    ['PriorityClass', 'urgent', pod('priorityClassName: urgent')],
    ['RuntimeClass', 'gvisor', pod('runtimeClassName: gvisor')],
    ['ServiceAccount', 'other', pod('serviceAccountName: other')],
    ['Secret', 'pull', pod('imagePullSecrets: [{ name: pull }]')],
    [
      'ClusterSecretStore',
      'vault',
      `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\n${HEAD}spec: { secretStoreRef: { kind: ClusterSecretStore, name: vault }, target: { name: own }, dataFrom: [{ extract: { key: own } }] }\n`,
    ],
    [
      'SecretStore',
      'vault',
      `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\n${HEAD}spec: { secretStoreRef: { name: vault }, target: { name: own }, dataFrom: [{ extract: { key: own } }] }\n`,
    ],
    [
      'Role',
      'reader',
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n${HEAD}roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }\nsubjects: []\n`,
    ],
  ];

  test.each(CASES)('%s %s', (kind, name, extra) => {
    const fleet = (externals: string): string => `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
components: { secrets: { provider: external-secrets } }
regions: { north: {} }
agents: {}
externals: [${externals}]
`;
    const found = (externals: string): string[] =>
      compile(files({ 'fleet.yaml': fleet(externals), 'extra/all/agents/own.yaml': extra }))
        .findings.filter(({ code }) => code.startsWith('reference/missing'))
        .map(({ message }) => message);
    expect(found('')).toEqual([expect.stringContaining(`the ${kind} "${name}"`)]);
    expect(found(`{ kind: ${kind}, name: ${name}, reason: the platform team, until: "2027-01-31" }`)).toEqual([]);
  });

  test('classes of Kubernetes itself, and the store that the settings name, are there', () => {
    const store =
      'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: own, namespace: agents }\nspec: { secretStoreRef: { kind: ClusterSecretStore, name: pap-vault }, target: { name: own }, dataFrom: [{ extract: { key: own } }] }\n';
    const fleet =
      'apiVersion: fleet.plugged.in/v1alpha1\nkind: Fleet\nname: pap\ngitops: { repoURL: https://git.example.net/pap/fleet.git }\nzone: { name: a.example.net, nameservers: [ns1.example.net] }\nstation: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }\ncomponents: { secrets: { provider: external-secrets } }\nregions: { north: {} }\nagents: {}\n';
    for (const extra of [store, pod('priorityClassName: system-cluster-critical')])
      expect(
        compile(files({ 'fleet.yaml': fleet, 'extra/all/agents/own.yaml': extra }))
          .findings.map(({ code }) => code)
          .filter((code) => code.startsWith('reference/')),
      ).toEqual([]);
  });
});
