// What docs/operations.md tells people to do in an emergency, done as it stands there.
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { isMap } from '../../../generator/model/data.ts';
import { merge } from '../../../generator/fleet/resolve/merge.ts';
import { Desk } from '../../support/program.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');

/** The blocks of a passage: from its bold beginning to the next one. */
function blocks(beginning: string, language: string): string[] {
  const from = page.indexOf(`**${beginning}**`);
  const passage = page.slice(from, page.indexOf('\n**', from + 2));
  return [...passage.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text as string);
}

interface Application {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly source: { readonly path: string } };
}

/** Clusters and an Argo CD of which nothing is there but what the page touches. `kubectl` changes them; unknown names and options fail. */
const KUBECTL = `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require('node:fs');
const file = process.env.WORLD;
const world = JSON.parse(readFileSync(file, 'utf8'));
const options = {}, words = [];
for (let args = process.argv.slice(2); args.length > 0; ) {
  const [arg, ...rest] = args;
  if (/^--(context|namespace|replicas)$/.test(arg)) { options[arg.slice(2)] = rest[0]; args = rest.slice(1); }
  else if (arg.startsWith('-')) throw new Error('unknown option ' + arg);
  else { words.push(arg); args = rest; }
}
const [verb, kind, name, change] = words;
const key = [options.context ?? 'argocd', options.namespace, kind, name].join(' ');
const object = world[key];
if (object === undefined) { console.error('there is no ' + key); process.exit(1); }
if (verb === 'scale') object.replicas = Number(options.replicas);
else if (verb === 'annotate' && change.endsWith('-')) delete object[change.slice(0, -1)];
else if (verb === 'annotate') object[change.split('=')[0]] = change.split('=')[1];
else throw new Error('unknown verb ' + verb);
writeFileSync(file, JSON.stringify(world));
`;

const desk = new Desk();
const world = join(desk.folder, 'world.json');
const look = (): Record<string, Record<string, unknown> | undefined> =>
  JSON.parse(readFileSync(world, 'utf8')) as Record<string, Record<string, unknown>>;

beforeAll(() => {
  for (const path of ['config', 'out']) cpSync(join(root, path), join(desk.folder, path), { recursive: true });
  mkdirSync(join(desk.folder, 'bin'));
  writeFileSync(join(desk.folder, 'bin/kubectl'), KUBECTL);
  writeFileSync(join(desk.folder, 'bin/npx'), '#!/bin/sh\nshift\nexec $PAP_FLEET "$@"\n');
  for (const name of ['kubectl', 'npx']) chmodSync(join(desk.folder, 'bin', name), 0o755);
  writeFileSync(world, '{}');
  sync();
});
afterAll(() => desk.remove());

/** Do what the page says. */
function run(commands: string): void {
  const ran = desk.line(`set -e; export PATH="$PWD/bin:$PATH" WORLD="$PWD/world.json"\n${commands}`);
  expect(ran.err).toBe('');
  expect(ran.code).toBe(0);
}

/** What Argo CD does of itself: Applications whose reconciliation is not skipped get what lies in out/. */
function sync(): void {
  const now = look();
  for (const region of readdirSync(join(desk.folder, 'out/overlays'))) {
    const documents = parseAllDocuments(desk.read(`out/argocd/${region}.yaml`)).map((each) => each.toJS() as Application & { kind: string });
    for (const { metadata, spec } of documents.filter(({ kind }) => kind === 'Application')) {
      const application = (now[`argocd argocd application ${metadata.name}`] ??= {});
      if (application['argocd.argoproj.io/skip-reconcile'] === 'true') continue;
      const folder = spec.source.path.replace(/^out\//, '');
      const { resources = [] } = parse(desk.read(`out/${folder}/kustomization.yaml`)) as { resources?: string[] };
      const files = resources.map((path) => join('out', folder, path)).map((path) => (path.endsWith('.yaml') ? path : join(path, 'objects.yaml')));
      for (const key of Object.keys(now)) if (key.startsWith(`${region} `) && now[key]?.['by'] === metadata.name) now[key]['in'] = false;
      for (const path of files.filter((each) => existsSync(join(desk.folder, each)))) {
        for (const document of parseAllDocuments(desk.read(path))) {
          const {
            kind,
            metadata: own,
            spec: wanted,
          } = document.toJS() as { kind: string; metadata: { name: string; namespace?: string }; spec?: unknown };
          const key = `${region} ${own.namespace} ${kind.toLowerCase()} ${own.name}`;
          const replicas = isMap(wanted) && wanted['replicas'] !== undefined ? { replicas: wanted['replicas'] } : {};
          now[key] = { ...now[key], ...replicas, by: metadata.name, in: true };
        }
      }
      for (const [key, object] of Object.entries(now)) if (object?.['in'] === false) delete now[key];
    }
  }
  writeFileSync(world, JSON.stringify(now));
}

test('an agent is stopped at once, stays stopped, and runs again', () => {
  const [stop, goOn, start, ...more] = blocks('Stop an agent at once.', 'sh');
  const [lines, ...others] = blocks('Stop an agent at once.', 'yaml');
  expect([more, others]).toEqual([[], []]);
  const deployment = 'us-east agents deployment research-agent';
  expect(look()[deployment]).toBeDefined();
  expect(look()['us-east agents horizontalpodautoscaler research-agent']).toBeDefined();

  run(stop as string);
  sync();
  expect(look()[deployment]?.['replicas'], 'Argo CD does not undo it').toBe(0);

  const config = desk.read('config/fleet.yaml');
  desk.write({ 'config/fleet.yaml': stringify(merge(parse(config), parse(lines as string))) });
  const plan = desk.run('plan');
  expect(plan.out).toMatch(/pods stop/);
  expect(plan.out).not.toMatch(/data is lost|everything in the namespace goes/);
  expect(desk.run('generate').code).toBe(0);
  run(goOn as string);
  sync();
  expect(look()[deployment]?.['replicas'], 'Git says the same').toBe(0);
  expect(look()['us-east agents horizontalpodautoscaler research-agent']).toBeUndefined();
  expect(look()['us-east agents poddisruptionbudget research-agent']).toBeUndefined();
  expect(look()['us-east agents prometheusrule research-agent']).toBeUndefined();
  expect(look()['us-east agents service research-agent']).toBeDefined();
  expect(look()['eu-west agents horizontalpodautoscaler research-agent'], 'elsewhere it runs on').toBeDefined();

  desk.write({ 'config/fleet.yaml': config });
  expect(desk.run('generate').code).toBe(0);
  sync();
  expect(look()['us-east agents horizontalpodautoscaler research-agent']).toBeDefined();
  expect(look()[deployment]?.['replicas'], 'the autoscaler does not act on 0').toBe(0);
  run(start as string);
  expect(look()[deployment]?.['replicas']).toBe(1);
});

test('the volume is restored beside an Application that waits, and the Application goes on', () => {
  const text = blocks("Restore an agent's volume.", 'sh').join('');
  run(
    text
      .split('\n')
      .filter((line) => line.startsWith('kubectl'))
      .join('\n'),
  );
  expect(text).toMatch(/velero restore create/);
});

test('an autoscaler takes over as the page says', () => {
  const from = page.indexOf('## Handing an agent to an autoscaler');
  const yaml = /```yaml\n(.*?)```/s.exec(page.slice(from))?.[1]?.replaceAll(/^ {3}/gm, '') as string;
  const config = parse(desk.read('config/fleet.yaml')) as { agents: { research: Record<string, unknown> } };
  const { autoscale: _, overrides: __, ...research } = config.agents.research;
  const fleet = (own: object): string => stringify({ ...config, agents: { ...config.agents, research: { ...research, ...own } } });
  const replicas = (): unknown => {
    const base = /base\/agents\/research\/\S+/.exec(desk.read('out/overlays/us-east/agents/kustomization.yaml'))?.[0];
    return parseAllDocuments(desk.read(`out/${base}/objects.yaml`))
      .map((each) => each.toJS() as { kind: string; spec: { replicas?: number } })
      .find(({ kind }) => kind === 'Deployment')?.spec.replicas;
  };
  const seen = [{ replicas: 5 }, parse(yaml) as object, { autoscale: { min: 3, max: 10 } }].map((own) => {
    desk.write({ 'config/fleet.yaml': fleet(own) });
    expect(desk.run('generate').code).toBe(0);
    return [replicas(), desk.read('out/argocd/us-east.yaml').includes('- /spec/replicas')];
  });
  expect(seen).toEqual([
    [5, false],
    [5, true],
    [undefined, false],
  ]);
});
