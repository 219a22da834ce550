// What `vendor` writes is what Helm makes, and what it refuses is what nobody should deliver.
// Judges: Helm.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../generator/model/sha256.ts';
import { kubectl } from '../support/kubectl.ts';
import { Desk, type Ran } from '../support/program.ts';
import { certManagerChart, chart, externalDnsChart, helm } from './helm.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => rmSync(desk.folder, { recursive: true, force: true }));

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
`;

const NOTE = `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data: { text: {{ .Values.text | default "hello" | quote }} }
`;

interface Written {
  /** Of fleet.yaml. */
  readonly regions?: string;
  readonly component?: string;
  readonly values?: string;
}

/** A fleet with the component `notes`, which has a chart. */
function fleet({ regions = '{ north: {}, south: {} }', component = '', values = '' }: Written = {}): void {
  desk.write({
    'config/fleet.yaml': `${FLEET}components: { notes: {} }\nregions: ${regions}\n`,
    'config/components/notes/component.yaml': `apiVersion: fleet.plugged.in/v1alpha1
kind: Component
name: notes
summary: Notes for every region
namespaces: [notes]
chart:
  name: notes
  version: 1.0.0 # the first
${values === '' ? '' : '  values: values.yaml\n'}${component}`,
    ...(values === '' ? {} : { 'config/components/notes/values.yaml': values }),
  });
}

const vendor = (...more: string[]): Ran => desk.run('vendor', ...more, '--helm', helm());
const rendered = (component = 'notes'): string[] => desk.list(`config/components/${component}`).filter((path) => path.endsWith('objects.yaml'));

describe('a chart', () => {
  test('is rendered for each combination that the fleet has, generates without Helm, and is the same when it is rendered again', () => {
    fleet({ regions: '{ north: {}, south: { versions: { kubernetes: "1.34" } }, west: {} }', values: 'text: all\n' });
    const archive = chart({ 'templates/note.yaml': NOTE });
    expect(vendor('notes', '--archive', archive)).toMatchObject({ code: 0 });
    expect(rendered()).toHaveLength(2);
    expect(desk.read('config/components/notes/component.yaml')).toContain(
      `  version: 1.0.0 # the first\n  values: values.yaml\n  archives:\n    1.0.0: { file: charts/notes-1.0.0.tgz, sha256: "${sha256(readFileSync(archive))}", appVersion: "1.0.0" }\n`,
    );
    expect(desk.run('generate')).toMatchObject({ code: 0 });
    expect(vendor('--check')).toMatchObject({ code: 0, out: '2 renderings as they were rendered\n' });
    expect(vendor()).toMatchObject({ code: 0 });
    const before = desk.hash('config');
    expect(vendor('--dry-run').out).toContain('nothing to write');
    expect(desk.hash('config')).toBe(before);
  });

  test('leaves the name of the region open where it is only named, and is rendered for each region where it is not', () => {
    const archive = chart({
      'templates/note.yaml': NOTE,
      'templates/sum.yaml':
        '{{ if .Values.sum }}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: sum }\ndata: { sum: {{ .Values.text | sha256sum }} }\n{{ end }}',
    });
    fleet({ values: 'text: "in {region}"\n' });
    vendor('notes', '--archive', archive);
    expect(rendered()).toHaveLength(1);
    expect(desk.run('validate')).toMatchObject({ code: 0 });
    desk.run('generate');
    expect(desk.read('out/overlays/south/notes/kustomization.yaml')).toContain('in south');
    fleet({ values: 'text: "in {region}"\nsum: true\n' });
    const hashed = vendor('notes', '--archive', archive);
    expect(hashed).toMatchObject({ code: 0 });
    expect(rendered()).toHaveLength(2);
    expect(desk.run('generate')).toMatchObject({ code: 0 });
    const sum = (region: string): string => sha256(Buffer.from(`in ${region}`));
    expect(desk.read('out/overlays/north/notes/objects.yaml')).toContain(sum('north'));
    expect(desk.read('out/overlays/south/notes/objects.yaml')).toContain(sum('south'));
  });

  test.each([
    ['knows a name', '{{ if eq .Values.text "in north" }}\n  extra: "yes"{{ end }}'],
    ['goes by the length of a name', '{{ if gt (len .Values.text) 25 }}\n  extra: "yes"{{ end }}'],
    ['cuts a text', '\n  cut: {{ .Values.text | trunc 24 | quote }}'],
  ])('that %s is rendered for each region, and again for one that comes', (_, more) => {
    const template = NOTE.replace('data: { text: {{ .Values.text | default "hello" | quote }} }', `data:\n  text: {{ .Values.text }}${more}`);
    const archive = chart({ 'templates/note.yaml': template });
    fleet({ values: 'text: "in {region}"\n', regions: '{ north: {}, a-region-with-a-long-name: {} }' });
    vendor('notes', '--archive', archive);
    expect(rendered()).toHaveLength(2);
    expect(vendor('--check')).toMatchObject({ code: 0 });
    // Where the names of some are only held, another name may be known all the same.
    fleet({ values: 'text: "in {region}"\n', regions: '{ south: {}, west: {} }' });
    vendor('notes', '--archive', archive);
    expect(rendered()).toHaveLength(1);
    const written = desk.read('config/fleet.yaml');
    desk.write({ 'config/fleet.yaml': written.replace('west: {}', 'west: {}, north: {}, a-region-with-a-long-name: {}') });
    expect(desk.run('validate').err).toContain('notes 1.0.0 is not rendered for a-region-with-a-long-name, north with these values');
    vendor();
    expect(rendered()).toHaveLength(4);
  });

  test('may have another version in a region, and what nobody asks for any more goes', () => {
    fleet();
    vendor('notes', '--archive', chart({ 'templates/note.yaml': NOTE }));
    vendor('notes', '--archive', chart({ 'templates/note.yaml': NOTE.replace('hello', 'two') }, { version: '2.0.0' }));
    expect(rendered()).toHaveLength(1);
    desk.write({
      'config/fleet.yaml': `${FLEET}components: { notes: {} }\nregions: { north: {}, south: { components: { notes: { version: 2.0.0 } } } }\n`,
    });
    expect(desk.run('validate').err).toContain('notes 2.0.0 is not rendered for south with these values');
    expect(vendor()).toMatchObject({ code: 0 });
    expect(rendered()).toHaveLength(2);
    desk.run('generate');
    expect(desk.line('cat out/base/notes/common/*/objects.yaml').out).toMatch(/text: (hello[^]*text: two|two[^]*text: hello)/);
    desk.write({ 'config/fleet.yaml': `${FLEET}components: { notes: { version: 2.0.0 } }\nregions: { north: {}, south: {} }\n` });
    expect(vendor().out).toContain('removed 1 folder that nothing asks for any more');
  });

  test('of Services, Deployments and CustomResourceDefinitions is read as Kubernetes reads YAML', () => {
    fleet();
    const odd =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: odd\n  annotations: {}\n  creationTimestamp: null\ndata:\n  "y": "1"\n  mode: "0644"\n';
    const list = 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: { name: listed }\n  data: { a: b }\n';
    expect(vendor('notes', '--archive', chart({ 'templates/a.yaml': odd, 'templates/b.yaml': list }))).toMatchObject({ code: 0 });
    const text = desk.read(`config/components/notes/${rendered()[0] as string}`);
    expect(text).not.toContain('annotations');
    expect(text).toContain('  "y": "1"');
    expect(text).toContain('name: listed\n  namespace: notes\n');
    expect(desk.run('generate')).toMatchObject({ code: 0 });
  });

  test('that only writes the word lookup asks no cluster', () => {
    fleet({ values: 'lookup: { text: "{{ lookup }}" }\n' });
    const archive = chart({
      'templates/note.yaml': NOTE.replace('.Values.text', '.Values.lookup.text'),
      'templates/lookup.yaml': `{{ if false }}{{ lookup "v1" "Secret" "notes" "x" }}{{ end }}${NOTE.replace('.Release.Name', '"sum"').replace('.Values.text', '(include (print $.Template.BasePath "/note.yaml") . | sha256sum)')}`,
    });
    expect(vendor('notes', '--archive', archive)).toMatchObject({ code: 0 });
    expect(desk.read(`config/components/notes/${rendered()[0]}`)).toContain('{{ lookup }}');
  });

  test('that tests itself is taken without its tests', () => {
    fleet();
    const tests = 'apiVersion: v1\nkind: Pod\nmetadata: { name: try, annotations: { helm.sh/hook: test } }\nspec: {}\n';
    expect(vendor('notes', '--archive', chart({ 'templates/note.yaml': NOTE, 'templates/tests/try.yaml': tests })).out).toContain(
      'left out: Pod/try, a test of the chart',
    );
  });

  test('whose value changes nothing says so, with its line', () => {
    fleet({ values: 'text: x\n# a slip\ntxet: other\n' });
    const { out } = vendor('notes', '--archive', chart({ 'templates/note.yaml': NOTE }));
    expect(out).toContain('config/components/notes/values.yaml:3:1 txet changes nothing that the chart makes');
    expect(out).not.toContain(' text changes');
  });
});

/** Serves a folder by HTTPS, and prints its port. */
const SERVES = `
const { readFileSync } = require('node:fs');
const folder = process.argv[1];
const server = require('node:https').createServer({ key: readFileSync(folder + '/key.pem'), cert: readFileSync(folder + '/cert.pem') }, (request, response) => {
  try { response.end(readFileSync(folder + request.url)); } catch { response.statusCode = 404; response.end(); }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

test('a chart is fetched from where it is published, the newest where no version is said, and that is pinned', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-charts-'));
  const notes = (version: string): void => cpSync(chart({ 'templates/note.yaml': NOTE }, { version }), join(folder, `notes-${version}.tgz`));
  notes('1.0.0');
  notes('1.1.0');
  cpSync(chart({ 'templates/note.yaml': NOTE }, { name: 'other', version: '3.0.0' }), join(folder, 'other-3.0.0.tgz'));
  const certificate = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-subj', '/CN=charts'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', ...certificate, '-addext', 'subjectAltName=IP:127.0.0.1', ...files], { stdio: 'ignore' });
  execFileSync(helm(), ['repo', 'index', folder]);
  // This process waits for the program, so somebody else has to answer.
  const server = spawn(process.execPath, ['-e', SERVES, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await new Promise<string>((resolve) => server.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())));
    process.env['SSL_CERT_FILE'] = join(folder, 'cert.pem');
    fleet({ component: `  repository: https://127.0.0.1:${port}\n` });
    const written = desk.read('config/components/notes/component.yaml');
    desk.write({ 'config/components/notes/component.yaml': written.replace('  version: 1.0.0 # the first\n', '') });
    expect(desk.run('validate').err).toContain('nothing says which version of notes is meant');
    expect(vendor('notes')).toMatchObject({ code: 0 });
    expect(desk.read('config/components/notes/component.yaml')).toContain('  name: notes\n  version: 1.1.0\n');
    expect(desk.run('validate')).toMatchObject({ code: 0 });
    expect(vendor('notes', '--version', '1.0.0')).toMatchObject({ code: 0 });
    expect(desk.read('config/components/notes/component.yaml')).toMatch(/1\.1\.0: \{ file[^\n]*\n {4}1\.0\.0: \{ file/);
    expect(vendor('notes', '--version', '9.0.0').err).toContain(`cannot fetch notes 9.0.0 from https://127.0.0.1:${port}`);
    // Several at once, each its own.
    desk.write({
      'config/fleet.yaml': desk.read('config/fleet.yaml').replace('notes: {}', 'notes: {}, other: {}'),
      'config/components/other/component.yaml': `apiVersion: fleet.plugged.in/v1alpha1\nkind: Component\nname: other\nsummary: Others\nnamespaces: [other]\nchart: { name: other, repository: "https://127.0.0.1:${port}" }\n`,
    });
    rmSync(join(desk.folder, 'config/components/notes/charts/notes-1.1.0.tgz'));
    expect(vendor()).toMatchObject({ code: 0 });
    expect(desk.read('config/components/other/component.yaml')).toContain('{ name: other, version: 3.0.0, repository: ');
    // An archive that got lost is fetched again, if it is that one.
    rmSync(join(desk.folder, 'config/components/notes/charts/notes-1.1.0.tgz'));
    expect(vendor()).toMatchObject({ code: 0, out: expect.stringContaining('+ config/components/notes/charts/notes-1.1.0.tgz') as string });
    rmSync(join(desk.folder, 'config/components/notes/charts/notes-1.1.0.tgz'));
    cpSync(chart({ 'templates/note.yaml': NOTE.replace('hello', 'other') }, { version: '1.1.0' }), join(folder, 'notes-1.1.0.tgz'));
    execFileSync(helm(), ['repo', 'index', folder]);
    expect(vendor().err).toContain('this archive of notes 1.1.0 is not the one that config/components/notes/component.yaml names');
  } finally {
    delete process.env['SSL_CERT_FILE'];
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('is refused, and nothing is written:', () => {
  test.each<[what: string, templates: Record<string, string>, said: string]>([
    [
      'a hook',
      { 'a.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: early, annotations: { helm.sh/hook: pre-install } }\nspec: {}\n' },
      'Job/early is a hook of Helm (pre-install)',
    ],
    [
      'a value made by chance',
      { 'a.yaml': NOTE.replace('.Values.text | default "hello"', 'randAlphaNum 8') },
      'makes something else each time, by a clock or by chance: ConfigMap/notes .data.text',
    ],
    [
      'a date',
      { 'a.yaml': NOTE.replace('.Values.text | default "hello"', 'now | date "2006-01-02"') },
      'makes something else each time, by a clock or by chance: ConfigMap/notes .data.text',
    ],
    ['a certificate', { 'a.yaml': NOTE.replace('.Values.text | default "hello"', '(genCA "ca" 365).Cert') }, 'makes something else each time'],
    [
      'a question to the cluster',
      { 'a.yaml': `{{ $s := lookup "v1" "Secret" .Release.Namespace "x" }}${NOTE.replace('.Values.text', '$s.data')}` },
      'asks the cluster while it is rendered (lookup)',
    ],
    [
      'a question to the cluster in a text of a template',
      { 'a.yaml': NOTE.replace('.Values.text', '(tpl (printf "{{ %s }}" "lookup `v1` `Secret` `notes` `x` | toJson") $)') },
      'asks the cluster while it is rendered (lookup)',
    ],
    [
      'a question to the cluster in a value of the chart',
      {
        'a.yaml': NOTE.replace('.Values.text', '(tpl .Values.secret $)'),
        '../values.yaml': `secret: '{{ lookup "v1" "Secret" "notes" "x" | toJson }}'\n`,
      },
      'asks the cluster while it is rendered (lookup)',
    ],
    [
      'a question to the cluster in a file, beside a template that is named like it',
      {
        'a.yaml': NOTE.replace('.Values.text', '(tpl (.Files.Get "lookup.txt") $)'),
        'lookup.yaml': '# {{ include (print $.Template.BasePath "/_lookup.tpl") . }}',
        '_lookup.tpl': '{{ define "lookup" }}x{{ end }}',
        '../lookup.txt': '{{ lookup "v1" "Secret" "notes" "x" | toJson }}',
      },
      'asks the cluster while it is rendered (lookup)',
    ],
    [
      'a Secret with values',
      { 'a.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { a: b }\n' },
      'makes the Secret s, and no Secret is in Git',
    ],
    ['a Namespace of somebody else', { 'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: other }\n' }, 'makes the Namespace other'],
    ['an object twice', { 'a.yaml': NOTE, 'b.yaml': NOTE }, 'twice'],
    ['no object', { 'a.yaml': 'just: text\n' }, 'something that is no Kubernetes object'],
    ['nothing', { 'a.yaml': '{{ if .Values.on }}a: b{{ end }}' }, 'makes nothing with these values'],
    ['an error of a template', { 'a.yaml': '{{ fail "no text" }}' }, 'no text'],
    ['more than 10 MB', { 'a.yaml': NOTE.replace('.Values.text | default "hello"', 'repeat 11000000 "x"') }, 'it makes more than 10485760 bytes'],
    [
      'a key that no reader keeps',
      { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { __proto__: b }\n' },
      'cannot be written for every reader',
    ],
    ['what is no YAML', { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {{ "{ name: [" }}\n' }, 'YAML'],
  ])('%s', (_, templates, said) => {
    fleet();
    const before = desk.hash('config');
    const { code, err } = vendor(
      'notes',
      '--archive',
      chart(Object.fromEntries(Object.entries(templates).map(([path, text]) => [`templates/${path}`, text]))),
    );
    expect(err).toContain(said);
    expect(err).toContain('hint: ');
    expect(code).toBe(2);
    expect(desk.hash('config')).toBe(before);
  });

  test.each<[what: string, words: (archive: string) => string[], said: string]>([
    ['an archive of another chart', (archive) => ['notes', '--archive', archive.replace('notes', 'other')], 'is the chart other'],
    ['another version than was asked for', (archive) => ['notes', '--archive', archive, '--version', '2.0.0'], 'is the version 1.0.0'],
    ['a component that is not there', () => ['nots'], 'did you mean "notes"?'],
    ['an archive for nobody', (archive) => ['--archive', archive], 'which component is to have the archive?'],
    ['a version that comes from nowhere', () => ['notes'], 'nothing says where notes 1.0.0 comes from'],
    ['a file that is no archive', () => ['notes', '--archive', 'config/fleet.yaml'], 'config/fleet.yaml is no archive of a chart'],
    ['a file that is not there', () => ['notes', '--archive', 'nothing.tgz'], 'cannot read nothing.tgz'],
  ])('%s', (_, words, said) => {
    fleet();
    const archive = chart({ 'templates/note.yaml': NOTE });
    const other = chart({ 'templates/note.yaml': NOTE }, { name: 'other' });
    cpSync(other, archive.replace('notes', 'other'));
    const before = desk.hash('config');
    const { code, err } = vendor(...words(archive));
    expect(err).toContain(said);
    expect([2, 4]).toContain(code);
    expect(desk.hash('config')).toBe(before);
  });

  test('an archive that is not the one that was taken', () => {
    fleet();
    vendor('notes', '--archive', chart({ 'templates/note.yaml': NOTE }));
    const other = chart({ 'templates/note.yaml': NOTE.replace('hello', 'other') });
    expect(vendor('notes', '--archive', other).err).toContain('is not the one that config/components/notes/component.yaml names');
    writeFileSync(join(desk.folder, 'config/components/notes/charts/notes-1.0.0.tgz'), readFileSync(other));
    expect(vendor('--check').err).toContain(
      'config/components/notes/charts/notes-1.0.0.tgz is not the archive that config/components/notes/component.yaml names',
    );
  });

  test('an archive with a link, before anything of it is read or written', () => {
    fleet();
    const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-link-'));
    mkdirSync(join(folder, 'notes/templates'), { recursive: true });
    writeFileSync(join(folder, 'notes/Chart.yaml'), 'apiVersion: v2\nname: notes\nversion: 1.0.0\n');
    writeFileSync(join(folder, 'private'), 'PRIVATE KEY\n');
    symlinkSync(join(folder, 'private'), join(folder, 'notes/leak'));
    writeFileSync(join(folder, 'notes/templates/a.yaml'), '{{ with .Files.Get "leak" }}{{ fail . }}{{ end }}');
    execFileSync('tar', ['-czf', join(folder, 'notes.tgz'), '-C', folder, 'notes']);
    const { code, err } = vendor('notes', '--archive', join(folder, 'notes.tgz'));
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('is no archive of a chart: it holds "notes/leak", which is neither a file nor a folder'),
    ]);
    expect(err).not.toContain('PRIVATE');
    rmSync(folder, { recursive: true, force: true });
  });

  test('a version that is not one of three numbers', () => {
    fleet();
    const { code, err } = vendor(
      'notes',
      '--archive',
      chart({ 'templates/note.yaml': NOTE, 'Chart.yaml': 'apiVersion: v2\nname: notes\nversion: "1.2"\n' }),
    );
    expect([code, err]).toEqual([2, expect.stringContaining('which is not one of three numbers')]);
  });

  test('a program that is no Helm', () => {
    fleet();
    expect(desk.run('vendor', 'notes', '--helm', 'no-such-helm').err).toContain('there is no program no-such-helm');
    expect(desk.run('vendor', 'notes', '--helm', 'true').err).toContain('true is not Helm');
  });

  test('objects that were edited by hand, also by whoever mends the digest', () => {
    fleet();
    vendor('notes', '--archive', chart({ 'templates/note.yaml': NOTE }));
    const path = `config/components/notes/${rendered()[0] as string}`;
    const [before, after] = [desk.read(path), desk.read(path).replace('hello', 'edited')];
    desk.write({ [path]: after });
    expect(desk.run('validate').err).toContain('component/changed-rendering');
    const head = path.replace('objects', 'rendering');
    desk.write({ [head]: desk.read(head).replace(sha256(Buffer.from(before)), sha256(Buffer.from(after))) });
    expect(desk.run('validate')).toMatchObject({ code: 0 });
    expect(vendor('--check')).toMatchObject({ code: 1 });
    expect(vendor('--check').out).toContain(`differs  ${path}`);
    expect(vendor()).toMatchObject({ code: 0 });
    expect(desk.read(path)).toBe(before);
    expect(vendor('--check')).toMatchObject({ code: 0 });
  });
});

describe('a folder of Kustomize', () => {
  const COMPONENT =
    'apiVersion: fleet.plugged.in/v1alpha1\nkind: Component\nname: notes\nsummary: Notes for every region\nnamespaces: [notes]\nkustomize: ./kustomize/prod\n';
  const FOLDER = {
    'base/kustomization.yaml': 'resources: [note.yaml]\nconfigMapGenerator:\n- name: facts\n  files: [facts.properties]\n',
    'base/note.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: note }\ndata: { text: "in {region}", board: "{{region}}" }\n---\napiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }\nspec:\n  schedule: "1 2 * * *"\n  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }, containers: [{ name: a, image: "registry.example.net/a:1.0.0", resources: { requests: { cpu: 1m, memory: 1Mi }, limits: { memory: 1Mi } }, securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } } }] } } } }\n',
    'base/facts.properties': 'a=b\n',
    'prod/kustomization.yaml': 'namePrefix: prod-\nresources: [../base]\n',
  };
  const write = (more: Record<string, string> = {}): Desk =>
    desk.write({
      'config/fleet.yaml': `${FLEET}components: { notes: {} }\nregions: { north: {}, south: {} }\n`,
      'config/components/notes/component.yaml': COMPONENT,
      ...Object.fromEntries(Object.entries({ ...FOLDER, ...more }).map(([path, text]) => [`config/components/notes/kustomize/${path}`, text])),
    });
  const build = (...more: string[]): Ran => desk.run('vendor', ...more, '--kubectl', kubectl(), '--helm', 'no-such-helm');

  test('is built once for all regions, generates without kubectl, and is built again when a file of it changes, whatever its form', () => {
    write();
    expect(desk.run('validate').err).toContain('the folder kustomize/prod of notes is not built as it is now');
    expect(build()).toMatchObject({ code: 0 });
    expect(rendered()).toHaveLength(1);
    expect(desk.run('generate')).toMatchObject({ code: 0 });
    expect(desk.read('out/overlays/south/notes/kustomization.yaml')).toContain('in south');
    expect(desk.line('cat out/base/notes/common/*/objects.yaml').out).toMatch(/name: prod-facts-[a-z0-9]{10}\n/);
    expect(desk.read('out/argocd/south.yaml')).toMatch(/namespaceResourceWhitelist:\n[^]*kind: CronJob/);
    // Somebody else's braces are not ours.
    expect(desk.line('cat out/base/notes/common/*/objects.yaml').out).toContain('{{region}}');
    expect(build('--check')).toMatchObject({ code: 0 });
    desk.write({ 'config/components/notes/kustomize/base/facts.properties': 'a=c\n' });
    expect(desk.run('validate').err).toContain('component/not-rendered');
    expect(build().out).toContain('removed 1 folder');
    expect(desk.run('validate')).toMatchObject({ code: 0 });
  });

  test.each<[what: string, files: Record<string, string>, said: string]>([
    [
      'a base of elsewhere',
      { 'prod/kustomization.yaml': 'resources: [../base, "https://git.example.net/x//y?ref=v1"]\n' },
      'resources names "https://git.example.net/x//y?ref=v1", which is not in the component',
    ],
    [
      'a base that only looks like a path',
      { 'prod/kustomization.yaml': 'resources: [../base, github.com/a/b]\n' },
      'names "github.com/a/b", which is not in the component',
    ],
    [
      'what lies outside',
      { 'prod/kustomization.yaml': 'resources: [../base, ../../../other]\n' },
      'names "../../../other", which is not in the component',
    ],
    [
      'a chart',
      { 'prod/kustomization.yaml': 'resources: [../base]\nhelmCharts: [{ name: a, repo: "https://x.example.net", version: 1.0.0 }]\n' },
      'the key "helmCharts" is not taken',
    ],
    [
      'what Kustomize does not build',
      { 'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ patch: "- op: nothing" }]\n' },
      'Kustomize does not build the folder kustomize/prod of notes',
    ],
    ['a folder without a kustomization', { 'prod/kustomization.yaml': 'apiVersion: v1\n' }, 'Kustomize does not build'],
  ])('with %s is refused', (_, files, said) => {
    write(files);
    const before = desk.hash('config');
    const { code, err } = build();
    expect(err).toContain(said);
    expect(code).toBe(2);
    expect(desk.hash('config')).toBe(before);
  });

  test('is refused where nothing names it, and where it is not there', () => {
    write();
    desk.write({
      'config/components/notes/component.yaml': COMPONENT.replace('kustomize: ./kustomize/prod', 'objects: [common/a.yaml]'),
      'config/components/notes/common/a.yaml': FOLDER['base/note.yaml'],
    });
    expect(desk.run('validate').err).toContain('component.yaml does not name the folder kustomize/');
    desk.write({ 'config/components/notes/component.yaml': COMPONENT.replace('/prod', '/test') });
    expect(desk.run('validate').err).toContain('there is no kustomization.yaml in "./kustomize/test"');
    expect(desk.run('vendor', '--kubectl', 'no-such-kubectl').code).toBe(2);
  });
});

/** Does what the program says about the power of a chart: what it asks for, and what grants it. */
function granted(component: string, taken: Ran): void {
  expect(taken).toMatchObject({ code: 0 });
  const needs = /^ {4}needs:\n( {6}.*\n)+/m.exec(taken.out)?.[0].replace(/^ {4}/gm, '') ?? '';
  const path = `config/components/${component}/component.yaml`;
  desk.write({ [path]: desk.read(path) + needs });
  const { asked } = JSON.parse(desk.run('grants', '--json').out) as { asked: { rules: string }[] };
  expect(desk.run('validate').err).toContain(`nothing grants ${component} what it needs`);
  const grant = `grants: [{ component: ${component}, rules: "${asked[0]?.rules as string}", reason: it was read }]\n`;
  desk.write({ 'config/fleet.yaml': desk.read('config/fleet.yaml') + grant });
}

describe('what projects publish', () => {
  test('cert-manager: its objects are what Helm makes, it asks for power, and generates once that is granted', () => {
    desk.write({
      'config/fleet.yaml': `${FLEET}components: { authority: {} }\nregions: { north: {}, south: {} }\n`,
      'config/components/authority/component.yaml':
        'apiVersion: fleet.plugged.in/v1alpha1\nkind: Component\nname: authority\nsummary: Certificates\nrequires: [cluster]\nnamespaces: [authority]\nchart:\n  name: cert-manager\n  version: v1.21.2\n  values: values.yaml\n',
      'config/components/authority/values.yaml':
        'crds: { enabled: true }\nstartupapicheck: { enabled: false }\nglobal: { leaderElection: { namespace: authority } }\n',
    });
    const taken = vendor('authority', '--archive', certManagerChart());
    granted('authority', taken);
    expect(desk.run('generate')).toMatchObject({ code: 0 });
    const made = desk.line('cat out/base/authority/common/*/objects.yaml').out;
    expect(made.match(/^kind: CustomResourceDefinition$/gm)).toHaveLength(6);
    expect(made.match(/argocd\.argoproj\.io\/sync-options: Prune=false\n {4}argocd\.argoproj\.io\/sync-wave: "-1"/g)).toHaveLength(6);
    expect(made).toContain('image: quay.io/jetstack/cert-manager-controller:v1.21.2');
  });

  test('ExternalDNS: what the page about charts shows is vendored, granted and generated', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/extending.md'), 'utf8');
    const files = [...page.matchAll(/^```yaml chart=(\S+)\n(.*?)^```$/gms)].map(([, path, text]): [string, string] => [
      `config/${path}`,
      text as string,
    ]);
    expect(files).toHaveLength(2);
    desk.write({ ...Object.fromEntries(files), 'config/fleet.yaml': `${FLEET}components: { names: {} }\nregions: { north: {}, south: {} }\n` });
    granted('names', vendor('names', '--archive', externalDnsChart()));
    expect(desk.run('generate')).toMatchObject({ code: 0 });
    expect(desk.read('out/overlays/south/names/kustomization.yaml')).toContain('--domain-filter=south.a.example.net');
  });

  test('ExternalDNS: the golden fleet has exactly what its archive makes', () => {
    cpSync(join(import.meta.dirname, '../examples/golden/names/config'), join(desk.folder, 'config'), { recursive: true });
    expect(vendor('--check')).toMatchObject({ code: 0 });
    expect(desk.run('validate')).toMatchObject({ code: 0 });
    const objects = (): string[] =>
      rendered('names')
        .map((path) => desk.read(`config/components/names/${path}`))
        .sort();
    const before = objects();
    rmSync(join(desk.folder, 'config/components/names/rendered'), { recursive: true });
    desk.write({
      'config/components/names/component.yaml': desk.read('config/components/names/component.yaml').replace(/ {2}archives:\n.*\n/, ''),
    });
    expect(vendor('names', '--archive', externalDnsChart())).toMatchObject({ code: 0 });
    expect(objects()).toEqual(before);
    expect(desk.run('generate')).toMatchObject({ code: 0 });
  });
});
