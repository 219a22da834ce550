import type { Edit } from '../support/edit-files.ts';
import { language } from './hints-language.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

/** A kind as its authors define it. */
const CLAIM = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: postgresclaims.database.example.org }
spec:
  group: database.example.org
  names: { kind: PostgresClaim, plural: postgresclaims }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;

/** What is tried, by its rule; several ways that one hint offers, or several hints of one rule, stand behind a colon. */
type Rows = Readonly<Record<string, readonly Edit[]>>;

const yaml: Rows = {
  'yaml/encoding': [['# caf\uFFFD', '# café']],
  'yaml/syntax': [[/\[north\s*$/, '[north]\n']],
  'yaml/empty': [
    [
      '# nothing but a comment\n',
      `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
regions: { north: {} }
agents: {}
`,
    ],
  ],
  'yaml/multiple-documents': [[/^---[^]*/m, '']],
  'yaml/duplicate-key: merge': [
    ['regions:\n  north: {}\n', 'regions:\n  north: {}\n  south: {}\n'],
    [/^regions:\n {2}south: \{\}\n(?=components)/m, ''],
  ],
  'yaml/duplicate-key: remove one': [[/^regions:\n {2}south: \{\}\n/m, '']],
  'yaml/unsupported: an anchor and its alias': [
    ['&north ', ''],
    ['*north', '{}'],
  ],
  'yaml/unsupported: a tag': [['!!str ', '']],
  'yaml/limit': [[/ {4}env: .*\n/, '']],
  'secret/in-config': [
    [/ {4}env:\n( {6}.*\n)+/, ''],
    ['"s3cr3t-pw"', '"/run/secrets/db"'],
  ],
  'schema/type': [['stateless: "yes"', 'stateless: true']],
  'schema/value': [['replicas: 1000', 'replicas: 100']],
  'schema/format: a name': [['  Alpha:\n', '  alpha:\n']],
  'schema/format: a size': [['size: 10GB', 'size: 10Gi']],
  'schema/required': [['    regions:', '    image: plugged.in/agents/research:v1.2.0\n    regions:']],
};

const fleet: Rows = {
  'fleet/newer-generator': [[' generator: "99.1" ', '']],
  'fleet/hub-name': [['rest:', 'second:']],
  'fleet/hub-regions: take it from one': [['[north, south]', '[north]']],
  'fleet/hub-regions: remove the hub': [[/ {4}third:.*\n/, '']],
  'fleet/hub-regions: give it a region': [['third: { regions: [] }', 'third: { regions: [east] }']],
  'fleet/hub-regions: the rest': [['third: { regions: [] }', 'third: { regions: rest }']],
  'fleet/moved: its entry becomes that of the other': [[/ {2}research:\n( {4}.*\n)+/, '']],
  'fleet/moved: steps in a row': [
    ['to: agents.beta } # two steps', 'to: agents.gamma }'],
    [/ {2}- \{ from: agents.beta, .*\n/, ''],
  ],
  'fleet/moved: no agent': [[/ {2}- \{ from: regions.*\n/, '']],
  'fleet/moved: a third name first': [
    ['from: agents.one, to: agents.two }', 'from: agents.one, to: agents.three }'],
    [/ {2}- \{ from: agents.two, .*\n/, ''],
    ['  one:\n', '  three:\n'],
  ],
  'fleet/moved: one old name': [[/ {2}- .*agents.keeper.*\n/, '']],
  'fleet/moved: its own end': [
    [/ {2}- .*agents.gone.*\n/, ''],
    [
      '  gone:\n',
      '  old:\n    ref: acme/old@1.0.0\n    image: registry.example.net/old:1.0.0\n    regions: [north]\n    state: terminated\n  gone:\n',
    ],
  ],
  'fleet/moved: it keeps its name': [[/ {2}- .*agents.same.*\n/, '']],
  'fleet/former-name': [['agent: memory', 'agent: store']],
  'fleet/shared-claim': [[', claim: beta-agent', '']],
  'fleet/nowhere-else: another region first': [['regions: [south]\n  gamma', 'regions: [north, south]\n  gamma']],
  'fleet/nowhere-else: it is meant to end': [['regions: [south]\n  gamma', 'regions: [south]\n    state: draining\n  gamma']],
  'fleet/draining-target': [[/ {4}egress: .*\n/, '']],
  'fleet/hub-move: one at a time': [['leaving: [south, east]', 'leaving: [east]']],
  'fleet/hub-move: not while it is decommissioned': [['leaving: [south, east]', 'leaving: [south]']],
  'fleet/hub-move: let it be active': [['east: { state: decommissioning }', 'east: {}']],
  'fleet/stated-twice': [[' versions: { cert-manager: "1.19" } ', '']],
  'fleet/duplicate-name: keep that of fleet.yaml': [{ remove: 'agents/alpha.yaml' }],
  'fleet/duplicate-name: keep its own file': [[/agents:\n( {2}.*\n)+/, 'agents: {}\n']],
  'fleet/override-elsewhere: add the region': [['regions: [north]', 'regions: [north, south]']],
  'fleet/override-elsewhere: remove the override': [[/ {4}overrides:\n.*\n/, '']],
  'fleet/useless-override': [[/ {4}overrides:\n.*\n/, '']],
  'fleet/unused-default: at the agents': [
    ['limits: { cpu: "2", memory: 2Gi }', 'limits: { memory: 2Gi }'],
    ['regions: [north] }', 'regions: [north], resources: { limits: { cpu: "2" } } }'],
  ],
  'fleet/unused-default: in the tier': [
    ['limits: { cpu: "2", memory: 2Gi }', 'limits: { memory: 2Gi }'],
    ['limits: { cpu: 500m }', 'limits: { cpu: "2" }'],
  ],
  'fleet/duplicate-cluster: name it': [['cluster: north', 'cluster: west-1']],
  'fleet/duplicate-cluster: leave it out': [['{ cluster: north }', '{}']],
  'fleet/shared-ref': [['acme/alpha@2.0.0', 'acme/beta@2.0.0']],
  'fleet/name-clash': [['a-agents: {}', 'b: {}']],
  'fleet/duplicate-host: another': [
    ['host: alpha', 'host: beta-2'],
    ['{ alpha: {}, gamma: {} }', '{ gamma-2: {} }'],
    ['hosts: { docs.a.example.net: {} }', 'overrides: { north: { hosts: { docs.a.example.net: {} } } }'],
  ],
  'fleet/duplicate-host: follow the name': [
    ['    host: alpha\n', ''],
    ['hosts: { alpha: {}, gamma: {} }', 'paths: { /docs: http }'],
    ['hosts: { docs.a.example.net: {} }', 'hosts: { docs: {} }'],
  ],
  'fleet/host-outside: one label': [[/ {4}hosts:\n.*\n.*\n {4}overrides:\n.*\n/, '    hosts: { docs: {} }\n']],
  'fleet/host-outside: a name': [[/ {4}hosts:\n.*\n.*\n {4}overrides:\n.*\n/, '    hosts: { docs.a.example.net: {} }\n']],
  'fleet/path-target: other paths': [
    ['{ /docs: docs, /hooks/admin: http, /calls: grpc }', '{ /docs: http, /admin: http, /calls: http }'],
    ['paths: {} }', 'paths: { /: http } }'],
    ['tower: {}', 'tower: { paths: { /status: http } }'],
  ],
  'fleet/path-target: another mode': [
    ['{ /docs: docs, /hooks/admin: http, /calls: grpc }', '{ /docs: http }'],
    ['{ paths: {} }', 'null'],
    ['mode: cp', 'mode: dual'],
  ],
  'fleet/reserved-namespace: the agents': [['namespace: kube-system\n', 'namespace: agents\n']],
  'fleet/reserved-namespace: velero': [['velero: { namespace: argocd }', 'velero: { namespace: velero }']],
  'fleet/reserved-namespace: a grant': [['namespaces: [default]', 'namespaces: [agents]']],
  'fleet/reserved-name: another name': [['  gateway:\n', '  portal:\n']],
  'fleet/reserved-name: another name than wpad': [['  wpad:\n', '  proxy-notes:\n']],
  'fleet/reserved-name: another host': [['host: autodiscover', 'host: discover']],
  'fleet/reserved-name: another further host': [['      login: {}', '      entry: {}']],
  'fleet/reserved-name: another name within the zone': [['ns1.notes', 'names.notes']],
  'fleet/reserved-name: waive': [
    ['waivers:\n', 'waivers:\n  - { code: fleet/reserved-name, object: Agent gateway, reason: ours by agreement with PAP, until: "2099-12-31" }\n'],
  ],
  'fleet/illegal-name': [['a-name-that-is-legal-by-itself-but-not-with-what-follows-it', 'alpha']],
  'fleet/image-policy: a digest': [['alpha:1.0.0\n', `alpha:1.0.0@${DIGEST}\n`]],
  'fleet/image-policy: a digest of the other': [['beta:1.0.0\n', `beta:1.0.0@${DIGEST}\n`]],
  'fleet/image-policy: push it there': [['registry.example.net/agents-of-others/', 'registry.example.net/agents/']],
  'fleet/image-policy: add its registry': [['ghcr.io] }', 'ghcr.io, registry.example.net/agents-of-others] }']],
  'fleet/reserved-env': [
    ['PAP_MODE', 'MODE'],
    ['AGENT_DNS_NAME', 'TARGET'],
    ['LD_PRELOAD', 'PRELOAD'],
  ],
  'fleet/container-port': [
    ['admin: 15000, data: 8080', 'proxy: 15000, data: 15001'],
    ['/data: data }', '/data: data, /proxy: proxy }'],
    ['port: logs', 'port: log'],
    ['probes: { port: bare }', 'probes: { port: bare, liveness: / }'],
  ],
  'fleet/egress-target': [
    ['ports: [9000]', 'ports: [8080]'],
    ['regions: [south]', 'regions: [north, south]'],
    ['bills.example.net', 'billing.example.net'],
    [', cidr: 203.0.113.0/28', ''],
    ['component: queues', 'component: queue'],
    ['labels: { app: x }, ', ''],
    ['component: shared }', 'component: shared, labels: { app.kubernetes.io/name: shared } }'],
    ['component: idle', 'component: queue'],
  ],
  'fleet/reserved-key': [
    ['app.kubernetes.io/name', 'example.net/name'],
    ['argocd.argoproj.io/sync-options', 'example.net/sync-options'],
  ],
  'fleet/component-needed: switch one off': [['  cluster: {', '  ingress: { enabled: false }\n  cluster: {']],
  'fleet/component-needed: switch all off': [
    ['  cluster: {', ['ingress', 'policies', 'monitoring', 'backup'].map((name) => `  ${name}: { enabled: false }\n`).join('') + '  cluster: {'],
  ],
  'fleet/component-needed: agents on': [['agents: { enabled: false }', 'agents: { enabled: true }']],
  'fleet/unsupported-version: Kubernetes': [['"1.24"', '"1.27"']],
  'fleet/unsupported-version: Traefik': [['"1.7"', '"2.10"']],
  'fleet/older-way': [['"1.28"', '"1.30"']],
  'fleet/deprecated-setting': [[', trustForwardHeader: true', '']],
  'fleet/discovery-without-address: list them': [['eu-west: {}', 'eu-west: { ingressAddresses: [198.51.100.20] }']],
  'fleet/discovery-without-address: off there': [['eu-west: {}', 'eu-west: { components: { dns: { discovery: false } } }']],
  'fleet/discovery-version: deploy': [['external-dns: "0.21"', 'external-dns: "0.22"']],
  'fleet/discovery-version: off there': [['us-east: {', 'us-east: { components: { dns: { discovery: false } },']],
  'fleet/idle-handover: remove': [[', handover: addresses', '']],
  'fleet/idle-handover: discovery off there': [['eu-west: {', 'eu-west: { components: { dns: { discovery: false } },']],
  'fleet/handover-without-address: list them': [['eu-west: {}', 'eu-west: { ingressAddresses: [198.51.100.20] }']],
  'fleet/handover-without-address: alias': [['handover: addresses', 'handover: alias']],
  'fleet/acme-limit': [
    ['environment: production', 'environment: staging'],
    [/r(?!50)\d\d: \{\}/g, (region) => region.replace('{}', '{ components: { certs: { environment: production } } }')],
  ],
  'fleet/ca-bundle': [
    [
      /(DBZMBMG\n)( +DgQW)/,
      (_, before = '', after = '') =>
        `${before}      ByqGSM49AgEGCCqGSM49AwEHA0IABNnBB2hWndO7yzESu1FB3NCh1ZoPdeDU1ai4
      ee72kulTskNHgQkLkS+UlYTr92NiUu/mUMPp9YztWTt6oHyo8USjUzBRMB0GA1Ud
${after}`,
    ],
  ],
  'fleet/backup-together: spread': [['{ spread: false }', '{}']],
  'fleet/backup-together: schedules': [['south: {}', 'south: { components: { backup: { schedule: 45 4 * * * } } }']],
  'fleet/agent-without-region': [['  alpha:\n', '  alpha:\n    regions: [north]\n']],
  'fleet/group-name': [['groups:\n  north:', 'groups:\n  northern:']],
  'fleet/group-conflict: in one of them': [['heartbeat: SLEEP', 'terminationGracePeriodSeconds: 90']],
  'fleet/group-conflict: for the region': [['    regions: all\n', '    regions: all\n    overrides: { north: { heartbeat: IDLE } }\n']],
  'fleet/no-match: the labels of a region': [['{ continent: eu, tier: [test] }', '{ continent: eu, tier: [prod] }']],
  'fleet/no-match: leave out none': [['{ match: { tier: prod }, except: [north] }', '{ match: { tier: prod } }']],
  'fleet/unreachable-station': [['station: { ', 'station: { cidrs: [203.0.113.10/32], ']],
  'fleet/unknown-region: name another': [[', nort]', ']']],
  'fleet/unknown-region: an override': [['      suoth:', '      north:']],
  'fleet/unknown-code': [['nothing/at-all', 'network/closed-port']],
  'fleet/invalid-grant: remove it': [[/ {2}- \{ kinds: \[argoproj.*\n/, '']],
  'fleet/invalid-grant: its scope': [['PriorityClass], ', 'PriorityClass], scope: cluster, ']],
  'fleet/needs-stateless': [['    autoscale:', '    stateless: true\n    autoscale:']],
  'fleet/sleep-autoscale': [['autoscale: { min: 1, max: 4 }', 'autoscale: null']],
  'fleet/no-nameserver': [['name: a.plugged.in }', 'name: a.plugged.in, nameservers: [ns1.plugged.in] }']],
  'fleet/incomplete: an address': [['forwardAuth: { ', 'forwardAuth: { address: https://auth.example.net/verify, ']],
  'fleet/incomplete: a size': [['{ class: fast }', '{ class: fast, size: 1Gi }']],
  'fleet/caa-parameters': [['validationmethods: [http-01]', 'validationmethods: [dns-01]']],
  'fleet/caa-mismatch': [['caa: [letsencrypt.org]', 'caa: [letsencrypt.org, pki.goog]']],
  'fleet/caa-solver': [['validationmethods: [dns-01]', 'validationmethods: [dns-01, http-01]', 'fleet.yaml']],
  'fleet/caa-any-account': [['caa: [letsencrypt.org, ', 'caa: [']],
  'fleet/idle-rotation: transferKeys': [[', transferKeys: [1, 2]', '']],
  'fleet/idle-rotation: furtherClientCA': [['furtherClientCA: other-ca', 'email: ops@example.net']],
  'fleet/idle-rotation: of the authority that signs': [[', furtherClientCA: agents-ca', '']],
  'fleet/idle-rotation: tsigKeys': [['cloudflare, tsigKeys: [1, 2]', 'cloudflare, tsigKeys: [1]']],
  'fleet/autoscale-bounds': [['max: 2', 'max: 4']],
  'fleet/unused-ca-bundle': [['https://acme-v02.api.letsencrypt.org/directory', 'https://acme.example.net/directory']],
};

const custom: Rows = {
  'config/unexpected-file: a dot': [{ move: 'agents/.gamma.yaml', to: 'agents/gamma.yaml' }],
  'config/unexpected-file: yml': [{ move: 'agents/beta.yml', to: 'agents/beta.yaml' }],
  'config/unexpected-file: YAML': [{ move: 'agents/delta.YAML', to: 'agents/delta.yaml' }],
  'config/unexpected-file: a component': [{ move: 'extra/north/cm.yaml', to: 'extra/north/agents/cm.yaml' }],
  'rollout/invalid': [['reached: 3', 'reached: 2', 'rollouts/alpha-1.1.0.yaml']],
  'rollout/wave': [['[north, south]', '[south]', 'rollouts/alpha-1.1.0.yaml']],
  'rollout/unknown-target': [['agents.alfa', 'agents.alpha', 'rollouts/alpha-1.1.0.yaml']],
  'rollout/overridden: remove it': [[/ {4}overrides:\n.*\n/, '']],
  'rollout/overridden: leave it out': [[', image: registry.example.net/alpha:1.1.0', '', 'rollouts/alpha-1.1.0.yaml']],
  'rollout/conflict: leave it out': [[', image: registry.example.net/alpha:1.1.1', '', 'rollouts/alpha-calm.yaml']],
  'hold/invalid': [['name: alfa', 'name: alpha', 'holds/alpha.yaml']],
  'hold/unknown-target': [['agents.alfa', 'agents.alpha', 'holds/alpha.yaml']],
  'hold/broken: leave it': [['alpha:1.0.0', 'alpha:0.9.0']],
  'hold/broken: release it': [{ remove: 'holds/alpha.yaml' }],
  'config/unexpected-file: all of them': [
    { move: 'agents/.gamma.yaml', to: 'agents/gamma.yaml' },
    { move: 'agents/beta.yml', to: 'agents/beta.yaml' },
    { move: 'agents/delta.YAML', to: 'agents/delta.yaml' },
    { move: 'extra/north/cm.yaml', to: 'extra/north/agents/cm.yaml' },
  ],
  'extra/not-granted': [
    ['components:', 'grants:\n  - kinds: [batch/CronJob]\n    namespaces: [agents]\n    reason: tidies at night\ncomponents:', 'fleet.yaml'],
  ],
  'extra/invalid-object: another namespace': [['kube-system', 'agents', 'extra/north/agents/b.yaml']],
  'extra/invalid-object: a Secret': [{ remove: 'extra/north/agents/c.yaml' }],
  'extra/invalid-object: a namespace': [['name: notes }', 'name: notes, namespace: agents }', 'extra/all/agents/a.yaml']],
  'patch/invalid: a list': [
    [
      'spec: { replicas: 2 }',
      '- target: {kind: Deployment, name: alpha-agent}\n  patch: [{op: replace, path: /spec/replicas, value: 0}]',
      'patches/all/agents/b.yaml',
    ],
  ],
  'patch/invalid: an operation': [['replce', 'replace', 'patches/north/agents/a.yaml']],
  'patch/invalid: both': [
    [
      'spec: { replicas: 2 }',
      '- target: {kind: Deployment, name: alpha-agent}\n  patch: [{op: replace, path: /spec/replicas, value: 0}]',
      'patches/all/agents/b.yaml',
    ],
    [
      'op: replce, path: /spec/revisionHistoryLimit, value: 2',
      'op: replace, path: /spec/revisionHistoryLimit, value: 1',
      'patches/north/agents/a.yaml',
    ],
  ],
  'patch/no-target': [['name: alpha }', 'name: alpha-agent }', 'patches/north/agents/a.yaml']],
  'patch/overlap: in one of them': [{ remove: 'patches/north/agents/grace.yaml' }],
  'patch/overlap: test first': [
    [
      '    - { op: replace',
      '    - { op: test, path: /spec/template/spec/terminationGracePeriodSeconds, value: 40 }\n    - { op: replace',
      'patches/north/agents/grace.yaml',
    ],
  ],
  'patch/failed': [['value: 7', 'value: 1', 'patches/all/agents/a.yaml']],
};

const kind: Rows = {
  'kind/no-definition: another object': [[/---\napiVersion: v1\n[^]*/, '', 'schemas/queue.yaml']],
  'kind/no-definition: something else': [{ remove: 'schemas/notes.yml' }],
  'kind/invalid-definition: the version': [{ remove: 'schemas/old.yaml' }],
  'kind/invalid-definition: a pattern': [['(?=a)', 'a?', 'schemas/queue.yaml']],
  'kind/invalid-definition: a reference': [['{ $ref: "#/definitions/Owner" }', '{ type: object }', 'schemas/queue.yaml']],
  'kind/invalid-definition: a list': [['{ type: array }', '{ type: array, items: { type: string } }', 'schemas/queue.yaml']],
  'kind/invalid-definition: a type': [['{ enum: [', '{ type: string, enum: [', 'schemas/queue.yaml']],
  'kind/invalid-expression: a field': [['limt', 'limit', 'schemas/queue.yaml']],
  'kind/invalid-expression: the end': [['self.size >=', 'self.size >= 0', 'schemas/queue.yaml']],
  'kind/invalid-classes: the kind': [[/---\n[^]*/, '', 'schemas/queue.classes.yaml']],
  'kind/invalid-classes: a field': [
    ['sise', 'size', 'schemas/queue.classes.yaml'],
    ['  spec.size: wrk\n', '', 'schemas/queue.classes.yaml'],
  ],
  'kind/invalid-classes: a class': [['wrk', 'work', 'schemas/queue.classes.yaml']],
  'kind/invalid-classes: a key': [['broght', 'brought', 'schemas/queue.classes.yaml']],
  'kind/invalid-classes: one document': [
    [/---\nkind: queue\.example\.org\/Queue\ngone: none\n/, '', 'schemas/queue.classes.yaml'],
    ['broght: none\n', 'broght: none\ngone: none\n', 'schemas/queue.classes.yaml'],
  ],
  'kind/defined-twice': [{ remove: 'schemas/b.yaml' }],
};

const object: Rows = {
  'object/broken-definition': [['spec: { properties', 'spec: { type: object, properties', 'components/notes/common/kind.yaml']],
  'object/broken-rule': [['size: 5', 'size: 4', 'extra/all/agents/jobs.yaml']],
  'object/unserved-api': [['traefik.containo.us/', 'traefik.io/', 'extra/north/ingress/a.yaml']],
  'object/deprecated-api': [['traefik.containo.us/', 'traefik.io/', 'extra/north/ingress/a.yaml']],
  'object/off-by-default': [['resource.k8s.io/v1beta1', 'resource.k8s.io/v1', 'bad.yaml']],
  'object/wrong-shape: a number': [['completions: three', 'completions: 3', 'extra/north/agents/job.yaml']],
  'object/wrong-shape: a missing field': [['- image:', '- name: seed\n          image:', 'extra/north/agents/job.yaml']],
  'object/wrong-shape: the status': [['status: {}\n', '', 'extra/north/agents/job.yaml']],
  'object/wrong-shape: a number in quotes': [["'8080'", '8080', 'patches/all/agents/a.yaml']],
  'object/sync-option': [['Prune=no', 'Prune=false']],
  'object/duplicate': [['pap-region', 'notes', 'extra/north/agents/a.yaml']],
  'object/unknown-kind: another version': [['policy/v1beta2', 'policy/v1', 'extra/all/agents/budget.yaml']],
  'object/unknown-kind: its definition': [{ write: 'schemas/claim.yaml', text: CLAIM }],
  'object/illegal-name': [['Research_Agent', 'research-agent', 'patches/all/agents/a.yaml']],
  'object/illegal-label: characters': [['pluggedin/research@1.2.0', 'pluggedin_research_1.2.0', 'patches/all/agents/a.yaml']],
  'object/illegal-label: an annotation': [['/labels/', '/annotations/', 'patches/all/agents/a.yaml']],
  'object/illegal-annotation': [['example io~1team', 'example.io~1team', 'patches/all/agents/a.yaml']],
  'certificate/refused: a name': [['subject: { organizations: [Shop] }', 'dnsNames: [web.example.net]']],
  'certificate/refused: the subject alone': [[/ {2}commonName: ops\n/, '']],
  'certificate/refused: an address': [['192.0.2.300', '192.0.2.30']],
  'certificate/refused: a mail address': [['Ops <ops@example.net>', 'ops@example.net']],
  'certificate/refused: one kind': [[/ {2}ca: .*\n/, '']],
  'certificate/refused: one way': [[', class: traefik', '']],
  'certificate/refused: the secret': [['tsigKeyName: shop', 'tsigKeyName: shop, tsigSecretSecretRef: { name: tsig, key: key }']],
  'certificate/ingress-annotation: one issuer': [[/ +cert-manager.io\/issuer: .*\n/, '']],
  'certificate/ingress-annotation: another Secret': [['[shop.example.net], secretName: web', '[shop.example.net], secretName: shop']],
  'certificate/ingress-annotation: its Secret': [['[books.example.net]', '[books.example.net], secretName: books']],
  'monitor/alert-route: a receiver that is there': [['receiver: pager', 'receiver: mail']],
  'monitor/alert-route: the outermost': [['route: { groupBy', 'route: { receiver: mail, groupBy']],
  'monitor/alert-route: a name of its own': [['{ name: mail }, { name: mail }', '{ name: mail }, { name: page }']],
  'monitor/alert-route: once': [['alertname, alertname', 'alertname']],
  'monitor/duplicate-rule': [[/ +- .*returns_total.*\n/, '']],
  'object/application: its version': [['chart: web }', 'chart: web, targetRevision: 1.2.3 }']],
  'object/application: its path': [['targetRevision: main\n      helm', 'targetRevision: main\n      path: web\n      helm']],
  'object/application: one tool': [[/ +helm: .*\n/, '']],
  'object/finalizer: a name': [['[example.org/]', '[example.org/cleanup]']],
  'object/ignored-difference: its group': [['{ kind: Deployment', '{ group: apps, kind: Deployment']],
  'object/ignored-difference: a pointer': [['[.spec.replicas]', '[/spec/replicas]']],
  'object/ignored-difference: a key with a slash': [['example.net/owner]', 'example.net~1owner]']],
  'object/ignored-difference: the dot': [["['spec.replicas'", "['.spec.replicas'"]],
  'object/ignored-difference: a key in quotes': [["'.metadata.annotations.example.net/owner'", '\'.metadata.annotations["example.net/owner"]\'']],
  'object/ignored-difference: something': [['managedFieldsManagers: []', 'managedFieldsManagers: [keda-operator]']],
  'object/ignored-difference: without the version': [['autoscaling/v2', 'autoscaling']],
  'object/secret-template': [['.pasword', '.password']],
  'object/store-auth: both': [['key: tls.crt } }', 'key: tls.crt }, keySecretRef: { name: vault-client, key: tls.key } }']],
  'object/store-auth: one way': [[/ +kubernetes: \{ mountPath.*\n/, '']],
  'object/store-auth: its role': [['{ path: approle,', '{ path: approle, roleId: shop,']],
  'object/store-auth: its token': [['{ path: jwt, role: shop }', '{ path: jwt, role: shop, secretRef: { name: vault, key: token } }']],
  'object/store-auth: a way': [['auth: {}', 'auth: { kubernetes: { mountPath: kubernetes, role: shop } }']],
  'reference/auth-users: one key': [[/ +- \{ secretKey: note.*\n/, '']],
  'reference/auth-users: a Secret': [
    ['{ realm: shop }', '{ realm: shop, secret: office }'],
    [/ +- \{ secretKey: note.*\n/, ''],
  ],
  'reference/two-defaults: one class': [[/(name: slow\n.*)"true"/, '$1"false"']],
  'reference/two-defaults: one place': [['default: true, objectStorage: { bucket: far }', 'default: false, objectStorage: { bucket: far }']],
  'reference/snapshot-location': [['[near, far]', '[near]']],
  'monitor/two-ports': [[', targetPort: 9090', '']],
  'object/application-set: names': [['{{ .shop }}', '{{ .shop }}-{{ .region }}']],
  'object/application-set: two': [
    ['[{ list: { elements: [{ region: eu }] } }]', '[{ list: { elements: [{ region: eu }] } }, { list: { elements: [{ shop: books }] } }]'],
  ],
  'object/application-set: two or more': [
    [
      '[{ list: { elements: [{ region: us }] } }]',
      '[{ list: { elements: [{ region: us }] } }, { list: { elements: [{ region: us, shop: toys }] } }]',
    ],
  ],
  'object/gateway-shape: no tls': [[', tls: { certificateRefs: [{ name: shop }] }', '']],
  'object/gateway-shape: no hostname': [[', hostname: db.example.net', '']],
  'object/gateway-shape: where it ends': [['mode: Passthrough', 'mode: Terminate, certificateRefs: [{ name: shop }]']],
  'object/gateway-shape: listeners differ': [['{ name: web, port: 8080', '{ name: more, port: 8081']],
  'object/gateway-shape: no backends': [[/ +backendRefs: \[\{ name: shop, port: 80 \}\]\n/, '']],
  'object/gateway-shape: a redirect alone': [[', { type: URLRewrite, urlRewrite: { hostname: shop } }', '']],
  'object/gateway-shape: the prefix': [['type: Exact', 'type: PathPrefix']],
  'object/gateway-shape: the whole path': [['value: basket', 'value: /basket']],
  'object/gateway-shape: one of both': [[/ +- \{ type: RequestHeaderModifier, requestMirror.*\n/, '']],
  'object/gateway-shape: its type': [['type: RequestHeaderModifier, requestMirror', 'type: RequestMirror, requestMirror']],
  'object/gateway-shape: timeouts': [['request: 1s', 'request: 9s']],
  'object/gateway-shape: a port': [['{ name: basket }', '{ name: basket, port: 80 }']],
  'object/velero-filter: all alone': [["['*', shop]", "['*']"]],
  'object/velero-filter: in or out': [['excludedNamespaces: [shop]', 'excludedNamespaces: [basket]']],
  'object/velero-filter: what is left out': [["excludedResources: ['*']", 'excludedResources: [secrets]']],
  'object/velero-filter: one kind of filter': [
    [/ +includedClusterScopedResources: .*\n/, ''],
    [/ +labelSelector: .*\n/, ''],
  ],
  'reference/entry-point': [['websecur]', 'websecure]']],
  'reference/loop': [
    ['[{ name: all }]', '[{ name: limit }]'],
    ['name: both, kind: TraefikService', 'name: both, port: 80'],
  ],
  'object/controller-flag: the name': [['domian', 'domain']],
  'object/controller-flag: remove it': [
    [/ +- --pihole-api-version=6\n/, ''],
    [/ +- --providers\.kubernetesGateway.*\n/, ''],
  ],
  'object/external-secret: the policy': [['deletionPolicy: Delete', 'deletionPolicy: Retain']],
  'object/external-secret: one source': [[/ {6}find: .*\n/, '']],
  'object/external-secret: a key of its own': [
    ['secretKey: token, remoteRef: { key: docs, property: user }', 'secretKey: user, remoteRef: { key: docs, property: user }'],
  ],
  'object/project-role: the object': [['sync, */*', 'sync, shop/*']],
  'object/project-role: the subject': [['proj:store:operator', 'proj:shop:operator']],
  'object/project-role: the resource': [['projects, get, shop, allow', 'clusters, get, shop/*, allow']],
  'object/project-role: the action': [['restart', 'action/apps/Deployment/restart']],
  'object/project-role: six parts': [['logs, get, shop/*', 'logs, get, shop/*, allow']],
  'object/project-role: the effect': [['alow', 'allow']],
  'object/scaled-object: idle': [['idleReplicaCount: 2', 'idleReplicaCount: 0']],
  'object/scaled-object: a name of its own': [
    ['name: day, metadata: { timezone: Etc/UTC, start: "0 18', 'name: evening, metadata: { timezone: Etc/UTC, start: "0 18'],
  ],
  'object/scaled-object: one pod': [['  maxReplicaCount: 4', '  minReplicaCount: 1\n  maxReplicaCount: 4']],
  'object/scaled-trigger: later': [['end: "0 8', 'end: "0 18']],
  'object/scaled-trigger: one pod': [['desiredReplicas: "0"', 'desiredReplicas: "1"']],
  'object/scaled-trigger: the type': [['promtheus', 'prometheus']],
  'object/scaled-trigger: the query': [["example.net', threshold", "example.net', query: up, threshold"]],
  'object/source-ref: the name': [['$vaules', '$values']],
  'object/store-namespace: leave it out': [[' namespace: vault,', '']],
  'object/unused-source: take a file': [['[eu-west.yaml]', '[$values/eu-west.yaml]']],
  'object/unused-source: remove it': [[/ {4}- repoURL: https:\/\/git[^]*/, '']],
  'object/finalizer': [['resource-finalizer.', 'resources-finalizer.']],
  'object/destination: the name': [[', server: https://north.example.net', '']],
  'object/destination: the server': [['name: north, server:', 'server:']],
  'object/served': [['fifteen', '15']],
  'object/selector-mismatch': [['value: beta', 'value: alpha', 'patches/all/agents/a.yaml']],
  'object/environment-size': [
    [/ {8}- \{ name: C, .*\n/, '      volumeMounts: [{ name: texts, mountPath: /texts, readOnly: true }]\n'],
    [/$/, '  volumes: [{ name: texts, configMap: { name: texts } }]\n'],
  ],
  'object/duplicate-item': [['mountPath: /tmp', 'mountPath: /more', 'patches/all/agents/a.yaml']],
  'object/exactly-one': [
    [
      '    - { op: add',
      '    - { op: remove, path: /spec/template/spec/containers/0/livenessProbe/httpGet }\n    - { op: add',
      'patches/all/agents/a.yaml',
    ],
  ],
  'object/unknown-value: a target': [['Percent', 'Utilization']],
  'object/unknown-value: a policy': [['Least', 'Min']],
  'object/missing-part: accessModes': [['accessModes: []', 'accessModes: [ReadWriteOnce]']],
  'object/missing-part: a request': [['resources: { limits', 'resources: { requests: { storage: 1Gi }, limits']],
  'object/scheduling': [
    ['{ operator: Equal, value: web }', '{ operator: Exists }'],
    ['operator: Exists, value: web, effect: NoSchedule, tolerationSeconds: 60', 'operator: Exists, effect: NoExecute, tolerationSeconds: 60'],
    ['nodeSelectorTerms: []', 'nodeSelectorTerms: [{ matchExpressions: [{ key: example.net/a, operator: Exists }] }]'],
    ['weight: 0', 'weight: 1'],
    ['[many]', '["8"]'],
    ['topologyKey: ""', 'topologyKey: kubernetes.io/hostname'],
    [/kubernetes\.io\/hostname, maxSkew: 2/, 'topology.kubernetes.io/zone, maxSkew: 2'],
  ],
  'object/unknown-volume': [['name: temp', 'name: tmp']],
  'object/policy-types': [['policyTypes: [Ingress]', 'policyTypes: [Ingress, Egress]']],
  'object/illegal-port: the number': [['99999', '9999', 'patches/all/agents/a.yaml']],
  'object/illegal-port: the name': [['metrics-and-traces', 'traces', 'patches/all/agents/a.yaml']],
  'object/number-range': [['value: -1', 'value: 0', 'patches/all/agents/a.yaml']],
  'object/image': [['registry.example.net/Seed:1.0.0', 'registry.example.net/agents/research:1.2.0', 'extra/north/agents/a.yaml']],
  'object/config-key': [['prompts/system.txt', 'prompts_system.txt', 'extra/north/agents/a.yaml']],
  'object/dashboard-envelope': [[/\{ "dashboard".*/, '{ "uid": "web", "title": "Web", "schemaVersion": 39, "panels": [] }']],
  'object/budget-limits: maxUnavailable': [['  minAvailable: 1\n', '', 'extra/north/agents/a.yaml']],
  'object/budget-limits: minAvailable': [['  minAvailable: 1\n  maxUnavailable: 1\n', '  minAvailable: 0\n', 'extra/north/agents/a.yaml']],
  'object/autoscaler-bounds': [['maxReplicas: 2', 'maxReplicas: 4', 'extra/north/agents/a.yaml']],
  'object/illegal-network: bits': [['203.0.113.7/24', '203.0.113.0/24', 'extra/north/agents/a.yaml']],
  'object/illegal-network: an address': [['203.0.113.256/32', '2001:db8::/32', 'extra/north/agents/a.yaml']],
  'object/cron': [['0 25 * * *', '30 3 * * 1-5', 'extra/north/agents/a.yaml']],
  'object/host-name': [["'admin_panel.example.net.'", 'admin-panel.example.net']],
  'object/dns-record: A': [['A, recordTTL: 300, targets: [in.example.net]', 'A, recordTTL: 300, targets: [192.0.2.1]']],
  'object/dns-record: AAAA': [['AAAA, recordTTL: 300, targets: [192.0.2.1]', 'AAAA, recordTTL: 300, targets: ["2001:db8::1"]']],
  'object/dns-record: CNAME': [['CNAME, recordTTL: 300, targets: [192.0.2.1]', 'CNAME, recordTTL: 300, targets: [in.example.net]']],
  'object/dns-record: an address in a CNAME': [['CNAME, recordTTL: 300, targets: [192.0.2.1]', 'A, recordTTL: 300, targets: [192.0.2.1]']],
  'object/dns-record: one target': [['[in.example.net, out.example.net]', '[in.example.net]']],
  'object/dns-record: no target': [['targets: []', 'targets: [hello]']],
  'object/dns-record: MX': [['[mail.example.net]', '[10 mail.example.net]']],
  'object/dns-record: SRV': [["'10 10 443 a.example.net'", '10 10 443 in.example.net.']],
  'object/dns-record: TXT': [['"one\\nf 300 TXT two"', `'"one" "two"'`]],
  'object/dns-record: the name of SRV': [['dnsName: g.example.net', 'dnsName: _https._tcp.in.example.net']],
  'object/tsig-algorithm': [['hmac-sha256', 'HMACSHA256', 'patches/all/certs/a.yaml']],
  'object/key-size': [['2048', '384', 'patches/all/certs/a.yaml']],
  'object/tls-name': [['[P-256]', '[CurveP256]']],
  'object/metric-name: a metric': [['requests rate', 'job:requests:rate5m']],
  'object/metric-name: a label': [['the-team', 'the_team']],
  'object/tls-version': [['TLS1.2', 'VersionTLS12', 'patches/all/ingress/a.yaml']],
  'object/traefik-rule: two matchers': [
    [
      'Host(`admin.north.a.example.net`, `x.north.a.example.net`) && PathPrefix(`/`)',
      '(Host(`admin.north.a.example.net`) || Host(`x.north.a.example.net`)) && PathPrefix(`/`)',
      'extra/north/ingress/a.yaml',
    ],
  ],
  'object/traefik-rule: backticks': [["Host('old.north.a.example.net')", 'Host(`old.north.a.example.net`)', 'extra/north/ingress/a.yaml']],
  'object/short-lived-job: leave it out': [['  ttlSecondsAfterFinished: 60\n', '', 'extra/north/agents/once.yaml']],
  'object/short-lived-job: a CronJob': [
    ['kind: Job', 'kind: CronJob', 'extra/north/agents/once.yaml'],
    [
      /spec:\n((?: {2}.*\n)+)/,
      (_, spec = '') => `spec:\n  schedule: 17 2 * * *\n  jobTemplate:\n    spec:\n${spec.replace(/^/gm, '    ').trimEnd()}\n`,
      'extra/north/agents/once.yaml',
    ],
    ['batch/Job', 'batch/CronJob', 'fleet.yaml'],
  ],
  'object/illegal-duration': [['duration: 90d', 'duration: 2160h0m0s', 'extra/north/certs/a.yaml']],
  'object/illegal-quantity: a request': [["value: '64'", 'value: 500m', 'patches/all/agents/a.yaml']],
  'object/illegal-quantity: a suffix': [['512MB', '512Mi', 'patches/all/agents/a.yaml']],
  'object/filled-in-later': [['Default }', 'Default, decodingStrategy: None, metadataPolicy: None }', 'extra/north/secrets/token.yaml']],
  'object/unserved-field': [['        nullBytePolicy: Fail\n', '', 'extra/north/secrets/token.yaml']],
  'kustomization/broken': [['settings.yml', 'settings.yaml', 'kustomization.yaml']],
  'kustomization/no-effect': [['ConfigMaps', 'ConfigMap', 'kustomization.yaml']],
  'object/helm-values': [['tag: "1.0', 'tag: "1.0"']],
  'object/stale-retry': [['limit: -1', 'limit: -1\n      refresh: true']],
  'object/schedule-zone': [['CRON_TZ=America/New_York ', '']],
  'object/source-criterion': [[', requestHost: true', '']],
};

const reference: Rows = {
  'reference/missing-path: correct it': [['deploy/wbe', 'deploy/web', 'apps/web.yaml']],
  'reference/missing-path: add the folder': [{ move: 'deploy/web/settings.yaml', to: 'deploy/wbe/settings.yaml' }],
  'reference/missing-secret': [['name: web-keys, namespace', 'name: web-key, namespace']],
  'reference/missing-key': [['key: tokens', 'key: token']],
  'reference/missing-object: correct the name': [['name: limits', 'name: limit']],
  'reference/missing-object: add it': [
    [
      /$/,
      '---\napiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: { name: limits, namespace: shop }\nspec: { rateLimit: { average: 10, period: 1s, burst: 20 } }\n',
    ],
  ],
  'reference/selects-nothing': [['app: web-server', 'app: web']],
  'reference/wrong-port: correct it': [['targetPort: http', 'targetPort: web']],
  'reference/wrong-port: add the port': [
    ['            - { name: web,', '            - { name: http, containerPort: 8081 }\n            - { name: web,'],
  ],
  'reference/monitor-port': [['- { port: web,', '- { port: http,']],
  'reference/other-namespace': [
    ['name: limit, namespace: edge }\nspec', 'name: limit, namespace: shop }\nspec'],
    ['limit, namespace: edge', 'limit'],
  ],
  'reference/certificate-clash': [[/shop-tls(?=\n {2}dnsNames: \["api)/, 'api-tls']],
  'reference/not-granted: add a grant': [
    [
      /$/,
      `---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: shop }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service }]
`,
    ],
  ],
  'reference/route-parent: a listener': [['sectionName: websecure', 'sectionName: web']],
  'reference/route-parent: its namespace': [
    ['metadata: { name: admin, namespace: shop }', 'metadata: { name: admin, namespace: edge }'],
    ['namespace: edge, sectionName: internal', 'sectionName: internal'],
  ],
  'reference/route-parent: allowedRoutes': [['port: 8080 }', 'port: 8080, allowedRoutes: { namespaces: { from: All } } }']],
  'reference/route-parent: a host': [['docs.example.org', 'docs.example.net']],
  'reference/store-refuses: add the namespace': [['[docs]', '[docs, shop]']],
  'reference/policy-parameter: a parameter': [[/$/, '  paramRef: { name: limits, namespace: shop, parameterNotFoundAction: Deny }\n']],
  'reference/secret-clash': [['secretName: research-tls', 'secretName: research-web-tls']],
  'reference/uncovered-host: add the host': [['["*.shop.example.net"]', '["*.shop.example.net", web.eu.shop.example.net]']],
  'reference/uncovered-host: another Certificate': [
    ['tls: { secretName: web-tls }', 'tls: { secretName: web-eu-tls }'],
    [
      /$/,
      `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web-eu, namespace: shop }
spec:
  secretName: web-eu-tls
  dnsNames: [web.eu.shop.example.net]
  issuerRef: { kind: ClusterIssuer, name: public, group: cert-manager.io }
  privateKey: { rotationPolicy: Always }
`,
    ],
  ],
  'reference/project-refuses': [['namespace: shop }]', 'namespace: shop }, { name: eu-west, namespace: shops }]']],
  'reference/unresolved-variable: before': [
    ['        - { name: HOST, value: db.example.net }\n', ''],
    ['      env:\n', '      env:\n        - { name: HOST, value: db.example.net }\n'],
  ],
  'reference/unresolved-variable: define it': [['      env:\n', '      env:\n        - { name: PORT, value: "5432" }\n']],
  'reference/unresolved-variable: the text itself': [['$(USER_NAME)', '$$(USER_NAME)']],
};

const quantity: Rows = {
  'quantity/replicas-and-autoscaler': [['  replicas: 3\n', '']],
  'quantity/over-quota: raise it': [['requests.cpu: "1"', 'requests.cpu: "2"']],
  'quantity/over-quota: run less': [['replicas: 3', 'replicas: 1']],
  'quantity/autoscaler-quota: raise it': [['requests.cpu: "4"', 'requests.cpu: "5"']],
  'quantity/autoscaler-quota: lower the maximum': [['maxReplicas: 10', 'maxReplicas: 8']],
  'quantity/over-limit-range: ask for less': [['limits: { cpu: "1"', 'limits: { cpu: 500m']],
  'quantity/over-limit-range: change the range': [['max: { cpu: 500m', 'max: { cpu: "1"']],
  'quantity/memory-target: CPU alone': [[/ {4}- \{ type: Resource, resource: \{ name: memory.*\n/, '']],
  'quantity/memory-target: the request is the limit': [['memory: 512Mi', 'memory: 2Gi']],
  'quantity/two-autoscalers': [[/---\napiVersion: autoscaling\/v2\nkind: HorizontalPodAutoscaler\nmetadata: \{ name: more[^]*/, '']],
  'quantity/no-request': [['requests: {', 'requests: { cpu: 100m,']],
  'quantity/absolute-budget': [['minAvailable: 2', 'maxUnavailable: 1']],
  'quantity/blocking-budget': [['minAvailable: 2', 'maxUnavailable: 1']],
};

const certificate: Rows = {
  'certificate/several-zones': [
    ['["*.eu.example.net", "*.us.example.net"]', '["*.eu.example.net"]'],
    [
      /$/,
      `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web-us, namespace: shop }
spec:
  secretName: web-us-tls
  dnsNames: ["*.us.example.net"]
  issuerRef: { kind: ClusterIssuer, name: letsencrypt, group: cert-manager.io }
  privateKey: { rotationPolicy: Always }
`,
    ],
  ],
  'certificate/same-names: one cluster': [{ move: 'extra/all/certs/shared.yaml', to: 'extra/r0/certs/shared.yaml' }],
  'certificate/same-names: the region in it': [
    { remove: 'extra/all/certs/shared.yaml' },
    ...[0, 1, 2, 3, 4, 5].map((region): Edit => ({
      write: `extra/r${region}/certs/shared.yaml`,
      text: `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shared, namespace: agents }
spec:
  dnsNames: [www.r${region}.example.net, example.net]
  issuerRef: { group: cert-manager.io, kind: ClusterIssuer, name: web }
  secretName: shared-tls
`,
    })),
  ],
  'certificate/shadowed-solver: a selector of its own': [['selector: { dnsZones: [example.org] }', 'selector: { dnsZones: [example.com] }']],
  'certificate/shadowed-solver: remove it': [[/ {6}- http01[^]*/, '']],
  'certificate/unsolvable-name': [
    [
      '        selector: { dnsZones: [example.net] }\n',
      `        selector: { dnsZones: [example.net] }
      - dns01: { cloudflare: { apiTokenSecretRef: { name: token, key: token } } }
        selector: { dnsZones: [example.org, docs.example.net] }
`,
    ],
  ],
  'certificate/solver-types': [
    ['        dns01: {', '        selector: { dnsNames: [docs.example.net] }\n      - selector: { dnsZones: [example.org] }\n        dns01: {'],
  ],
  'certificate/too-many-names: a wildcard': [
    [/dnsNames: \[.*\]/, "dnsNames: ['*.example.net']"],
    [
      '    solvers:\n',
      '    solvers:\n      - dns01: { cloudflare: { apiTokenSecretRef: { name: token, key: token } } }\n        selector: { dnsZones: [example.net] }\n',
    ],
  ],
  'certificate/too-many-names: several': [
    [', a101.example.net', ''],
    [
      /$/,
      `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: docs-2, namespace: web }
spec:
  secretName: docs-2-tls
  dnsNames: [a101.example.net]
  issuerRef: { group: cert-manager.io, kind: ClusterIssuer, name: public }
  privateKey: { rotationPolicy: Always }
`,
    ],
  ],
  'certificate/client-auth': [[', client auth', '']],
  'certificate/fixed-renewal': [['renewBefore: 720h', 'renewBeforePercentage: 34']],
  'certificate/unselective-solver': [['      - dns01:\n', '      - selector: {dnsZones: [example.net]}\n        dns01:\n']],
};

const network: Rows = {
  'dns/unpublished-record: a type': [
    ['recordType: MX, targets: [10 mail.example.net]', 'recordType: A, targets: [192.0.2.2]', 'extra/north/dns/docs.yaml'],
  ],
  'dns/unpublished-record: a name': [['docs.south', 'docs.north', 'extra/north/dns/docs.yaml']],
  'dns/hidden-wildcard': [
    [
      '  endpoints:\n',
      '  endpoints:\n    - { dnsName: docs.north.a.example.net, recordType: A, targets: [192.0.2.1] }\n',
      'extra/north/dns/docs.yaml',
    ],
  ],
  'dns/record-clash: addresses': [['CNAME, targets: [in.example.net]', 'A, targets: [192.0.2.1]', 'extra/north/dns/docs.yaml']],
  'dns/record-clash: another name': [
    ['docs.north.a.example.net, recordType: TXT', '_dmarc.north.a.example.net, recordType: TXT', 'extra/north/dns/docs.yaml'],
  ],
  'dns/challenge-record': [{ remove: 'extra/north/dns/docs.yaml' }],
  'dns/refused-record': [['names: [docs,', 'names: [shop, docs,']],
  'dns/shared-owner': [
    [/(app: b[^]*)--domain-filter=example\.net, --txt-owner-id=shop/, (_, before = '') => `${before}--domain-filter=b.example.net, --txt-owner-id=b`],
  ],
  'network/dns-blocked': [
    ['to: [{ podSelector', 'to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector'],
  ],
  'network/egress-blocked': [
    ['  egress:\n', '  egress:\n    - to: [{ ipBlock: { cidr: 203.0.113.5/32 } }]\n      ports: [{ port: 443, protocol: TCP }]\n'],
  ],
  'network/ingress-blocked': [['ports: [{ port: 80, protocol', 'ports: [{ port: 8080, protocol']],
  'network/scrape-blocked': [
    [
      '  ingress:\n',
      '  ingress:\n    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }]\n      ports: [{ port: 8080, protocol: TCP }]\n',
    ],
  ],
  'network/closed-port: allow it': [
    ['  ingress:\n', '  ingress:\n    - from: [{ podSelector: { matchLabels: { app: console } } }]\n      ports: [{ port: 9000, protocol: TCP }]\n'],
  ],
  'network/closed-port: take it out': [['    - { name: admin, port: 9000, targetPort: 9000 }\n', '']],
  'network/no-default-deny': [
    [
      /$/,
      '---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: default-deny, namespace: shop }\nspec: { podSelector: {}, policyTypes: [Ingress, Egress] }\n',
    ],
  ],
  'network/forbidden-egress': [['169.254.169.254/32', '203.0.113.5/32']],
  'network/egress-nowhere': [['app: broker', 'app.kubernetes.io/name: queue']],
  'network/broad-egress': [['0.0.0.0/0', '203.0.113.0/24']],
  'network/namespace-label': [['{ name: traefik }', '{ kubernetes.io/metadata.name: traefik }']],
  'monitor/scraped-twice': [[', annotations: { prometheus.io/scrape: "true" }', '']],
  'monitor/unselected': [['release: prometheus', 'release: main']],
  'monitor/undiscovered': [
    [
      'name: web, namespace: shop }\nspec:\n  selector: { matchLabels: { app: web } }\n  endpoints',
      'name: web, namespace: shop, labels: { release: prometheus } }\nspec:\n  selector: { matchLabels: { app: web } }\n  endpoints',
    ],
  ],
};

const security: Rows = {
  'security/refused-image: a container': [['docker.io/library/nginx', 'registry.example.net/nginx']],
  'security/refused-image: a volume': [['docker.io/library/model', 'registry.example.net/model']],
  'security/secret-in-config-map': [[/ {4}password: .*\n/, '']],
  'security/open-project': [['"*"', 'shop']],
  'security/tls-options: the same options': [['tls: { secretName: shop-tls }', 'tls: { secretName: shop-tls, options: { name: strict } }']],
  'security/tls-options: another entry point': [[/(name: basket[^]*)\[websecure\]/, (_, before = '') => `${before}[internal]`]],
  'security/secret-in-argument': [['      args: ["--url=$(URL)"]\n', '']],
  'security/default-project': [['project: default', 'project: shop']],
  'security/delivery-key: a label': [[', config.kubernetes.io/local-config: "true"', '', 'patches/all/agents/pods.yaml']],
  'security/delivery-key: an annotation': [{ remove: 'patches/all/cluster/namespace.yaml' }],
  'security/other-region-secret: its own': [['pap/south/', 'pap/north/', 'extra/north/secrets/search.yaml']],
  'security/other-region-secret: shared': [['pap/south/agents/search', 'pap/search', 'extra/north/secrets/search.yaml']],
  'security/restricted-pod': [
    ['- name: web\n', '- name: web\n          securityContext: { allowPrivilegeEscalation: false, capabilities: {drop: [ALL]} }\n'],
  ],
  'security/automounted-token': [['    spec:\n', '    spec:\n      automountServiceAccountToken: false\n']],
  'security/forwarded-headers': [['trustForwardHeader: true', 'trustForwardHeader: false']],
  'security/unpinned-image': [['web:1.0.0', `web:1.0.0@${DIGEST}`]],
};

const pap: Rows = {
  'pap/shared-identity: run one': [['replicas: 2', 'replicas: 1']],
  'pap/shared-identity: an instance id': [
    ['          env:\n', '          env:\n            - { name: INSTANCE_ID, valueFrom: { fieldRef: { fieldPath: metadata.uid } } }\n'],
  ],
  'pap/drain-time': [['    spec:\n', '    spec:\n      terminationGracePeriodSeconds: 60\n']],
  'pap/liveness: a startup probe': [
    ['          livenessProbe:', '          startupProbe: { httpGet: { path: /health, port: http } }\n          livenessProbe:'],
  ],
  'pap/liveness: the process itself': [['exec: { command: [/bin/pap-heartbeat, --check] }', 'httpGet: {path: /health, port: http}']],
  'pap/readable-key': [
    ['secretName: web-keys }', 'secretName: web-keys, defaultMode: 288 }'],
    ['securityContext: { runAsNonRoot', 'securityContext: { fsGroup: 10001, runAsNonRoot'],
  ],
  'pap/readable-key: in a projected volume': [
    ['          projected:\n', '          projected:\n            defaultMode: 288\n'],
    ['securityContext: { runAsNonRoot', 'securityContext: { fsGroup: 10001, runAsNonRoot'],
  ],
  'pap/metric-labels': [
    [
      '    - port: http\n',
      '    - port: http\n      relabelings:\n        - {targetLabel: agent, replacement: research}\n        - {targetLabel: region, replacement: us-east}\n',
    ],
  ],
  'pap/foreign-host': [['Host(`research.us-east.a.example.net`) && PathPrefix', 'Host(`docs.us-east.a.example.net`) && PathPrefix']],
  'pap/open-route: the host': [['|| PathPrefix', '|| Host(`alpha.north.a.example.net`) && PathPrefix', 'extra/north/ingress/docs.yaml']],
  'pap/open-route: another entry point': [['[websecure]', '[internal]', 'extra/north/ingress/docs.yaml']],
  'pap/foreign-record': [['dnsName: alpha.', 'dnsName: docs.', 'extra/north/dns/docs.yaml']],
  'pap/foreign-key': [['beta-signing-keys', 'alpha-more', 'patches/north/agents/a.yaml']],
  'pap/foreign-volume': [
    ['claimName: beta-agent', 'claimName: alpha-more', 'patches/north/agents/a.yaml'],
    {
      write: 'extra/north/agents/claim.yaml',
      text: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: alpha-more, namespace: agents }\nspec:\n  accessModes: [ReadWriteOnce]\n  resources: { requests: { storage: 1Gi } }\n',
    },
  ],
  'pap/foreign-certificate': [['[alpha.north.a.example.net, docs.south.a.example.net]', '[docs.north.a.example.net]', 'extra/north/certs/a.yaml']],
  'pap/undrained-route': [['`)",', '`)", middlewares: [{ name: web-agent-draining }],']],
  'pap/hooks-route': [
    ['web-tls }', 'web-tls, options: { name: strict } }'],
    [/$/, '---\napiVersion: traefik.io/v1alpha1\nkind: TLSOption\nmetadata: { name: strict, namespace: shop }\nspec: { minVersion: VersionTLS13 }\n'],
  ],
  'pap/grpc-protocol': [['name: grpc, port: 50051', 'name: grpc, port: 50051, appProtocol: kubernetes.io/h2c']],
  'pap/key-algorithm': [['\nspec:\n', '\nspec:\n  privateKey: {algorithm: ECDSA, size: 256, rotationPolicy: Always}\n']],
  'backup/one-shot': [
    ['kind: Backup', 'kind: Schedule'],
    ['spec: { includedNamespaces: [shop] }', 'spec: { schedule: 17 3 * * *, template: { includedNamespaces: [shop] } }'],
  ],
  'backup/partial-backup': [[', includedResources: [deployments, secrets]', '']],
};

const gate: Rows = {
  'waiver/unused': [[/waivers:\n.*\n/, '']],
  'waiver/expired: an external object': [['brings it, until: "2026-01-31"', 'brings it, until: "2027-01-31"']],
  'waiver/expired: a waiver': [['with PAP, until: "2026-01-31"', 'with PAP, until: "2027-01-31"']],
  'approval/invalid': [
    { remove: 'approvals/201814cdf5f9c7d7.yaml' },
    { move: 'approvals/0000000000000000.yaml', to: 'approvals/201814cdf5f9c7d7.yaml' },
  ],
  'approval/misplaced: move it': [{ move: 'approvals/north/201814cdf5f9c7d7.yaml', to: 'approvals/201814cdf5f9c7d7.yaml' }],
  'approval/misplaced: remove it': [{ remove: 'approvals/north/201814cdf5f9c7d7.yaml' }],
  'approval/expired': [{ remove: 'approvals/201814cdf5f9c7d7.yaml' }],
  'approval/beyond-owner': [{ move: 'approvals/agents/alpha/201814cdf5f9c7d7.yaml', to: 'approvals/201814cdf5f9c7d7.yaml' }],
  'approval/altered': [{ remove: 'approvals/d11e97300f995675.yaml' }],
  'approval/unused': [{ remove: 'approvals/81ff155204fff5fe.yaml' }],
};

/** What people write who follow a hint, in the bad example of its rule, of which one finding goes then. */
const NOTES = 'components/notes/component.yaml';
const component: Rows = {
  'component/invalid': [['common/note.yaml', 'common/notes.yaml', NOTES]],
  'component/placeholder': [
    {
      write: 'components/notes/settings.schema.json',
      text: '{ "type": "object", "additionalProperties": false, "properties": { "text": { "type": "string", "default": "hello" } } }\n',
    },
  ],
  'component/almost-placeholder': [['{regoin}', '{region}', 'components/notes/common/notes.yaml']],
  'component/namespace': [['[notes]', '[notes, logs]', NOTES]],
  'component/power': [
    ['objects:', 'needs: { roles: [reader] }\nobjects:', NOTES],
    [
      'agents:',
      'grants: [{ component: notes, rules: "sha256:89e28f3b5490d56773bf0b54b706d307bc037db0de048bf4cb9bb5857faee713", reason: it reads }]\nagents:',
    ],
  ],
  // What the command writes, in test/cluster/vendor.cluster.ts held to what Helm makes.
  'component/not-rendered': [
    {
      write: 'components/notes/rendered/9c9a668eea5e9c55/objects.yaml',
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\n  namespace: notes\n  labels:\n    app.kubernetes.io/instance: notes\ndata:\n  text: hello\n',
    },
    {
      write: 'components/notes/rendered/9c9a668eea5e9c55/rendering.yaml',
      text: 'version: "1.0.0"\nobjects: sha256:be4a24fb426b31d4ae4ca6f3c486ee94b221eda8fd98219484811617727053bd\nof:\n  format: 1\n  archive: "518edd3548ec954e22fe9f94351f32ffde3af7bcd674bb5405d2b04a9197c5a1"\n  release: notes\n  namespace: notes\n  kubernetes: "1.36"\n  apiVersions: []\n  crds: first\n  leaveOut: []\n  values: {}\n  region: false\n',
    },
  ],
  'component/changed-rendering': [['text: goodbye', 'text: hello', 'components/notes/rendered/ae5e9efd7d55d80d/objects.yaml']],
  'component/unused': [['components: { ', 'components: { notes: {}, ']],
};

const REPLICAS = 'policies/replicas.yaml';
const TEN = '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]';

const freeze: Rows = {
  'freeze/invalid': [['2026-01-04', '2027-01-04', 'freezes/year-end.yaml']],
  'freeze/ended': [['2026-01-04', '2027-01-04', 'freezes/year-end.yaml']],
};

const policy: Rows = {
  'policy/invalid': [['quantity/two-replicas', 'ours/two-replicas', REPLICAS]],
  'policy/invalid-expression': [['replics', 'replicas', REPLICAS]],
  'policy/no-match': [['Deploymnt', 'Deployment', REPLICAS]],
  'policy/too-long': [[/require: \|\n( {2}.*\n)+/, `require: |\n  ${TEN}.all(a, a >= 0)\n`, 'policies/numbers.yaml']],
};

export const EDITS: Rows = {
  ...component,
  ...yaml,
  ...fleet,
  ...custom,
  ...kind,
  ...freeze,
  ...policy,
  ...object,
  ...language,
  ...reference,
  ...quantity,
  ...certificate,
  ...network,
  ...security,
  ...pap,
  ...gate,
};

/** Rows that bring to light what was hidden, or change its words: what is found besides, and why that is right. */
export const SHOWS_MORE: Readonly<Record<string, { readonly found: readonly string[]; readonly because: string }>> = {
  'fleet/unsupported-version: Kubernetes': {
    found: ['fleet/older-way: north runs Kubernetes 1.27, which has no ValidatingAdmissionPolicy v1: images are not checked at admission there'],
    because: 'the same warning named 1.24 before',
  },
};

/** Findings whose hint nobody can follow in config/, and why. */
export const NOTHING_TO_WRITE: Readonly<Record<string, string>> = {
  'fleet/unknown-version: north: cert-manager 1.30 is newer than this release of pap-fleet knows (1.21)':
    'the version runs there; a newer release of pap-fleet knows it',
};
