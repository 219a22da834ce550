// The language server as an editor meets it: the built program, over standard input and output, through the client library of real editors.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeAction, CompletionItem, DocumentSymbol, Hover, Location, WorkspaceEdit } from 'vscode-languageserver-protocol/node.js';
import { Editor } from '../../support/editor.ts';
import { Desk } from '../../support/program.ts';

const FLEET = `# 🚀 a fleet
apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net, ns2.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
components:
  cluster: { images: tag }
  certs: { email: dns@example.net, environment: production }
tiers:
  small:
    resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { cpu: "1", memory: 256Mi } }
regions:
  us-east: {}
  eu-west: { agentOverrides: { heartbeat: SLEEP } }
agents:
  alpha:
    ref: acme/alpha@1.0.0
    image: registry.example.net/alpha:1.0.0
    tier: small
    heartbeat: IDLE
    regions: [us-east, eu-west]
    storage: { size: 1Gi, mountPath: /data }
    overrides:
      eu-west: { terminationGracePeriodSeconds: 50, image: "registry.example.net/alpha:1.0.1" }
`;
const BETA = `ref: acme/beta@1.0.0\r
image: registry.example.net/beta:1.0.0\r
regions: [us-east]\r
annotations: { "example.net/team": "👩🚀 crew" }\r
egress: [{ agent: alpha, ports: [8080] }]\r
`;

const desk = new Desk();
let editor: Editor;

beforeAll(async () => {
  desk.write({ 'config/fleet.yaml': FLEET, 'config/agents/beta.yaml': BETA });
  editor = new Editor(desk.folder);
  const { capabilities, serverInfo } = await editor.begin();
  expect(serverInfo?.name).toBe('pap-fleet');
  expect(capabilities.textDocumentSync).toMatchObject({ change: 2 });
  await editor.open('config/fleet.yaml', FLEET);
});

afterAll(async () => {
  await editor.connection.sendRequest('shutdown');
  await editor.connection.sendNotification('exit');
  expect(await editor.ended()).toBe(0);
  rmSync(desk.folder, { recursive: true, force: true });
});

const fleet = 'config/fleet.yaml';
const beta = 'config/agents/beta.yaml';
const labels = async (path: string, text: string, behind: number): Promise<string[]> =>
  (await editor.ask<CompletionItem[]>('completion', path, editor.position(path, text, behind))).map(({ label }) => label);

describe('one session', () => {
  test('findings come while typing, in files that are not open as well, and go when they are mended', async () => {
    await editor.replace(fleet, '  us-east: {}', '  us-esat: {}');
    const own = await editor.messages(fleet, (messages) => messages.some((message) => message.startsWith('fleet/unknown-region')));
    expect(own.some((message) => message.includes('did you mean "us-esat"?'))).toBe(true);
    const other = await editor.messages(beta, (messages) => messages.length > 0);
    expect(other[0]).toContain('fleet/unknown-region agent "beta" is placed in the region "us-east"');
    await editor.replace(fleet, 'us-esat: {}', 'us-east: {}');
    await editor.messages(fleet, (messages) => !messages.some((message) => message.startsWith('fleet/unknown-region')));
    await editor.messages(beta, (messages) => messages.length === 0);
  });

  test('positions count UTF-16 units, behind an emoji and in lines that end as on Windows', async () => {
    await editor.open(beta, BETA.replace('"👩🚀 crew"', '"👩🚀 crew", colour: yes'));
    await editor.messages(beta, (messages) => messages.some((message) => message.startsWith('yaml/ambiguous')));
    const [{ range } = { range: undefined }] = editor.shown.get(editor.uri(beta)) ?? [];
    expect(range).toEqual({ start: editor.position(beta, 'yes'), end: editor.position(beta, 'yes', 3) });
    // An incremental change behind the emoji on the same line.
    await editor.replace(beta, ', colour: yes', '');
    expect(editor.text(beta)).toBe(BETA);
    await editor.messages(beta, (messages) => messages.length === 0);
  });

  test('hover says what a key is for, its default, and what holds in each region by which layer', async () => {
    const hover = await editor.ask<Hover>('hover', fleet, editor.position(fleet, 'heartbeat: IDLE', 3));
    const { value } = hover.contents as { value: string };
    expect(value).toContain('default');
    expect(value).toMatch(/- us-east: `IDLE` ← agent alpha \(fleet\.yaml:22\)/);
    expect(value).toMatch(/- eu-west: `SLEEP` ← region eu-west \(fleet\.yaml:16\)/);
    expect(hover.range).toEqual({ start: editor.position(fleet, 'heartbeat: IDLE'), end: editor.position(fleet, 'heartbeat: IDLE', 9) });
    const name = await editor.ask<Hover>('hover', fleet, editor.position(fleet, 'tier: small', 7));
    expect((name.contents as { value: string }).value).toContain('**tier `small`**');
    expect(await editor.ask('hover', fleet, { line: 0, character: 2 })).toBeNull();
  });

  test('completion knows keys, values, and the names that may stand at a place', async () => {
    await editor.replace(fleet, '    tier: small\n', '    tier: small\n    \n');
    const keys = await labels(fleet, '    tier: small\n    \n', 20);
    expect(keys).toEqual(expect.arrayContaining(['replicas', 'autoscale', 'env']));
    expect(keys).not.toContain('image');
    await editor.replace(fleet, '    tier: small\n    \n', '    tier: \n');
    expect(await labels(fleet, '    tier: \n', 10)).toEqual(expect.arrayContaining(['small', 'heavy', 'light']));
    await editor.replace(fleet, '    tier: \n', '    tier: small\n');
    expect(await labels(fleet, 'heartbeat: IDLE', 13)).toEqual(expect.arrayContaining(['SLEEP', 'EMERGENCY']));
    expect(await labels(fleet, '[us-east, eu-west]', 3)).toEqual(['us-east']);
    expect(await labels(beta, 'agent: alpha', 9)).toEqual(['alpha', 'beta']);
    await editor.replace(fleet, 'components:\n', 'components:\n  \n');
    expect(await labels(fleet, 'components:\n  \n', 14)).toEqual(expect.arrayContaining(['ingress', 'backup']));
    await editor.replace(fleet, 'components:\n  \n', 'components:\n');
    // In a comment nothing is completed.
    expect(await labels(fleet, '# 🚀 a', 6)).toEqual([]);
  });

  test('from an override to its layer, from a name to where it is declared, and to all that use it', async () => {
    const layers = await editor.ask<Location[]>('definition', fleet, editor.position(fleet, 'image: "registry', 2));
    expect(layers.map(({ uri, range }) => [uri, range.start])).toEqual([[editor.uri(fleet), editor.position(fleet, 'image: registry')]]);
    const declared = await editor.ask<Location[]>('definition', beta, editor.position(beta, 'agent: alpha', 8));
    expect(declared.map(({ uri, range }) => [uri, range.start])).toEqual([[editor.uri(fleet), editor.position(fleet, 'alpha:')]]);
    const used = await editor.ask<Location[]>('references', fleet, editor.position(fleet, 'us-east: {}', 2), {
      context: { includeDeclaration: false },
    });
    expect(used.map(({ uri, range }) => [uri, range.start])).toEqual([
      [editor.uri(beta), editor.position(beta, 'us-east')],
      [editor.uri(fleet), editor.position(fleet, '[us-east', 1)],
    ]);
  });

  test('an agent is renamed with all that names it, what it was called before, and its volume', async () => {
    const edit = await editor.ask<WorkspaceEdit>('rename', fleet, editor.position(fleet, 'alpha:', 2), { newName: 'first' });
    const text = editor.after(fleet, edit);
    expect(text).toContain('  first:\n    ref: acme/alpha@1.0.0');
    expect(text).toContain('moved:\n  - from: agents.alpha\n    to: agents.first\n');
    expect(text).toContain('storage: { size: 1Gi, mountPath: /data, claim: alpha-agent }');
    expect(editor.after(beta, edit)).toBe(BETA.replace('agent: alpha', 'agent: first'));
    // The file of an agent goes with its name.
    const file = await editor.ask<WorkspaceEdit>('rename', beta, { line: 0, character: 0 }, { newName: 'second' });
    expect(file.documentChanges?.at(-1)).toMatchObject({ kind: 'rename', oldUri: editor.uri(beta), newUri: editor.uri('config/agents/second.yaml') });
  });

  test.each([
    ['a region', 'us-east: {}', 'us-west', /a region cannot be renamed/],
    ['a name that is taken', 'alpha:', 'beta', /there is an agent "beta" already/],
    ['a name that is none', 'alpha:', 'Not A Name', /is not a legal name/],
    ['what is no name', 'apiVersion', 'x', /there is no name of the fleet here/],
  ])('renaming %s is refused, with the reason', async (_, text, newName, reason) => {
    await expect(editor.ask('rename', fleet, editor.position(fleet, text, 1), { newName })).rejects.toThrow(reason);
  });

  test('a fix that has one answer is offered, and mends', async () => {
    await editor.replace(fleet, 'mountPath: /data', 'mountpath: /data');
    await editor.messages(fleet, (messages) => messages.some((message) => message.startsWith('schema/unknown-key')));
    const at = editor.position(fleet, 'mountpath');
    const [action, ...others] = await editor.ask<CodeAction[]>('codeAction', fleet, at, {
      range: { start: at, end: at },
      context: { diagnostics: [] },
    });
    expect(others).toEqual([]);
    expect(action).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(editor.after(fleet, action?.edit as WorkspaceEdit)).toBe(FLEET);
    const all = await editor.ask<CodeAction[]>('codeAction', fleet, at, {
      range: { start: at, end: at },
      context: { diagnostics: [], only: ['source.fixAll'] },
    });
    expect(all.map(({ kind }) => kind)).toEqual(['source.fixAll.pap-fleet']);
    expect(editor.after(fleet, all[0]?.edit as WorkspaceEdit)).toBe(FLEET);
    await editor.replace(fleet, 'mountpath: /data', 'mountPath: /data');
    await editor.messages(fleet, (messages) => messages.length === 0);
  });

  test('letters typed one after the other are looked at together, whatever is asked after each', async () => {
    const word = 'mountpath';
    const range = { start: editor.position(fleet, 'mountPath'), end: editor.position(fleet, 'mountPath') };
    const ask = (): Promise<CodeAction[]> => editor.ask('codeAction', fleet, range.start, { range, context: { diagnostics: [] } });
    const before = editor.published;
    const answers: Promise<CodeAction[]>[] = [];
    let written = 'mountPath';
    for (let i = 1; i <= word.length; i++) {
      const next = word.slice(0, i);
      await editor.replace(fleet, `${written}: /data`, `${next}: /data`);
      answers.push(ask());
      written = next;
    }
    const [last, ...superseded] = (await Promise.all(answers)).reverse();
    expect(superseded.flat()).toEqual([]);
    expect(last).toMatchObject([{ kind: 'quickfix' }]);
    expect(editor.published - before).toBeLessThanOrEqual(2);
    await editor.replace(fleet, 'mountpath: /data', 'mountPath: /data');
    await editor.messages(fleet, (messages) => messages.length === 0);
  });

  test('a text that is no YAML is said to be none, and questions are answered by what was known', async () => {
    await editor.replace(fleet, '  us-east: {}', '  us-east: {');
    await editor.messages(fleet, (messages) => messages.some((message) => message.startsWith('yaml/syntax')));
    const declared = await editor.ask<Location[]>('definition', beta, editor.position(beta, 'agent: alpha', 8));
    expect(declared).toHaveLength(1);
    const hover = await editor.ask<Hover>('hover', beta, editor.position(beta, 'image', 2));
    expect((hover.contents as { value: string }).value).toContain('- us-east: `registry.example.net/beta:1.0.0` ← agent beta');
    await expect(editor.ask('rename', fleet, editor.position(fleet, 'alpha:', 1), { newName: 'x' })).rejects.toThrow(/mend them first/);
    await editor.replace(fleet, '  us-east: {\n', '  us-east: {}\n');
    await editor.messages(fleet, (messages) => messages.length === 0);
  });

  test('what changes on the disk is seen, and files that are too big or hostile are bounded', async () => {
    desk.write({ 'config/agents/gamma.yaml': `ref: acme/gamma@1.0.0\nimage: registry.example.net/gamma:1.0.0\nregions: [nowhere]\n` });
    await editor.messages('config/agents/gamma.yaml', (messages) => messages.length === 1);
    const big = `# ${'x'.repeat(1_100_000)}\nref: a\n`;
    await editor.open('config/agents/gamma.yaml', big);
    expect(await editor.messages('config/agents/gamma.yaml', ([first]) => first?.startsWith('yaml/limit') === true)).toHaveLength(1);
    expect(await editor.ask('hover', 'config/agents/gamma.yaml', { line: 1, character: 1 })).toBeNull();
    await editor.replace('config/agents/gamma.yaml', big, '['.repeat(20_000));
    await editor.messages(
      'config/agents/gamma.yaml',
      ([first]) => first?.startsWith('yaml/') === true && !first.startsWith('yaml/limit the file has more'),
    );
    expect(await editor.ask('completion', 'config/agents/gamma.yaml', { line: 0, character: 9_000 })).toEqual([]);
    rmSync(`${desk.folder}/config/agents/gamma.yaml`);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: editor.uri('config/agents/gamma.yaml') } });
    await editor.messages('config/agents/gamma.yaml', (messages) => messages.length === 0);
    // Of files that are not the fleet's nothing is said, and nothing is asked in vain.
    expect(await editor.ask('hover', 'README.md', { line: 0, character: 0 })).toBeNull();
  });

  test('the keys of a file are a tree', async () => {
    const tree = await editor.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: editor.uri(fleet) } });
    expect(tree.map(({ name }) => name)).toEqual([
      'apiVersion',
      'kind',
      'name',
      'gitops',
      'zone',
      'station',
      'components',
      'tiers',
      'regions',
      'agents',
    ]);
    expect(tree.at(-1)?.children?.[0]?.children?.map(({ name }) => name)).toContain('storage');
  });
});

test('an editor that dies takes the server with it, and one that opens no fleet gets no error', async () => {
  const empty = new Desk();
  const other = new Editor(empty.folder);
  await other.begin();
  expect(await other.ask('hover', 'config/fleet.yaml', { line: 0, character: 0 })).toBeNull();
  const begun = Date.now();
  // Half a message, and then nothing more.
  other.child.stdin.write('Content-Length: 100\r\n\r\n{"jsonrpc"');
  other.child.stdin.destroy();
  expect(await other.ended()).not.toBeNull();
  expect(Date.now() - begun).toBeLessThan(4_000);
  rmSync(empty.folder, { recursive: true, force: true });
});
