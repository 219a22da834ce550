import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillIn } from '../../../generator/model/placeholder.ts';
import { compiled, objectsOf, said } from '../../support/compiled.ts';

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.1/32], gatewayCidrs: [192.0.2.2/32] }
agents:
  alpha: { ref: acme/alpha@1.0.0, image: registry.example.net/alpha:1.0.0, regions: [north] }
`;
const REGIONS = 'regions: { north: {}, south: {} }\n';
const RUNS = `${FLEET}${REGIONS}components: { cluster: { images: tag }, notes: {} }\n`;

const note = (text: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes, namespace: notes${more} }\ndata: { text: "${text}" }\n`;

/** A fleet with a component of its own. @param files in the component's folder */
function fleetWith(files: Readonly<Record<string, string>>, fleet = RUNS): Record<string, string> {
  return { 'fleet.yaml': fleet, ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`components/notes/${name}`, text])) };
}

const component = (fields: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    apiVersion: 'fleet.plugged.in/v1alpha1',
    kind: 'Component',
    name: 'notes',
    summary: 'Notes for every region',
    namespaces: '[notes]',
    objects: '[common/notes.yaml]',
    ...fields,
  })
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');

const schema = (properties: string, more = ''): string =>
  `{ "type": "object", "additionalProperties": false, "properties": { ${properties} }${more} }`;

const NOTES = { 'component.yaml': component(), 'common/notes.yaml': note('hello') };

test('what the page about own components shows is a fleet without a finding', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/extending.md'), 'utf8');
  const files = Object.fromEntries([...page.matchAll(/^```\w+ own=(\S+)\n(.*?)^```$/gms)].map(([, path, text]) => [path as string, text as string]));
  const { fleet, ...rest } = files;
  const made = compiled({ 'fleet.yaml': `${FLEET}${fleet}`, ...rest });
  expect(said(made)).toEqual([]);
  expect(objectsOf(made, 'north', 'cache').map(({ kind }) => kind)).toEqual([
    'ConfigMap',
    'Deployment',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Service',
  ]);
});

describe('a placeholder', () => {
  const settings = schema(
    '"size": { "type": "integer", "default": 3 }, "labels": { "type": "object", "additionalProperties": { "type": "string" }, "default": { "a": "b" } }, "texts": { "type": "array", "items": { "type": "string" }, "default": ["{region}"] }',
  );
  const text = (written: string, scope = 'common'): unknown => {
    const made = compiled(
      fleetWith({
        'component.yaml': component({ objects: `[${scope}/notes.yaml]` }),
        'settings.schema.json': settings,
        [`${scope}/notes.yaml`]: note(written),
      }),
    );
    return (objectsOf(made, 'north', 'notes').find(({ kind }) => kind === 'ConfigMap')?.['data'] as Record<string, unknown>)['text'];
  };

  test.each([
    ['{region}', 'common', 'north'],
    ['{region}', 'region', 'north'],
    ['{region}', 'agent', 'north'],
    ['in {region}.{zone}, {region}', 'common', 'in north.a.example.net, north'],
    ['{fleet} {fleet.namespace} {zone.parent}', 'common', 'pap agents example.net'],
    ['{region.ingressHost}', 'region', 'ingress-north.example.net'],
    ['{agent.name} {agent.image} {agent.version}', 'agent', 'alpha registry.example.net/alpha:1.0.0 1.0.0'],
    ['{host}', 'agent', 'alpha.north.a.example.net'],
    ['{settings.size} notes', 'common', '3 notes'],
    ['{versions.kubernetes}', 'common', '1.35'],
    ['{{region}}', 'common', '{{region}}'],
    ['{{ $labels.pod }}', 'common', '{{ $labels.pod }}'],
    ['{"a":1}', 'common', '{"a":1}'],
    ['{}', 'common', '{}'],
    ['{ region }', 'common', '{ region }'],
    ['{unknown.root}', 'common', '{unknown.root}'],
    ['{region', 'common', '{region'],
    ['${region}', 'common', '$north'],
  ])('%s in %s/ becomes %s', (written, scope, expected) => expect(text(written.replaceAll('"', '\\"'), scope)).toBe(expected));

  test.each([
    ['{settings.size}', 3],
    ['{settings.size}x', '3x'],
    ['{settings.labels}', { a: '{region}' }],
    [{ a: ['{settings.size}', '{region}'] }, { a: [3, 'north'] }],
  ])('%j as a whole value is %j', (written, expected) => {
    const values = { 'settings.size': 3, 'settings.labels': { a: '{region}' }, region: 'north' } as Readonly<Record<string, unknown>>;
    expect(fillIn(written, (path) => values[path.join('.')])).toEqual(expected);
  });
});

describe('is refused, at its place and with a way out', () => {
  const at = (file: string, line: number): string => `config/components/notes/${file}:${line}`;
  test.each<[what: string, files: Record<string, string>, expected: string]>([
    [
      'a folder without component.yaml',
      { 'common/notes.yaml': note('x') },
      `component/invalid ${at('common/notes.yaml', 1)} config/components/notes has no component.yaml`,
    ],
    [
      'another name than the folder',
      { ...NOTES, 'component.yaml': component({ name: 'other' }) },
      `component/invalid ${at('component.yaml', 3)} the component "other" lies in the folder "notes"`,
    ],
    [
      'a key that is none',
      { ...NOTES, 'component.yaml': component({ sumary: 'x' }) },
      `schema/unknown-key ${at('component.yaml', 7)} unknown key "sumary"`,
    ],
    [
      'a key that is missing',
      { ...NOTES, 'component.yaml': component({ summary: '' }) },
      `schema/required ${at('component.yaml', 1)} the component lacks the key "summary"`,
    ],
    [
      'two components in a file',
      { ...NOTES, 'component.yaml': `${component()}---\n${component()}` },
      `component/invalid ${at('component.yaml', 8)} component.yaml holds one component`,
    ],
    [
      'a component that is required and not there',
      { ...NOTES, 'component.yaml': component({ requires: '[clustre]' }) },
      `component/invalid ${at('component.yaml', 7)} there is no component "clustre" (did you mean "cluster"?)`,
    ],
    [
      'a component that requires itself',
      { ...NOTES, 'component.yaml': component({ requires: '[notes]' }) },
      `component/invalid ${at('component.yaml', 7)} "notes" requires itself`,
    ],
    [
      'a file twice',
      { ...NOTES, 'component.yaml': component({ objects: '[common/notes.yaml, common/notes.yaml]' }) },
      `component/invalid ${at('component.yaml', 6)} "common/notes.yaml" is named twice`,
    ],
    [
      'a file elsewhere',
      { ...NOTES, 'component.yaml': component({ objects: '[../notes.yaml]' }) },
      `schema/format ${at('component.yaml', 6)} "file" must be a .yaml file below common/, region/ or agent/`,
    ],
    [
      'a file that nothing names',
      { ...NOTES, 'common/more.yaml': note('x') },
      `component/invalid ${at('common/more.yaml', 1)} component.yaml does not name this file (add "common/more.yaml" to its objects, or remove the file)`,
    ],
    [
      'a condition that is no setting',
      { ...NOTES, 'component.yaml': component({ objects: '[{ file: common/notes.yaml, when: settings.x }]' }) },
      `component/invalid ${at('component.yaml', 6)} "settings.x" is no setting that is true or false`,
    ],
    [
      'a Secret outside its namespaces',
      { ...NOTES, 'component.yaml': component({ secrets: '[{ namespace: agents, name: x, about: a key, keys: { a: date } }]' }) },
      `component/invalid ${at('component.yaml', 7)} "agents" is not among the component's namespaces`,
    ],
    [
      'a command of two lines',
      { ...NOTES, 'component.yaml': component({ secrets: '[{ namespace: notes, name: x, about: a key, keys: { a: "date\\nrm" } }]' }) },
      `schema/format ${at('component.yaml', 7)} "a" must be one line`,
    ],
    [
      'words that a pull request would render',
      { ...NOTES, 'component.yaml': component({ consequences: '[{ on: ConfigMap, says: "see <img src=x>" }]' }) },
      `schema/format ${at('component.yaml', 7)} "says" must be plain words in one line`,
    ],
    [
      'what is no object',
      { ...NOTES, 'common/notes.yaml': 'kind: ConfigMap\n' },
      `component/invalid ${at('common/notes.yaml', 1)} this is not a Kubernetes object`,
    ],
    [
      'a placeholder without a value',
      { ...NOTES, 'common/notes.yaml': note('{zone.nope}') },
      `component/placeholder ${at('common/notes.yaml', 4)} {zone.nope} has no value, or not always`,
    ],
    [
      'an agent where there is none',
      { ...NOTES, 'common/notes.yaml': note('{agent.name}') },
      `component/placeholder ${at('common/notes.yaml', 4)} {agent.name} has no value in common/`,
    ],
    [
      'a placeholder in a key',
      { ...NOTES, 'common/notes.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes, namespace: notes }\ndata: { "{region}": x }\n' },
      `component/placeholder ${at('common/notes.yaml', 4)} the key "{region}" holds a placeholder`,
    ],
    [
      'the region in the name of what regions share',
      { ...NOTES, 'common/notes.yaml': note('x').replace('name: notes', 'name: "a-{region}"') },
      `component/placeholder ${at('common/notes.yaml', 3)} {region} stands in the name of an object that regions share`,
    ],
    [
      'a placeholder in a namespace',
      { ...NOTES, 'common/notes.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes, namespace: "{region}" }\n' },
      `component/placeholder ${at('common/notes.yaml', 3)} "namespace" is what rules and projects go by`,
    ],
    [
      'a name that no object may have',
      { ...NOTES, 'common/notes.yaml': note('x').replace('name: notes', 'name: "{zone}_"') },
      `extra/invalid-object ${at('common/notes.yaml', 3)} ConfigMap has no legal name`,
    ],
    [
      'an object without a namespace',
      { ...NOTES, 'common/notes.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes }\n' },
      `extra/invalid-object ${at('common/notes.yaml', 3)} ConfigMap "notes" names no namespace`,
    ],
    [
      'an object that steers Argo CD',
      { ...NOTES, 'common/notes.yaml': note('x', ', annotations: { argocd.argoproj.io/hook: Sync }') },
      'security/delivery-key',
    ],
    [
      'a Secret in Git',
      { ...NOTES, 'common/notes.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: notes, namespace: notes }\n' },
      `extra/invalid-object ${at('common/notes.yaml', 2)} a Secret must not be in Git`,
    ],
    [
      'an Application',
      {
        ...NOTES,
        'component.yaml': component({ needs: '{ objects: [Application/x] }' }),
        'common/notes.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: x, namespace: notes }\n',
      },
      'Application',
    ],
    [
      'a namespace of another component',
      { ...NOTES, 'component.yaml': component({ namespaces: '[external-dns]' }) },
      `component/namespace ${at('component.yaml', 5)} the namespace "external-dns" belongs to the component dns`,
    ],
    [
      'a namespace of the cluster',
      { ...NOTES, 'component.yaml': component({ namespaces: '[kube-system]' }) },
      'fleet/reserved-namespace config/components/notes/component.yaml:5',
    ],
    [
      'settings that are open',
      { ...NOTES, 'settings.schema.json': '{ "type": "object", "properties": {} }' },
      `component/invalid ${at('settings.schema.json', 1)} the settings must be closed`,
    ],
    [
      'settings that refer elsewhere',
      { ...NOTES, 'settings.schema.json': schema('"a": { "$ref": "https://example.net/x" }') },
      `component/invalid ${at('settings.schema.json', 1)} a schema of settings refers to nothing else`,
    ],
    [
      'a keyword that is not read',
      { ...NOTES, 'settings.schema.json': schema('"a": { "type": "string", "minlength": 2 }') },
      `the schema has the keyword "minlength", which is not read here (did you mean "minLength"?)`,
    ],
    [
      'a pattern that looks ahead',
      { ...NOTES, 'settings.schema.json': schema('"a": { "type": "string", "pattern": "(?=a)b" }') },
      `component/invalid ${at('settings.schema.json', 1)} the pattern is no regular expression of RE2`,
    ],
    [
      'a format that is none',
      { ...NOTES, 'settings.schema.json': schema('"a": { "type": "string", "format": "quantities" }') },
      'there is no format "quantities" (did you mean "quantity"?)',
    ],
    [
      'a default that is none',
      { ...NOTES, 'settings.schema.json': schema('"a": { "type": "string", "format": "quantity", "default": "much" }') },
      'the default does not follow its own schema (pattern)',
    ],
    [
      'a setting named enabled',
      { ...NOTES, 'settings.schema.json': schema('"enabled": { "type": "boolean" }') },
      '"enabled" is there for every component',
    ],
    ['YAML with an anchor', { ...NOTES, 'common/notes.yaml': 'a: &x 1\n' }, `yaml/unsupported ${at('common/notes.yaml', 1)}`],
  ])('%s', (_, files, expected) => {
    const made = compiled(fleetWith(files));
    expect(said(made).join('\n')).toContain(expected);
    expect(made.files).toBeUndefined();
  });

  test.each<[what: string, fleet: string, expected: string]>([
    [
      'a setting that is none',
      'components: { cluster: { images: tag }, notes: { sise: 2 } }',
      'schema/unknown-key config/fleet.yaml:10 unknown key "sise" in notes (did you mean "size"?)',
    ],
    [
      'a setting of another type',
      'components: { cluster: { images: tag }, notes: { size: two } }',
      'schema/type config/fleet.yaml:10 "size" must be a whole number',
    ],
    [
      'a setting beyond its limit',
      'components: { cluster: { images: tag }, notes: { size: 12 } }',
      'schema/value config/fleet.yaml:10 "size" must be at most 9',
    ],
    [
      'what is required',
      'components: { cluster: { images: tag }, notes: {} }',
      'fleet/incomplete config/fleet.yaml:10 "" of component notes lacks "owner" in north',
    ],
    [
      'a component that is none',
      'components: { cluster: { images: tag }, nots: {} }',
      'fleet/unknown-component config/fleet.yaml:10 there is no component "nots" (did you mean "notes"?)',
    ],
    [
      'a grant for nobody',
      'components: { cluster: { images: tag }, notes: { owner: a } }\ngrants: [{ component: nots, rules: "sha256:' +
        '0'.repeat(64) +
        '", reason: why }]',
      'fleet/invalid-grant config/fleet.yaml:11',
    ],
    [
      'a grant of both kinds',
      'components: { cluster: { images: tag }, notes: { owner: a } }\ngrants: [{ component: notes, kinds: [Service], reason: why }]',
      'schema/',
    ],
  ])('%s', (_, fleet, expected) => {
    const made = compiled(
      fleetWith(
        {
          ...NOTES,
          'settings.schema.json': schema(
            '"size": { "type": "integer", "maximum": 9, "default": 1 }, "owner": { "type": "string" }',
            ', "required": ["owner"]',
          ),
        },
        `${FLEET}${REGIONS}${fleet}\n`,
      ),
    );
    expect(said(made).join('\n')).toContain(expected);
    expect(made.files).toBeUndefined();
  });

  test('components that require each other in a circle', () => {
    const two = component({ name: 'more', requires: '[notes]', namespaces: '[more]', objects: '[common/more.yaml]' });
    const made = compiled({
      ...fleetWith({ ...NOTES, 'component.yaml': component({ requires: '[more]' }) }),
      'components/more/component.yaml': two,
      'components/more/common/more.yaml': note('x').replace('namespace: notes', 'namespace: more'),
    });
    expect(said(made).join('\n')).toContain('components require each other in a circle: more → notes → more');
  });

  test('a component named like ours', () => {
    const made = compiled({
      'fleet.yaml': RUNS,
      'components/dns/component.yaml': component({ name: 'dns' }),
      'components/dns/common/notes.yaml': note('x'),
    });
    expect(said(made).join('\n')).toContain('component/invalid config/components/dns/component.yaml:3 "dns" is a component that every fleet has');
  });
});

describe('where it runs', () => {
  const runsIn = (fleet: string): string[] => {
    const made = compiled(fleetWith(NOTES, `${FLEET}${fleet}\n`));
    return ['north', 'south'].filter((region) => objectsOf(made, region, 'notes').length > 0);
  };
  test.each([
    ['named for the fleet, everywhere', 'regions: { north: {}, south: {} }\ncomponents: { cluster: { images: tag }, notes: {} }', ['north', 'south']],
    [
      'named for a region, there',
      'regions: { north: {}, south: { components: { notes: {} } } }\ncomponents: { cluster: { images: tag } }',
      ['south'],
    ],
    [
      'switched off in a region, not there',
      'regions: { north: { components: { notes: { enabled: false } } }, south: {} }\ncomponents: { cluster: { images: tag }, notes: {} }',
      ['south'],
    ],
    ['named nowhere, nowhere', 'regions: { north: {}, south: {} }\ncomponents: { cluster: { images: tag } }', []],
  ])('%s', (_, fleet, expected) => expect(runsIn(fleet)).toEqual(expected));
});

test.each(['argocd', 'common', 'all'])('a component named %s is refused: it would be taken for something else', (name) => {
  const made = compiled({
    'fleet.yaml': RUNS.replace('notes:', `${name}:`),
    [`components/${name}/component.yaml`]: component({ name }),
    [`components/${name}/common/notes.yaml`]: note('x'),
  });
  expect(said(made).join('\n')).toContain(`component/invalid config/components/${name}/component.yaml:3 "${name}" means something else`);
});

test('a label of what regions share may name the region', () => {
  const made = compiled(fleetWith({ ...NOTES, 'common/notes.yaml': note('x', ', labels: { example.net/where: "{region}" }') }));
  expect(objectsOf(made, 'south', 'notes')[0]?.metadata.labels).toMatchObject({ 'example.net/where': 'south' });
});

test('the order of keys and comments reaches no file', () => {
  const one = compiled(fleetWith(NOTES));
  const other = compiled(
    fleetWith({
      'component.yaml': `# a comment\n${component().split('\n').reverse().join('\n')}`,
      'common/notes.yaml': 'data: { text: hello }\nmetadata: { namespace: notes, name: notes }\nkind: ConfigMap\napiVersion: v1\n',
    }),
  );
  expect([...(other.files ?? [])]).toEqual([...(one.files ?? [])]);
});

describe('power', () => {
  const role = (verb: string): string =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: reader, namespace: notes }\nrules: [{ apiGroups: [""], resources: [configmaps], verbs: [${verb}] }]\n`;
  const needs = { 'component.yaml': component({ needs: '{ roles: [reader] }' }) };
  const digest = (verb: string): string => compiled(fleetWith({ ...needs, 'common/notes.yaml': role(verb) })).grants?.asked[0]?.rules as string;
  const granted = (rules: string, verb: string, more = ''): string[] =>
    said(
      compiled(
        fleetWith(
          { ...needs, 'common/notes.yaml': role(verb) },
          `${RUNS}grants: [{ component: notes, rules: "${rules}", reason: it reads${more} }]\n`,
        ),
      ),
    );

  test('is there once it is granted', () => expect(granted(digest('get'), 'get')).toEqual([]));
  test('ends where more is asked for', () =>
    expect(granted(digest('get'), 'get, list').join()).toContain('nothing grants notes what it needs in north'));
  test('is granted by region', () =>
    expect(granted(digest('get'), 'get', ', regions: [north]').join()).toContain('nothing grants notes what it needs in south'));
  test('does not follow from labels', () => {
    const labelled = role('get').replace('namespace: notes }', 'namespace: notes, labels: { helm.sh/chart: x-2 } }');
    expect(compiled(fleetWith({ ...needs, 'common/notes.yaml': labelled })).grants?.asked[0]?.rules).toBe(digest('get'));
  });
  test('given to a component is not given to objects that people add beside it', () => {
    const files = fleetWith(
      { ...needs, 'common/notes.yaml': role('get') },
      `${RUNS}grants: [{ component: notes, rules: "${digest('get')}", reason: it reads }]\n`,
    );
    const extra = role('"*"').replace('name: reader', 'name: writer');
    expect(said(compiled({ ...files, 'extra/all/notes/writer.yaml': extra })).join()).toContain('extra/not-granted');
  });
  test('that nobody uses any more is shown', () => {
    const rules = `sha256:${'0'.repeat(64)}`;
    const made = compiled(fleetWith(NOTES, `${RUNS}grants: [{ component: notes, rules: "${rules}", reason: it reads }]\n`));
    expect(made.grants?.unused).toEqual([{ component: 'notes', rules, at: '/grants/0' }]);
  });
});
