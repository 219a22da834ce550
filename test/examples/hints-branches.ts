import type { Edit } from '../support/edit-files.ts';

/** A mistake in the good example of a rule, what is said then, and what somebody does who follows it. */
export interface Branch {
  /** The rule whose good example it begins with; what is found may be of another. */
  readonly from: string;
  readonly wrong: readonly Edit[];
  readonly hint: string;
  readonly right: readonly Edit[];
}

const DIGEST = `@sha256:${'0'.repeat(64)}`;
const SHOP_POLICY = 'extra/north/agents/a.yaml';
const RECORDS = 'extra/north/dns/docs.yaml';
const ADMIN = 'extra/north/ingress/a.yaml';

/** A file of patches that says more than its patches. */
const PLACED = `placeholders: true
patches:
  - target: { kind: Deployment }
    patch: [{ op: add, path: /metadata/labels/example.net~1where, value: "{region}" }]
`;

/** Hints that no bad example brings out, by what is wrong. */
export const BRANCHES: Readonly<Record<string, Branch>> = {
  'a group for a kind that has none': {
    from: 'object/ignored-difference',
    wrong: [['{ kind: Service,', '{ group: core, kind: Service,']],
    hint: 'leave group out',
    right: [['{ group: core, kind: Service,', '{ kind: Service,']],
  },
  'a template beside no data': {
    from: 'object/secret-template',
    wrong: [[/ {2}data:\n( {4}- .*\n)+/, '  data: []\n']],
    hint: 'add it under data',
    right: [
      [
        '  data: []\n',
        '  data:\n    - { secretKey: user, remoteRef: { key: shop/database, property: user } }\n    - { secretKey: password, remoteRef: { key: shop/database, property: password } }\n',
      ],
    ],
  },
  'an item of a matrix that is no generator': {
    from: 'object/application-set',
    wrong: [['{ list: { elements: [{ region: eu }] } }, {', '{}, {']],
    hint: 'write a generator, such as list or clusters',
    right: [['{}, {', '{ clusters: {} }, {']],
  },
  'two generators in one item of a matrix': {
    from: 'object/application-set',
    wrong: [['{ list: { elements: [{ region: eu }] } }, {', '{ clusters: {}, list: { elements: [] } }, {']],
    hint: 'keep one of them in this item',
    right: [['clusters: {}, list', 'list']],
  },
  'a merge by no key': {
    from: 'object/application-set',
    wrong: [['mergeKeys: [region]', 'mergeKeys: []']],
    hint: 'name the parameters by which sets of the generators belong together',
    right: [['mergeKeys: []', 'mergeKeys: [region]']],
  },
  'a merge by a key that does not tell sets apart': {
    from: 'object/application-set',
    wrong: [
      ['[{ list: { elements: [{ region: us }]', '[{ list: { elements: [{ region: us, tier: a }, { region: asia, tier: a }]'],
      ['mergeKeys: [region]', 'mergeKeys: [tier]'],
    ],
    hint: 'name in mergeKeys what tells them apart',
    right: [['mergeKeys: [tier]', 'mergeKeys: [region]']],
  },
  'a number among texts': {
    from: 'object/application-set',
    wrong: [
      ['  goTemplate: true\n  generators:\n    - list:', '  generators:\n    - list:'],
      ['{ region: eu, shop: books }', '{ region: eu, shop: 7 }'],
      ['shop-{{ .shop }}-{{ .region }}', 'shop-{{ shop }}-{{ region }}'],
    ],
    hint: 'write "7" in quotes, or goTemplate: true',
    right: [['shop: 7', 'shop: "7"']],
  },
  'two values of one parameter of a matrix': {
    from: 'object/application-set',
    wrong: [
      [/ {2}goTemplate: true\n {2}generators:\n {4}- matrix/, '  generators:\n    - matrix'],
      ['{ list: { elements: [{ shop: books }] } }', '{ list: { elements: [{ region: us }] } }'],
      ["name: 'region-{{ .region }}'", "name: 'region-{{ region }}'"],
    ],
    hint: 'give the two parameters two names',
    right: [['{ list: { elements: [{ region: us }] } }] }', '{ list: { elements: [{ shop: us }] } }] }']],
  },
  'values of a chart that are a list': {
    from: 'object/helm-values',
    wrong: [
      ['        replicas: 2\n', '        - replicas: 2\n'],
      ['        image:\n          tag: "1.0"\n', ''],
    ],
    hint: 'write key: value, with a blank behind the colon',
    right: [['        - replicas: 2\n', '        replicas: 2\n']],
  },
  'a rollout of an agent that is terminated': {
    from: 'rollout/unknown-target',
    wrong: [['    regions: all', '    regions: all\n    state: terminated']],
    hint: 'leave it out; a rollout that has begun ends by pap-fleet rollout abort alpha-1.1.0',
    right: [{ remove: 'rollouts/alpha-1.1.0.yaml' }],
  },
  'a rollout of an agent that has another name now': {
    from: 'rollout/unknown-target',
    wrong: [
      ['  alpha:\n', '  beta:\n'],
      ['agents:', 'moved: [{ from: agents.alpha, to: agents.beta }]\nagents:'],
    ],
    hint: 'beta is its name now: correct it here',
    right: [['agents.alpha', 'agents.beta', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a hold of an agent that has another name now': {
    from: 'hold/unknown-target',
    wrong: [
      ['  alpha:\n', '  beta:\n'],
      ['agents:', 'moved: [{ from: agents.alpha, to: agents.beta }]\nagents:'],
    ],
    hint: 'beta is its name now: correct it here',
    right: [['agents.alpha', 'agents.beta', 'holds/alpha.yaml']],
  },
  'agents that become each other by way of a third': {
    from: 'fleet/moved',
    wrong: [
      ['moved:\n', 'moved:\n  - { from: agents.x, to: agents.y }\n  - { from: agents.y, to: agents.z }\n  - { from: agents.z, to: agents.x }\n'],
    ],
    hint: 'names cannot be exchanged at once: rename one of them to a third name first',
    right: [[/ {2}- \{ from: agents\.[xyz], .*\n/g, '']],
  },
  'a file of rollouts that is none': {
    from: 'rollout/invalid',
    wrong: [['kind: Rollout', 'kind: Fleet', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'a rollout has `kind: Rollout`',
    right: [['kind: Fleet', 'kind: Rollout', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a rollout of another name than its file': {
    from: 'rollout/invalid',
    wrong: [['name: alpha-1.1.0', 'name: alpha-1.1.1', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'give them one name',
    right: [['name: alpha-1.1.1', 'name: alpha-1.1.0', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a rollout that changes a state': {
    from: 'rollout/invalid',
    wrong: [['agents.alpha: {', 'agents.alpha: { state: suspended,', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'states go by steps of their own: docs/operations.md has them',
    right: [[' state: suspended,', '', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a rollout that changes a host': {
    from: 'rollout/invalid',
    wrong: [['agents.alpha: {', 'agents.alpha: { host: beta,', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'a host is a name of one agent: docs/operations.md says how an agent gets another',
    right: [[' host: beta,', '', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a wave in the history that there is not': {
    from: 'rollout/invalid',
    wrong: [['reached: 2', 'reached: 2\nhistory:\n  - { wave: 3, at: "2026-12-01T09:12:00Z" }', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'name one of the 2 waves, or remove the entry',
    right: [['wave: 3', 'wave: 2', 'rollouts/alpha-1.1.0.yaml']],
  },
  'the rest before other waves': {
    from: 'rollout/invalid',
    wrong: [
      ['[north]', 'rest', 'rollouts/alpha-1.1.0.yaml'],
      ['- { regions: rest }', '- { regions: [north] }', 'rollouts/alpha-1.1.0.yaml'],
    ],
    hint: 'make this wave the last',
    right: [['rest', '[south]', 'rollouts/alpha-1.1.0.yaml']],
  },
  'what a wave of names chose by labels': {
    from: 'rollout/invalid',
    wrong: [['[north]', '[north], resolved: [north]', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'remove it',
    right: [[', resolved: [north]', '', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a wave without regions': {
    from: 'rollout/wave',
    wrong: [['[south]', '[]', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'name regions, or remove the wave',
    right: [['[]', '[south]', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a wave of labels that no region has': {
    from: 'rollout/wave',
    wrong: [['[north]', '{ match: { tier: canari } }, resolved: []', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'correct the labels, or remove the wave',
    right: [['canari } }, resolved: []', 'canary } }, resolved: [north]', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a wave of labels that may change': {
    from: 'rollout/wave',
    wrong: [['[north]', '{ match: { tier: canary } }', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'write `resolved: [north]` beside it, the regions that match now',
    right: [['canary } }', 'canary } }, resolved: [north]', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a wave of a region that is gone': {
    from: 'rollout/wave',
    wrong: [['[south]', '[south, west]', 'rollouts/alpha-1.1.0.yaml']],
    hint: 'there is: north, south; of a region that is gone, remove the name',
    right: [[', west', '', 'rollouts/alpha-1.1.0.yaml']],
  },
  'a file of holds that is none': {
    from: 'hold/invalid',
    wrong: [['kind: Hold', 'kind: Fleet', 'holds/alpha.yaml']],
    hint: 'a hold has `kind: Hold`',
    right: [['kind: Fleet', 'kind: Hold', 'holds/alpha.yaml']],
  },
  'a hold in a region that is gone': {
    from: 'hold/unknown-target',
    wrong: [['reason:', 'regions: [north, west]\nreason:', 'holds/alpha.yaml']],
    hint: 'there is: north, south; of one that is gone, remove the name',
    right: [[', west', '', 'holds/alpha.yaml']],
  },
  'a kind that Kubernetes does not have': {
    from: 'object/unknown-kind',
    wrong: [['kind: PodDisruptionBudget', 'kind: Budget', 'extra/all/agents/budget.yaml']],
    hint: 'correct apiVersion or kind: a group without a dot is one of Kubernetes itself',
    right: [['kind: Budget', 'kind: PodDisruptionBudget', 'extra/all/agents/budget.yaml']],
  },
  'a kind whose only version is deprecated': {
    from: 'object/broken-rule',
    wrong: [['served: true', 'deprecated: true\n      served: true', 'schemas/queue.yaml']],
    hint: 'the release notes of its controller say what to write instead',
    right: [['deprecated: true\n      ', '', 'schemas/queue.yaml']],
  },
  'a kind of which no version is served': {
    from: 'object/broken-rule',
    wrong: [['served: true', 'served: false', 'schemas/queue.yaml']],
    hint: 'it serves no version at all',
    right: [['served: false', 'served: true', 'schemas/queue.yaml']],
  },
  'an agent that does not say which volume it keeps': {
    from: 'fleet/moved',
    wrong: [[', claim: memory-agent', '']],
    hint: 'write "claim: memory-agent" for the volume that it had, or "claim: store-agent" for one that is new',
    right: [['{ size: 1Gi }', '{ size: 1Gi, claim: memory-agent }']],
  },
  'fields of a group for an agent by its old name': {
    from: 'fleet/moved',
    wrong: [['agents:\n', 'groups: { some: { regions: all, agents: { memory: { tier: heavy } } } }\nagents:\n']],
    hint: 'it is called store now',
    right: [['agents: { memory:', 'agents: { store:']],
  },
  'a TCP route to an agent that drains': {
    from: 'pap/undrained-route',
    wrong: [
      [
        /$/,
        '---\napiVersion: traefik.io/v1alpha1\nkind: IngressRouteTCP\nmetadata: { name: raw, namespace: shop }\nspec:\n  entryPoints: [raw]\n  routes: [{ match: "HostSNI(`web.example.net`)", services: [{ name: web, port: 80 }] }]\n  tls: { passthrough: true }\n',
      ],
    ],
    hint: 'take the route away while the agent drains; connections that stand go on',
    right: [[/---\napiVersion: traefik.io\/v1alpha1\nkind: IngressRouteTCP[^]*/, '']],
  },
  'the rest of the regions in two hubs': {
    from: 'fleet/hub-regions',
    wrong: [['first: { regions: [north, south] }', 'first: { regions: rest }']],
    hint: 'leave the rest to one of them',
    right: [['first: { regions: rest }', 'first: { regions: [north, south] }']],
  },
  'a region that leaves a hub by a name that is another cluster there': {
    from: 'fleet/hub-move',
    wrong: [['south: {}', 'south: { cluster: in-cluster }']],
    hint: 'register the cluster in both hubs under one name, and give the region this `cluster` first',
    right: [['south: { cluster: in-cluster }', 'south: { cluster: south }']],
  },
  'a patch with a selector that is none': {
    from: 'patch/overlap',
    wrong: [['name: alpha-agent }', 'labelSelector: "app in alpha" }', 'patches/north/agents/grace.yaml']],
    hint: 'write it as for kubectl: app=web,tier!=test, tier in (a, b), canary or !canary',
    right: [['"app in alpha"', '"app.kubernetes.io/name in (alpha)"', 'patches/north/agents/grace.yaml']],
  },
  'a patch with a placeholder that stands for nothing': {
    from: 'patch/overlap',
    wrong: [[/^[^]*$/, PLACED.replace('{region}', '{region.label}'), 'patches/north/agents/grace.yaml']],
    hint: 'there is {region}, {zone}, {fleet}, and in objects of an agent {host} and {agent.name}, {agent.image} and so on',
    right: [['{region.label}', '{region}', 'patches/north/agents/grace.yaml']],
  },
  'a file of patches with a key that is none': {
    from: 'patch/overlap',
    wrong: [[/^[^]*$/, PLACED.replace('placeholders', 'placeholder'), 'patches/north/agents/grace.yaml']],
    hint: 'a file has "patches" and "placeholders"',
    right: [['placeholder:', 'placeholders:', 'patches/north/agents/grace.yaml']],
  },
  'a file of patches with placeholders as a text': {
    from: 'patch/overlap',
    wrong: [[/^[^]*$/, PLACED.replace('true', '"yes"'), 'patches/north/agents/grace.yaml']],
    hint: 'write true, and {region} in a value becomes the region',
    right: [['"yes"', 'true', 'patches/north/agents/grace.yaml']],
  },
  'a label that no region has, nor any other': {
    from: 'fleet/no-match',
    wrong: [
      [/ {4}regions: \{ match: \{ continent: eu.*\n/, '    regions: [north]\n'],
      ['north: { labels: { tier: prod, continent: eu } }', 'north: {}'],
      ['south: { labels: { tier: test } }', 'south: {}'],
      [/ {2}beta:\n( {4}.*\n)+/, ''],
    ],
    hint: 'give regions the label, such as `labels: { tier: prod }`',
    right: [['north: {}', 'north: { labels: { tier: prod } }']],
  },
  'a group without a region': {
    from: 'fleet/no-match',
    wrong: [[/ {4}regions: \{ match: \{ continent: eu.*\n/, '    regions: []\n']],
    hint: 'name regions, for example [north]',
    right: [['regions: []', 'regions: [north]']],
  },
  'a group without any region but those it leaves out': {
    from: 'fleet/no-match',
    wrong: [[/ {4}regions: \{ match: \{ continent: eu.*\n/, '    regions: { except: [north, south] }\n']],
    hint: '"except" leaves out every region: name fewer',
    right: [['{ except: [north, south] }', '{ except: [north] }']],
  },
  'a region that a group has and the fleet has not': {
    from: 'fleet/no-match',
    wrong: [[/ {4}regions: \{ match: \{ continent: eu.*\n/, '    regions: [nroth]\n']],
    hint: 'did you mean "north"?',
    right: [['[nroth]', '[north]']],
  },
  'a region that is left out and the fleet has not': {
    from: 'fleet/no-match',
    wrong: [['{ except: [north] }', '{ except: [nroth] }']],
    hint: 'did you mean "north"?',
    right: [['[nroth]', '[north]']],
  },
  'an agent that runs in no region of a group': {
    from: 'fleet/unknown-agent',
    wrong: [['regions: all', 'regions: [south]']],
    hint: "add one of them to the agent's regions, or remove the fields",
    right: [['regions: [south]', 'regions: [north, south]']],
  },
  'an override where labels place no agent': {
    from: 'fleet/override-elsewhere',
    wrong: [
      ['north: {}', 'north: { labels: { tier: prod } }'],
      ['regions: [north, south]', 'regions: { match: { tier: prod } }'],
    ],
    hint: "let the agent's regions match south, or remove the override",
    right: [['south: {}', 'south: { labels: { tier: prod } }']],
  },
  'two charts that install one system': {
    from: 'fleet/stated-twice',
    wrong: [
      {
        write: 'components/other/component.yaml',
        text: 'apiVersion: fleet.plugged.in/v1alpha1\nkind: Component\nname: other\nsummary: Notes once more\nnamespaces: [other]\nchart:\n  name: notes\n  version: 1.0.0\n  provides: cert-manager\n  archives:\n    1.0.0: { file: charts/notes-1.0.0.tgz, sha256: "518edd3548ec954e22fe9f94351f32ffde3af7bcd674bb5405d2b04a9197c5a1", appVersion: "1.20.3" }\n',
      },
      {
        write: 'components/other/rendered/61e6e2fdf4486551/objects.yaml',
        text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n  namespace: other\n  labels:\n    app.kubernetes.io/instance: other\ndata:\n  text: hello\n',
      },
      {
        write: 'components/other/rendered/61e6e2fdf4486551/rendering.yaml',
        text: 'version: "1.0.0"\nobjects: sha256:f41b5e435438b3f0d9f25c1c5ab9c26b669bd3cbbd825fbf25c6aa19024e11f5\nof:\n  format: 1\n  archive: "518edd3548ec954e22fe9f94351f32ffde3af7bcd674bb5405d2b04a9197c5a1"\n  release: other\n  namespace: other\n  kubernetes: "1.35"\n  apiVersions: []\n  crds: first\n  leaveOut: []\n  values: {}\n  region: false\n',
      },
      ['north: {}', 'north: {}\n  south: { components: { notes: { enabled: false } } }'],
      ['notes: {}', 'notes: {}, other: {}'],
    ],
    hint: 'run one of them there: regions.north.components.other: { enabled: false }',
    right: [['north: {}', 'north: { components: { other: { enabled: false } } }']],
  },
  'a group that sets what the fleet sets': {
    from: 'fleet/unknown-agent',
    wrong: [['alpha: { heartbeat: EMERGENCY }', 'alpha: { heartbeat: IDLE }']],
    hint: 'remove the override for group prod: nothing in it differs',
    right: [[/ {4}agents: \{ alpha.*\n/, '']],
  },
  'a group that would start an agent': {
    from: 'fleet/unknown-agent',
    wrong: [
      ['alpha: { heartbeat: EMERGENCY }', 'alpha: { state: active }'],
      ['    regions: all', '    regions: all\n    state: suspended'],
    ],
    hint: 'remove it; to let the agent run in some regions, write "state: suspended" below its overrides for the others instead',
    right: [
      [/ {4}agents: \{ alpha.*\n/, ''],
      ['    state: suspended', '    overrides: { south: { state: suspended } }'],
    ],
  },
  'a certificate that renews before the end of a short lifetime': {
    from: 'certificate/fixed-renewal',
    wrong: [['renewBeforePercentage: 34', 'duration: 2160h']],
    hint: 'leave duration out',
    right: [['  duration: 2160h\n', '']],
  },
  'annotations that ask for an address and a name': {
    from: 'reference/not-granted',
    wrong: [
      [
        'name: basket, namespace: shop }',
        'name: basket, namespace: shop, annotations: { external-dns.alpha.kubernetes.io/hostname: www.example.net, external-dns.alpha.kubernetes.io/target: "192.0.2.1, in.example.net" } }',
      ],
    ],
    hint: 'write addresses for all, or a name for all, or choose another host',
    right: [['192.0.2.1, in.example.net', '192.0.2.1']],
  },
  'a flag that is like no other': {
    from: 'object/controller-flag',
    wrong: [['--source=ingress', '--watch-everything-twice']],
    hint: 'remove it, or correct the name',
    right: [[/ +- --watch-everything-twice\n/, '']],
  },
  'an ExternalSecret that reads nothing': {
    from: 'object/external-secret',
    wrong: [[/ {2}data:\n[^]*/, '']],
    hint: 'say what is read: data, or dataFrom',
    right: [[/$/, '  dataFrom: [{ extract: { key: docs } }]\n']],
  },
  'keys taken out of a Secret that is not made': {
    from: 'object/external-secret',
    wrong: [['creationPolicy: Merge, deletionPolicy: Retain', 'creationPolicy: None, deletionPolicy: Merge']],
    hint: 'write Retain, or creationPolicy: Merge',
    right: [['deletionPolicy: Merge', 'deletionPolicy: Retain']],
  },
  'an item of dataFrom that says nothing': {
    from: 'object/external-secret',
    wrong: [['- extract: { key: shop }', '- rewrite: []']],
    hint: 'add extract, find or sourceRef',
    right: [['- rewrite: []', '- extract: { key: shop }']],
  },
  'a source of dataFrom that names none': {
    from: 'object/external-secret',
    wrong: [['- extract: { key: shop }', '- sourceRef: {}']],
    hint: 'add storeRef or generatorRef',
    right: [['sourceRef: {}', 'sourceRef: { generatorRef: { apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: shop } }']],
  },
  'two roles of one name': {
    from: 'object/project-role',
    wrong: [['  roles:\n', '  roles:\n    - { name: operator }\n']],
    hint: 'give each role a name of its own',
    right: [['{ name: operator }', '{ name: reader }']],
  },
  'a role with a dot in its name': {
    from: 'object/project-role',
    wrong: [['  roles:\n', '  roles:\n    - { name: shop.reader }\n']],
    hint: 'use letters, digits, hyphens and underscores, and begin and end with a letter or digit',
    right: [['shop.reader', 'shop-reader']],
  },
  'a group with a comma': {
    from: 'object/project-role',
    wrong: [['[shop-operators]', '["operators, shop"]']],
    hint: `put it into quotes of its own: '"operators, shop"'`,
    right: [['["operators, shop"]', `['"operators, shop"']`]],
  },
  'a group with space at its end': {
    from: 'object/project-role',
    wrong: [['[shop-operators]', '["shop-operators "]']],
    hint: 'write the name as the identity provider has it',
    right: [['shop-operators "', 'shop-operators"']],
  },
  'a ScaledObject without a trigger': {
    from: 'object/scaled-object',
    wrong: [[/triggers:\n.*\n.*evening.*\n/, 'triggers: []\n']],
    hint: 'add a trigger',
    right: [['triggers: []', 'triggers: [{ type: cpu, metadata: { value: "60" } }]']],
  },
  'most that is less than least': {
    from: 'object/scaled-object',
    wrong: [['maxReplicaCount: 8', 'maxReplicaCount: 1']],
    hint: 'make it at least minReplicaCount, and at least 1',
    right: [['maxReplicaCount: 1', 'maxReplicaCount: 2']],
  },
  'a fallback beside cpu alone': {
    from: 'object/scaled-object',
    wrong: [['  maxReplicaCount: 4', '  maxReplicaCount: 4\n  fallback: { failureThreshold: 3, replicas: 2 }']],
    hint: 'leave fallback out',
    right: [[/ {2}fallback.*\n/, '']],
  },
  'a source whose name has a dot': {
    from: 'object/source-ref',
    wrong: [
      ['$values/', '$shop.values/'],
      ['ref: values', 'ref: shop.values'],
    ],
    hint: 'use letters, digits, _ and -',
    right: [
      ['$shop.values/', '$shop-values/'],
      ['ref: shop.values', 'ref: shop-values'],
    ],
  },
  'two sources of one name': {
    from: 'object/source-ref',
    wrong: [
      ['  sources:\n', '  sources:\n    - { repoURL: https://git.example.net/shop/deploy.git, path: web, targetRevision: main, ref: values }\n'],
    ],
    hint: 'give each source a name of its own',
    right: [['main, ref: values', 'main, ref: web']],
  },
  'a file of a source that has no name': {
    from: 'object/source-ref',
    wrong: [['      ref: values\n', '      path: shop\n']],
    hint: 'write ref: values into the source that has the file',
    right: [['      path: shop\n', '      ref: values\n']],
  },
  'a file of a chart': {
    from: 'object/source-ref',
    wrong: [['      ref: values\n', '      ref: values\n      chart: config\n']],
    hint: 'put the file into a Git repository, and name that source',
    right: [['      chart: config\n', '']],
  },
  'files of two revisions': {
    from: 'object/source-ref',
    wrong: [
      ['[$values/shop/eu-west.yaml]', '[$values/shop/eu-west.yaml, $next/shop/eu-west.yaml]'],
      [/$/, '    - { repoURL: https://git.example.net/shop/config.git, targetRevision: next, ref: next }\n'],
    ],
    hint: 'give both the same targetRevision',
    right: [['targetRevision: next', 'targetRevision: main']],
  },
  'a file of another source where there is one': {
    from: 'object/source-ref',
    wrong: [
      ['  sources:\n    - repoURL', '  source:\n      repoURL'],
      [/ {4}- repoURL: https:\/\/git[^]*/, ''],
    ],
    hint: 'write sources, a list, with a second source that has ref: values',
    right: [
      ['  source:\n      repoURL', '  sources:\n    - repoURL'],
      [/$/, '    - { repoURL: https://git.example.net/shop/config.git, targetRevision: main, ref: values }\n'],
    ],
  },
  'an annotation that names no middleware': {
    from: 'reference/missing-object',
    wrong: [
      [
        /$/,
        `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { traefik.ingress.kubernetes.io/router.middlewares: limit@kubernetescrd, team: a } }
spec: { ingressClassName: traefik, defaultBackend: { service: { name: web, port: { name: http } } } }
---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: limit, namespace: limit }
spec: { rateLimit: { average: 10, period: 1s, burst: 20 } }
`,
      ],
      ['middlewares: limit@', 'middlewares: limit-web@'],
    ],
    hint: 'write <namespace>-<name>@kubernetescrd, or add the Middleware',
    right: [['limit-web@', 'shop-limit@']],
  },
  'a parameter that the policy does not read': {
    from: 'reference/policy-parameter',
    wrong: [[/ {2}paramKind.*\n/, '']],
    hint: 'write paramKind in the policy, or leave paramRef out',
    right: [['  matchConstraints', '  paramKind: { apiVersion: v1, kind: ConfigMap }\n  matchConstraints']],
  },
  'a port that no listener has': {
    from: 'reference/route-parent',
    wrong: [['namespace: edge, sectionName: web }]\n  hostnames: [shop', 'namespace: edge, port: 443 }]\n  hostnames: [shop']],
    hint: 'name a port of a listener, or leave port out',
    right: [['port: 443', 'port: 80']],
  },
  'a route of another protocol': {
    from: 'reference/route-parent',
    wrong: [['name: internal, protocol: HTTP', 'name: internal, protocol: TCP']],
    hint: 'attach it to a listener of the right protocol, or add the kind to allowedRoutes.kinds',
    right: [['sectionName: internal', 'sectionName: web']],
  },
  'a solver that solves nothing': {
    from: 'certificate/solver-types',
    wrong: [['      - http01: { ingress: { ingressClassName: traefik } }', '      - selector: { dnsZones: [example.net] }']],
    hint: 'add the one that proves the names',
    right: [
      ['selector: { dnsZones: [example.net] }', 'selector: { dnsZones: [example.net] }\n        http01: { ingress: { ingressClassName: traefik } }'],
    ],
  },
  'too many names where DNS-01 is set up': {
    from: 'certificate/solver-types',
    wrong: [
      [
        'http01: { ingress: { ingressClassName: traefik } }',
        'dns01: { cloudflare: { apiTokenSecretRef: { name: token, key: token } } }\n        selector: { dnsZones: [example.net] }',
      ],
      ['[docs.example.net]', `[${Array.from({ length: 101 }, (_, i) => `a${i}.example.net`).join(', ')}]`],
    ],
    hint: 'use a wildcard, or several Certificates',
    right: [[/dnsNames: \[.*\]/, "dnsNames: ['*.example.net']"]],
  },
  'a CNAME at the top of the zone': {
    from: 'dns/record-clash',
    wrong: [
      ['docs.north.a.example.net, recordType: A, targets: [192.0.2.1]', 'a.example.net, recordType: CNAME, targets: [in.example.net]', RECORDS],
    ],
    hint: 'use A and AAAA records there',
    right: [
      ['a.example.net, recordType: CNAME, targets: [in.example.net]', 'docs.north.a.example.net, recordType: A, targets: [192.0.2.1]', RECORDS],
    ],
  },
  'two records of a type': {
    from: 'dns/record-clash',
    wrong: [['recordType: TXT, targets: [hello]', 'recordType: A, targets: [192.0.2.2]', RECORDS]],
    hint: 'write all targets in one record',
    right: [
      ['[192.0.2.1]', '[192.0.2.1, 192.0.2.2]', RECORDS],
      [/.*targets: \[192\.0\.2\.2\].*\n/, '', RECORDS],
    ],
  },
  'records where nobody reads them': {
    from: 'dns/record-clash',
    wrong: [['namespace: external-dns', 'namespace: agents', RECORDS]],
    hint: 'put it where one reads',
    right: [['namespace: agents', 'namespace: external-dns', RECORDS]],
  },
  'an account of another authority': {
    from: 'fleet/caa-parameters',
    wrong: [['issuer: letsencrypt.org,', 'issuer: letsencrypt.org, accounturi: "https://dv.acme-v02.api.pki.goog/account/1",']],
    hint: 'the issuer of it is pki.goog',
    right: [
      [/, caa: \[.*\]/, ', caa: [{ issuer: letsencrypt.org }, { issuer: pki.goog, accounturi: "https://dv.acme-v02.api.pki.goog/account/1" }]'],
    ],
  },
  'an image without a tag': {
    from: 'fleet/needs-stateless',
    wrong: [['alpha:1.0.0', 'alpha']],
    hint: 'append a tag that names a version',
    right: [['net/alpha\n', 'net/alpha:1.0.0\n']],
  },
  'an image with the tag latest': {
    from: 'fleet/needs-stateless',
    wrong: [['alpha:1.0.0', 'alpha:latest']],
    hint: 'use a tag that names a version',
    right: [['alpha:latest', 'alpha:1.0.0']],
  },
  'a volume and several replicas: no volume': {
    from: 'fleet/needs-stateless',
    wrong: [['    stateless: true\n', '    stateless: true\n    storage: { size: 5Gi }\n']],
    hint: 'remove "storage" or run one replica',
    right: [['    storage: { size: 5Gi }\n', '']],
  },
  'a volume and several replicas: one replica': {
    from: 'fleet/needs-stateless',
    wrong: [['    stateless: true\n', '    stateless: true\n    storage: { size: 5Gi }\n']],
    hint: 'remove "storage" or run one replica',
    right: [['    autoscale: { min: 2, max: 4 }', '    replicas: 1']],
  },
  'Argo CD in a namespace of the cluster': {
    from: 'fleet/needs-stateless',
    wrong: [['gitops: { ', 'gitops: { argocd: { namespace: kube-system }, ']],
    hint: 'name the namespace that Argo CD runs in, such as argocd',
    right: [['kube-system', 'argocd']],
  },
  'an agent that is suspended everywhere': {
    from: 'fleet/needs-stateless',
    wrong: [['    stateless: true\n', '    stateless: true\n    state: suspended\n    overrides: { north: { state: active } }\n']],
    hint: 'remove it; to let the agent run in some regions, write "state: suspended" below its overrides for the others instead',
    right: [['    state: suspended\n    overrides: { north: { state: active } }\n', '']],
  },
  'rules that open every address': {
    from: 'object/illegal-network',
    wrong: [['- to: [{ ipBlock: { cidr: 203.0.113.255/32 } }]', '- ports: [{ port: 443, protocol: TCP }]', SHOP_POLICY]],
    hint: 'add "to" with the networks that are meant',
    right: [['- ports: [', '- to: [{ ipBlock: { cidr: 203.0.113.255/32 } }]\n      ports: [', SHOP_POLICY]],
  },
  'an exception outside of the network': {
    from: 'object/illegal-network',
    wrong: [['cidr: 203.0.113.0/24', 'cidr: 203.0.113.0/24, except: [192.0.2.0/28]', SHOP_POLICY]],
    hint: 'what is excepted must be a part of the network',
    right: [['192.0.2.0/28', '203.0.113.0/28', SHOP_POLICY]],
  },
  'egress that takes in addresses of the node': {
    from: 'object/illegal-network',
    wrong: [['cidr: 203.0.113.0/24', 'cidr: 169.254.0.0/16', SHOP_POLICY]],
    hint: 'name the addresses that are meant; credentials for an agent come as a Secret; or take them out by "except"',
    right: [['169.254.0.0/16', '203.0.113.0/24', SHOP_POLICY]],
  },
  'egress that takes in addresses of the node, taken out': {
    from: 'object/illegal-network',
    wrong: [['cidr: 203.0.113.0/24', 'cidr: 169.128.0.0/9, except: []', SHOP_POLICY]],
    hint: 'name the addresses that are meant; credentials for an agent come as a Secret; or take them out by "except"',
    right: [['except: []', 'except: [169.254.0.0/16]', SHOP_POLICY]],
  },
  'a zone within the schedule of a CronJob': {
    from: 'object/cron',
    wrong: [[/schedule: .*/, 'schedule: CRON_TZ=Europe/Berlin 0 3 * * *', SHOP_POLICY]],
    hint: 'use the field timeZone',
    right: [['schedule: CRON_TZ=Europe/Berlin 0 3 * * *', 'schedule: 0 3 * * *\n  timeZone: Europe/Berlin', SHOP_POLICY]],
  },
  'a middleware that does two things': {
    from: 'object/source-criterion',
    wrong: [['spec: { rateLimit', 'spec: { compress: {}, rateLimit']],
    hint: 'make a middleware of each, and a chain of them',
    right: [
      ['compress: {}, ', ''],
      [
        /$/,
        '---\napiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: { name: small, namespace: shop }\nspec: { compress: {} }\n---\napiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: { name: both, namespace: shop }\nspec: { chain: { middlewares: [{ name: limit }, { name: small }] } }\n',
      ],
    ],
  },
  'a depth beside addresses': {
    from: 'object/source-criterion',
    wrong: [['{ depth: 1 }', '{ depth: 1, excludedIPs: [203.0.113.0/28] }']],
    hint: 'keep depth or excludedIPs',
    right: [['depth: 1, ', '']],
  },
  'an address that is none': {
    from: 'object/source-criterion',
    wrong: [['{ depth: 1 }', '{ excludedIPs: [office] }']],
    hint: 'for example 203.0.113.0/28',
    right: [['office', '203.0.113.0/28']],
  },
  'a finalizer without a domain': {
    from: 'security/open-project',
    wrong: [
      ['kind: AppProject', 'kind: ConfigMap'],
      ['apiVersion: argoproj.io/v1alpha1', 'apiVersion: v1'],
      ['namespace: argocd }', 'namespace: argocd, finalizers: [cleanup] }'],
      [/spec:[^]*/, 'data: { a: b }\n'],
    ],
    hint: 'a name with the domain of its controller, such as example.org/cleanup',
    right: [['[cleanup]', '[example.org/cleanup]']],
  },
  'a host with a final dot': {
    from: 'certificate/solver-types',
    wrong: [['[docs.example.net]', '[docs.example.net.]']],
    hint: 'without the final dot',
    right: [['docs.example.net.]', 'docs.example.net]']],
  },
  'a common name that is too long': {
    from: 'certificate/solver-types',
    wrong: [['  dnsNames:', `  commonName: ${'a'.repeat(60)}.example.net\n  dnsNames:`]],
    hint: 'leave it out: names belong into dnsNames',
    right: [[/ {2}commonName: .*\n/, '']],
  },
  'a size of an RSA key': {
    from: 'certificate/solver-types',
    wrong: [['{ rotationPolicy', '{ algorithm: RSA, size: 1024, rotationPolicy']],
    hint: 'from 2048 to 8192',
    right: [['1024', '4096']],
  },
  'a size of an Ed25519 key': {
    from: 'certificate/solver-types',
    wrong: [['{ rotationPolicy', '{ algorithm: Ed25519, size: 256, rotationPolicy']],
    hint: 'Ed25519 keys have one size: leave it out',
    right: [['size: 256, ', '']],
  },
  'a name with capitals': {
    from: 'object/source-criterion',
    wrong: [['name: limit', 'name: Limit']],
    hint: 'lower-case letters, digits, hyphens and dots',
    right: [['name: Limit', 'name: limit']],
  },
  'a name of a CronJob that is too long': {
    from: 'object/cron',
    wrong: [['metadata: { name: tidy', `metadata: { name: ${'t'.repeat(53)}`, SHOP_POLICY]],
    hint: 'choose a shorter one',
    right: [['t'.repeat(53), 'tidy', SHOP_POLICY]],
  },
  'a list of objects': {
    from: 'object/config-key',
    wrong: [
      { write: 'extra/north/agents/l.yaml', text: 'apiVersion: v1\nkind: ConfigMapList\nmetadata: { name: all, namespace: agents }\nitems: []\n' },
    ],
    hint: 'one object per file',
    right: [
      { write: 'extra/north/agents/l.yaml', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one, namespace: agents }\ndata: { a: b }\n' },
    ],
  },
  'labels that are no texts': {
    from: 'object/config-key',
    wrong: [['namespace: agents }', 'namespace: agents, labels: { since: 3 } }', SHOP_POLICY]],
    hint: 'put values in quotes, or remove the key',
    right: [['since: 3', 'since: "3"', SHOP_POLICY]],
  },
  'an extra object without a legal name': {
    from: 'object/config-key',
    wrong: [['name: notes', 'name: My_Notes', SHOP_POLICY]],
    hint: 'lower-case letters, digits, hyphens and dots',
    right: [['My_Notes', 'my-notes', SHOP_POLICY]],
  },
  'a route of TCP for every host': {
    from: 'object/traefik-rule',
    wrong: [
      {
        write: ADMIN,
        text: 'apiVersion: traefik.io/v1alpha1\nkind: IngressRouteTCP\nmetadata: { name: admin, namespace: agents }\nspec:\n  entryPoints: [websecure]\n  routes:\n    - match: HostSNI(`*`)\n      services: [{ name: admin, port: http }]\n  tls: {}\n',
      },
    ],
    hint: 'name the host, as HostSNI(`docs.example.net`), or use another entry point',
    right: [['HostSNI(`*`)', 'HostSNI(`admin.north.a.example.net`)', ADMIN]],
  },
  'a pod without volumes': {
    from: 'object/unknown-volume',
    wrong: [[/ {2}volumes: .*\n/, '']],
    hint: 'the pod has none',
    right: [[/$/, '  volumes: [{ name: tmp, emptyDir: {} }]\n']],
  },
  'a sleep that is longer than the time to end': {
    from: 'pap/drain-time',
    wrong: [['          env:\n', '          lifecycle: { preStop: { sleep: { seconds: 90 } } }\n          env:\n']],
    hint: 'raise terminationGracePeriodSeconds above the sleep and the time that draining takes',
    right: [['terminationGracePeriodSeconds: 60', 'terminationGracePeriodSeconds: 180']],
  },
  'pods of two budgets': {
    from: 'quantity/blocking-budget',
    wrong: [
      [
        /$/,
        '---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: more, namespace: shop }\nspec:\n  selector: { matchLabels: { app: web } }\n  maxUnavailable: 1\n',
      ],
    ],
    hint: 'let each pod be selected by one budget',
    right: [[/---\napiVersion: policy\/v1\nkind: PodDisruptionBudget\nmetadata: \{ name: more[^]*/, '']],
  },
  'a quota without room for a rollout: more': {
    from: 'quantity/over-quota',
    wrong: [[/requests\.cpu: "[0-9]+"/, 'requests.cpu: 1500m']],
    hint: 'raise the quota, or let rollouts stop a pod before they start one (maxSurge: 0, maxUnavailable: 1)',
    right: [['requests.cpu: 1500m', 'requests.cpu: "2"']],
  },
  'a quota without room for a rollout: stop before start': {
    from: 'quantity/over-quota',
    wrong: [[/requests\.cpu: "[0-9]+"/, 'requests.cpu: 1500m']],
    hint: 'raise the quota, or let rollouts stop a pod before they start one (maxSurge: 0, maxUnavailable: 1)',
    right: [['spec:\n', 'spec:\n  strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }\n']],
  },
  'a Middleware of another namespace': {
    from: 'reference/missing-object',
    wrong: [
      ['{ name: limit, namespace: shop }', '{ name: limit, namespace: edge }'],
      [/$/, '---\napiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: { name: other, namespace: shop }\nspec: { compress: {} }\n'],
    ],
    hint: 'there is one of this name in namespace edge; this reference does not cross namespaces',
    right: [['{ name: limit, namespace: edge }', '{ name: limit, namespace: shop }']],
  },
  'a Secret of another namespace': {
    from: 'reference/missing-secret',
    wrong: [['{ name: web-keys, namespace: shop }', '{ name: web-keys, namespace: edge }']],
    hint: 'a Secret of this name is made in namespace edge, but Secrets do not cross namespaces',
    right: [['{ name: web-keys, namespace: edge }', '{ name: web-keys, namespace: shop }']],
  },
  'an Application of another repository': {
    from: 'reference/project-refuses',
    wrong: [['repoURL: https://git.example.net/shop.git', 'repoURL: https://git.example.net/store.git']],
    hint: 'add it to sourceRepos of the project',
    right: [['[https://git.example.net/shop.git]', '[https://git.example.net/shop.git, https://git.example.net/store.git]']],
  },
  'a route to the port of the pod': {
    from: 'reference/missing-object',
    wrong: [['port: 80 }\n  tls', 'port: 8080 }\n  tls']],
    hint: 'name a port of the Service: its own, not that of the pod',
    right: [['port: 8080 }\n  tls', 'port: 80 }\n  tls']],
  },
  'a probe of a port without a name': {
    from: 'reference/selects-nothing',
    wrong: [['          ports:\n', '          readinessProbe: { httpGet: { path: /, port: admin } }\n          ports:\n']],
    hint: 'name the port under ports, or write its number',
    right: [['- { name: web, containerPort: 8080 }', '- { name: web, containerPort: 8080 }\n            - { name: admin, containerPort: 9000 }']],
  },
  'a project that takes any repository': {
    from: 'security/open-project',
    wrong: [['[https://git.example.net/shop.git]', '["*"]']],
    hint: 'name the repositories',
    right: [['["*"]', '[https://git.example.net/shop.git]']],
  },
  'a project that writes where Argo CD is': {
    from: 'security/open-project',
    wrong: [['namespace: shop }', 'namespace: kube-system }']],
    hint: 'leave that namespace to a project that holds nothing but Applications',
    right: [['kube-system', 'shop']],
  },
  'a project that allows every kind': {
    from: 'security/open-project',
    wrong: [['{ group: apps, kind: Deployment }', '{ group: "*", kind: "*" }']],
    hint: 'list the kinds that are really written',
    right: [['{ group: "*", kind: "*" }', '{ group: apps, kind: Deployment }']],
  },
  'a policy that refuses the tag': {
    from: 'security/refused-image',
    wrong: [[/image: registry\.example\.net\/(?!model)[^\s]*/, 'image: registry.example.net/nginx:latest']],
    hint: 'name a version, or append @sha256:… (crane digest IMAGE prints it)',
    right: [['nginx:latest', `nginx:1.29.0${DIGEST}`]],
  },
  'a scrape that may take longer than its interval': {
    from: 'monitor/undiscovered',
    wrong: [['endpoints: [{ port: http, path: /metrics }]', 'endpoints: [{ port: http, path: /metrics, interval: 30s, scrapeTimeout: 1m }]']],
    hint: 'write 30s or less',
    right: [['scrapeTimeout: 1m', 'scrapeTimeout: 30s']],
  },
  'a path that begins with a slash': {
    from: 'reference/missing-path',
    wrong: [['path: deploy/web', 'path: /deploy/web', 'apps/web.yaml']],
    hint: 'write the path from the root of the repository, without a slash before it',
    right: [['path: /deploy/web', 'path: deploy/web', 'apps/web.yaml']],
  },
  'a file mode as people write it': {
    from: 'pap/foreign-key',
    wrong: [['defaultMode: 288', 'defaultMode: 640', 'patches/north/agents/a.yaml']],
    hint: 'JSON knows no octal: 0440 is 288',
    right: [['defaultMode: 640', 'defaultMode: 288', 'patches/north/agents/a.yaml']],
  },
  'a region whose name means something else': {
    from: 'fleet/needs-stateless',
    wrong: [
      ['  north: {}', '  all: {}'],
      ['regions: [north]', 'regions: [all]'],
    ],
    hint: 'choose another name',
    right: [
      ['  all: {}', '  north: {}'],
      ['regions: [all]', 'regions: [north]'],
    ],
  },
  'a grant of scope cluster for what has a namespace': {
    from: 'fleet/needs-stateless',
    wrong: [[/$/, 'grants: [{ kinds: [batch/CronJob], scope: cluster, reason: tidies at night }]\n']],
    hint: 'remove "scope: cluster"; "namespaces" says in which it may be',
    right: [[' scope: cluster,', '']],
  },
  'challenges without a name server: named': {
    from: 'fleet/no-nameserver',
    wrong: [[', nameservers: [ns1.plugged.in] }', ' }\ncomponents: { dns: { enabled: false } }']],
    hint: 'name it in "nameservers" or "rfc2136.host"; or use another solver: components.certs.solver: cloudflare',
    right: [['name: a.plugged.in }', 'name: a.plugged.in, rfc2136: { host: ns1.plugged.in } }']],
  },
  'challenges without a name server: another solver': {
    from: 'fleet/no-nameserver',
    wrong: [[', nameservers: [ns1.plugged.in] }', ' }\ncomponents: { dns: { enabled: false } }']],
    hint: 'name it in "nameservers" or "rfc2136.host"; or use another solver: components.certs.solver: cloudflare',
    right: [['{ dns: { enabled: false } }', '{ dns: { enabled: false }, certs: { solver: cloudflare } }']],
  },
  'variables that are too long in all': {
    from: 'reference/unresolved-variable',
    wrong: [
      [
        '      env:\n',
        `      env:\n${Array.from({ length: 20 }, (_, i) => `        - { name: LONG_${i}, value: ${'x'.repeat(110_000)} }\n`).join('')}`,
      ],
    ],
    hint: 'mount long values as files',
    right: [
      [/( {8}- \{ name: LONG_.*\n)+/, ''],
      [/$/, '      volumeMounts: [{ name: texts, mountPath: /texts, readOnly: true }]\n  volumes: [{ name: texts, configMap: { name: texts } }]\n'],
    ],
  },
  'a name of a Role that is no part of a path': {
    from: 'object/source-criterion',
    wrong: [
      [
        /[^]*/,
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: read/pods, namespace: shop }\nrules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]\n',
      ],
    ],
    hint: 'a text without / and %',
    right: [['read/pods', 'read-pods']],
  },
  'a schedule of Velero in UTC': {
    from: 'backup/one-shot',
    wrong: [[/schedule: [^,}]*/, 'schedule: CRON_TZ=UTC 17 3 * * *']],
    hint: 'leave it out: Velero counts in UTC',
    right: [['CRON_TZ=UTC ', '']],
  },
  'a route of TCP by host without TLS': {
    from: 'object/source-criterion',
    wrong: [
      [
        /[^]*/,
        'apiVersion: traefik.io/v1alpha1\nkind: IngressRouteTCP\nmetadata: { name: db, namespace: shop }\nspec:\n  entryPoints: [db]\n  routes:\n    - match: HostSNI(`db.example.net`)\n      services: [{ name: db, port: 5432 }]\n',
      ],
    ],
    hint: 'add spec.tls, or match HostSNI(`*`)',
    right: [[/$/, '  tls: { secretName: db-tls }\n']],
  },
  'a route of TCP for whatever host': {
    from: 'object/source-criterion',
    wrong: [
      [
        /[^]*/,
        'apiVersion: traefik.io/v1alpha1\nkind: IngressRouteTCP\nmetadata: { name: db, namespace: shop }\nspec:\n  entryPoints: [db]\n  routes:\n    - match: HostSNI(`db.example.net`)\n      services: [{ name: db, port: 5432 }]\n',
      ],
    ],
    hint: 'add spec.tls, or match HostSNI(`*`)',
    right: [['HostSNI(`db.example.net`)', 'HostSNI(`*`)']],
  },
  'a monitor of a port by its number': {
    from: 'reference/monitor-port',
    wrong: [['- { port: http,', '- { port: "80",']],
    hint: 'name a port of the Service, by its name and not by its number',
    right: [['- { port: "80",', '- { port: http,']],
  },
  'a monitor of a port that the pods do not list: add it': {
    from: 'reference/monitor-port',
    wrong: [['- { port: http,', '- { targetPort: 9090,']],
    hint: 'add the port to the container, or name one that it lists',
    right: [['- { name: web, containerPort: 8080 }', '- { name: web, containerPort: 8080 }\n            - { name: metrics, containerPort: 9090 }']],
  },
  'a monitor of a port that the pods do not list: another': {
    from: 'reference/monitor-port',
    wrong: [['- { port: http,', '- { targetPort: 9090,']],
    hint: 'add the port to the container, or name one that it lists',
    right: [['- { targetPort: 9090,', '- { targetPort: 8080,']],
  },
  'a project that is not there': {
    from: 'reference/project-refuses',
    wrong: [['project: shop', 'project: shops']],
    hint: 'correct the name, or add the AppProject',
    right: [['project: shops', 'project: shop']],
  },
  'a monitor that selects by labels of pods': {
    from: 'reference/monitor-port',
    wrong: [
      ['  template:\n    metadata: { labels: { app: web } }', '  template:\n    metadata: { labels: { app: web, tier: front } }'],
      ['matchLabels: { app: web } }\n  endpoints', 'matchLabels: { tier: front } }\n  endpoints'],
    ],
    hint: 'a ServiceMonitor selects by the labels of the Service, not by those of its pods',
    right: [['matchLabels: { tier: front } }\n  endpoints', 'matchLabels: { app: web } }\n  endpoints']],
  },
  'a policy for pods that are not there: other labels': {
    from: 'object/illegal-network',
    wrong: [['podSelector: {}', 'podSelector: { matchLabels: { app: desk } }', SHOP_POLICY]],
    hint: 'correct the labels, or remove the object',
    right: [['{ app: desk }', '{ app.kubernetes.io/name: alpha }', SHOP_POLICY]],
  },
  'a policy for pods that are not there: no policy': {
    from: 'object/illegal-network',
    wrong: [['podSelector: {}', 'podSelector: { matchLabels: { app: desk } }', SHOP_POLICY]],
    hint: 'correct the labels, or remove the object',
    right: [{ remove: SHOP_POLICY }],
  },
  'images by their tags alone: a digest': {
    from: 'fleet/needs-stateless',
    wrong: [['components: { cluster: { images: tag } }\n', '']],
    hint: 'append @sha256:… (crane digest IMAGE prints it); or write components.cluster.images: tag, if tags are enough',
    right: [['alpha:1.0.0', `alpha:1.0.0${DIGEST}`]],
  },
  'images by their tags alone: tags are enough': {
    from: 'fleet/needs-stateless',
    wrong: [['components: { cluster: { images: tag } }\n', '']],
    hint: 'append @sha256:… (crane digest IMAGE prints it); or write components.cluster.images: tag, if tags are enough',
    right: [[/$/, 'components: { cluster: { images: tag } }\n']],
  },
};

/** Hints that are in the source of a rule and that nothing here follows yet. */
export const NOT_BROUGHT_OUT: readonly string[] = [];
