import { expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import type { Compiled } from '../../generator/compile.ts';
import { FORGETFUL, Memory } from '../../generator/model/memory.ts';
import { files } from '../support/fleets.ts';
import { AGENTS, FLEET, HEAD, REGIONS } from '../support/program.ts';

// Edits of which each reaches something by another way than the others. test/properties/watch.test.ts tries the rest.

type Files = Readonly<Record<string, string>>;

const fleet = (text: string, more: Files = {}): Files => ({ 'fleet.yaml': text, ...more });
const patch = (region: string, path: string, value: unknown): Files => ({
  [`patches/${region}/agents/p.yaml`]: JSON.stringify([
    { target: { kind: 'Deployment', name: 'alpha-agent' }, patch: [{ op: 'replace', path, value }] },
  ]),
});
const EXTRA = {
  'extra/south/agents/e.yaml': JSON.stringify({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', namespace: 'agents' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'registry.example.net/a:v1' }] } } },
  }),
};
/** A policy of the fleet's own. */
const RULE = (require: string, message = 'mend it'): Files => ({
  'policies/p.yaml': `apiVersion: fleet.plugged.in/v1alpha1\nkind: Policy\ncode: ours/x\nseverity: error\nabout: It is so\nmatch: { kinds: [apps/Deployment] }\nrequire: |\n  ${require}\nmessage: ${message}\n`,
});
const GRANT = 'grants: [{ kinds: [batch/Job], reason: once }]\n';
const SECTION = AGENTS.slice('agents:\n'.length);
const BETA = SECTION.slice(SECTION.indexOf('  beta:'));

/** A component of the fleet's own, of a kind of its own. */
const own = (text: string, size = 'integer', image = '1'): Files => ({
  'components/own/component.yaml':
    'apiVersion: fleet.plugged.in/v1alpha1\nkind: Component\nname: own\nsummary: of the fleet\nnamespaces: [own]\nobjects: [common/a.yaml, region/b.yaml]\n',
  'components/own/common/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: own }\ndata: { text: "${text}", image: "${image}" }\n`,
  'components/own/region/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b, namespace: own }\ndata: { text: "{region}" }\n',
  'schemas/own.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.org }
spec:
  group: example.org
  names: { kind: Thing, plural: things }
  scope: Namespaced
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: ${size} } } } } } } }]
`,
  'extra/all/own/thing.yaml': 'apiVersion: example.org/v1\nkind: Thing\nmetadata: { name: one, namespace: own }\nspec: { size: 1 }\n',
});
const OWN_FLEET = `${FLEET}components: { own: {} }
grants: [{ kinds: [example.org/Thing], namespaces: [own], reason: ours }]
`;

/** Edits that change no answer. */
const SAME = ['a comment alone', 'another order', 'an agent in a file of its own'];

const ANSWER = (of: Compiled): unknown => [of.findings, of.files && [...of.files], of.secrets && [...of.secrets]];

test.each<[string, Files, Files]>([
  ['the limits of the gate', fleet(FLEET), fleet(`${FLEET}gate: { maxDeletePercent: 7 }\n`)],
  ['the branch', fleet(FLEET), fleet(FLEET.replace('fleet.git }', 'fleet.git, branch: trunk }'))],
  ['the version of Argo CD', fleet(FLEET), fleet(FLEET.replace('fleet.git }', 'fleet.git, argocd: { version: "3.0" } }'))],
  ['the zone', fleet(FLEET), fleet(FLEET.replace('a.example.net', 'b.example.net'))],
  ['the name', fleet(FLEET), fleet(FLEET.replace('name: pap', 'name: pip'))],
  ['an override', fleet(FLEET), fleet(`${FLEET}    overrides: { south: { storage: { size: 6Gi } } }\n`)],
  ['the host of an agent that runs elsewhere', fleet(FLEET), fleet(FLEET.replace('    heartbeat: SLEEP', '    host: front\n    heartbeat: SLEEP'))],
  ['a region more', fleet(FLEET), fleet(FLEET.replace('regions:\n', 'regions:\n  east: {}\n'))],
  ['a region by another name', fleet(FLEET), fleet(FLEET.replaceAll('north', 'nord'))],
  ['a region that goes', fleet(FLEET), fleet(FLEET.replace('cluster: north-1', 'cluster: north-1, state: decommissioning'))],
  [
    'an agent in a file of its own',
    fleet(FLEET),
    fleet(FLEET.replace(BETA, ''), { 'agents/beta.yaml': BETA.replace('  beta:\n', '').replace(/^ {4}/gm, '') }),
  ],
  ['another order', fleet(HEAD + REGIONS + AGENTS), fleet(HEAD + AGENTS + REGIONS)],
  ['an object of an own component', fleet(OWN_FLEET, own('a')), fleet(OWN_FLEET, own('b {region}'))],
  ['a mistake in an own component', fleet(OWN_FLEET, own('a')), fleet(OWN_FLEET, own('{settings.none}'))],
  ['the kind of an own object', fleet(OWN_FLEET, own('a')), fleet(OWN_FLEET, own('a', 'string'))],
  ['an own component that goes', fleet(OWN_FLEET, own('a')), fleet(FLEET)],
  ['a patch', fleet(FLEET), fleet(FLEET, patch('all', '/spec/revisionHistoryLimit', 4))],
  [
    'a patch that makes an object wrong',
    fleet(FLEET, patch('all', '/spec/revisionHistoryLimit', 4)),
    fleet(FLEET, patch('all', '/spec/revisionHistoryLimit', 'x')),
  ],
  ['a patch that does not apply', fleet(FLEET), fleet(FLEET, patch('south', '/nowhere/x', 1))],
  [
    'a region before the one in which a patch fails',
    fleet(FLEET, patch('all', '/nowhere/x', 1)),
    fleet(FLEET.replaceAll('north', 'a-north'), patch('all', '/nowhere/x', 1)),
  ],
  [
    'a region more, before the one in which a patch fails',
    fleet(FLEET, patch('all', '/nowhere/x', 1)),
    fleet(FLEET.replace('regions:\n', 'regions:\n  a: {}\n').replace('[north, south]', '[a, north, south]'), patch('all', '/nowhere/x', 1)),
  ],
  ['a grant for an extra object', fleet(FLEET, EXTRA), fleet(FLEET + GRANT, EXTRA)],
  ['an extra object', fleet(FLEET + GRANT), fleet(FLEET + GRANT, EXTRA)],
  ['a policy', fleet(FLEET), fleet(FLEET, RULE('false'))],
  ['the condition of a policy', fleet(FLEET, RULE('true')), fleet(FLEET, RULE('object.kind == "Service"'))],
  ['the words of a policy', fleet(FLEET, RULE('false')), fleet(FLEET, RULE('false', 'write it'))],
  [
    'what a policy looks at',
    fleet(FLEET.replace('alpha:1.', 'alpha:2.'), RULE('!object.spec.template.spec.containers.exists(c, c.image.contains("alpha:2."))')),
    fleet(FLEET, RULE('!object.spec.template.spec.containers.exists(c, c.image.contains("alpha:2."))')),
  ],
  ['a comment alone', fleet(FLEET), fleet(`# Moves every line.\n${FLEET}`)],
])('%s', (name, before, after) => {
  const memory = new Memory();
  const fresh = [before, after].map((each) => ANSWER(compile(files(each))));
  if (!SAME.includes(name)) expect(fresh[1]).not.toEqual(fresh[0]);
  // There and back: what was dropped on the way is made again.
  for (const [i, each] of [before, after, before, after, after].entries())
    expect([i, ANSWER(compile(files(each), [], memory))]).toEqual([i, fresh[each === before ? 0 : 1]]);
});

test('a fleet of which an object breaks a rule becomes what it would be, for who asks no rule', () => {
  const broken = files(fleet(`${FLEET}${GRANT}`, patch('south', '/spec/template/spec/containers/0/ports/0/containerPort', 80_800)));
  expect(compile(broken).findings.map(({ code }) => code)).toContain('object/illegal-port');
  expect(compile(broken).files).toBeUndefined();
  const unjudged = compile(broken, [], FORGETFUL, 'fleet');
  expect(unjudged.findings).toEqual([]);
  expect([...(unjudged.files?.keys() ?? [])]).toContain('overlays/south/agents/kustomization.yaml');
});
