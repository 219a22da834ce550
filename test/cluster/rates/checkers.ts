// The corpus through other checkers: what they say of each object, and what that costs. A server's dry run is what all are held against.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Schema } from '../../../generator/k8s/crd/schema.ts';
import { cost } from '../../bench/measure.mjs';
import { installKubeconform } from '../../bench/lint.mjs';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { Judge } from './judge.ts';
import { LINT, kubeLinter, lintedBy, versionOfKubeLinter } from './kube-linter.ts';
import { outcomeOf, type Case } from './rates.ts';

/** Of one checker: how often it is wrong, and what it takes. */
export interface Row {
  readonly name: string;
  /** Of what the server accepts. */
  readonly falseErrors: readonly [number, number];
  /** Of what the server refuses. */
  readonly found: readonly [number, number];
  /** Of all. */
  readonly judged: readonly [number, number];
  /** Processor time in ms, of the manifests. */
  readonly cpu: number;
}

/** `refused`, `accepted`, or nothing where it cannot say. */
type Said = 'refused' | 'accepted' | undefined;

const REPORTS = join(import.meta.dirname, '../../../reports');

/** Objects that a server decides: what is left out is the same for all. */
const DECIDED = /^(agreed|false error|missed|refused by|forbidden)/;

/** @param definitions of kinds that the server is to know */
export async function checkers(
  cases: readonly Case[],
  schemas: ReadonlyMap<string, Schema>,
  definitions: readonly KubeObject[],
  program: string,
): Promise<Row[]> {
  const decided = cases.filter((each) => DECIDED.test(outcomeOf(each)));
  const places = new Map(decided.map((each, i) => [each, i]));
  const folder = mkdtempSync(join(tmpdir(), 'pap-checkers-'));
  try {
    const manifests = decided.filter(({ mutant }) => !mutant).map(({ object }) => object);
    const files = write(join(folder, 'manifests'), manifests);
    const ours = cost([program, 'lint', files], {}, { expected: 2 }).cpu;
    const rows = [row('`pap-fleet lint`', decided, ({ ours: { verdict } }) => (verdict === 'refused' ? 'refused' : 'accepted'), ours)];
    const kubeconform = installKubeconform(join(folder, 'go'));
    if (kubeconform !== undefined) {
      const location = writeStrict(join(folder, 'schemas'), schemas);
      const args = ['-strict', '-output', 'json', '-verbose', '-schema-location', location];
      const { said, words } = kubeconformed(kubeconform, [
        ...args,
        write(
          join(folder, 'all'),
          decided.map(({ object }) => object),
        ),
      ]);
      const { cpu } = cost([...args, files], {}, { program: kubeconform, expected: 1 });
      rows.push(row('kubeconform 0.8.0 `-strict`', decided, (each) => said.get(places.get(each) as number), cpu));
      mkdirSync(REPORTS, { recursive: true });
      const differing = decided.flatMap(({ object, from, words: server }, i) =>
        (said.get(i) === 'refused') === (server !== '')
          ? []
          : [JSON.stringify({ kind: `${object.apiVersion}/${object.kind}`, from, server, kubeconform: words.get(i) })],
      );
      writeFileSync(join(REPORTS, 'kubeconform.jsonl'), `${differing.join('\n')}\n`);
    }
    const linter = kubeLinter();
    // It reads no file of another name; JSON is YAML.
    const yaml = write(
      join(folder, 'yaml'),
      decided.map(({ object }) => object),
      'yaml',
    );
    const plainYaml = write(join(folder, 'manifests-yaml'), manifests, 'yaml');
    const { refused, advised, broken } = lintedBy(
      linter,
      decided.map((_, i) => join(yaml, `${i}.yaml`)),
    );
    const time = cost([...LINT, plainYaml], {}, { program: linter, expected: 1 }).cpu;
    const say = (number: number): Said => (broken.has(number) ? undefined : refused.has(number) ? 'refused' : 'accepted');
    rows.push(row(`kube-linter ${versionOfKubeLinter()}`, decided, (each) => say(places.get(each) as number), time));
    const accepted = decided.flatMap(({ mutant, words }, i) => (mutant || words !== '' ? [] : [i]));
    process.stdout.write(
      `kube-linter: it panics at ${broken.size} objects; its default checks speak about ${accepted.filter((i) => advised.has(i)).length} of ${accepted.length} manifests that the server accepts\n`,
    );
    rows.push(row("server's dry run", decided, ({ words }) => (words === '' ? 'accepted' : 'refused'), await dryRun(manifests, definitions)));
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(name: string, cases: readonly Case[], say: (one: Case) => Said, cpu: number): Row {
  const all = cases.map((one) => ({ one, said: say(one) }));
  const judged = all.filter(({ said }) => said !== undefined);
  const count = (accepted: boolean, wrong?: Said): number =>
    judged.filter(({ one, said }) => (one.words === '') === accepted && (wrong === undefined || said === wrong)).length;
  // What a controller refuses, and the server takes, is no false error of whoever says so.
  const forgiven = judged.filter(({ one, said }) => said === 'refused' && /^(refused by|forbidden)/.test(outcomeOf(one))).length;
  return {
    name,
    falseErrors: [count(true, 'refused') - forgiven, count(true)],
    found: [count(false, 'refused'), count(false)],
    judged: [judged.length, all.length],
    cpu,
  };
}

/** One file per object, by its place: no checker says in which order it went. */
function write(folder: string, objects: readonly KubeObject[], extension = 'json'): string {
  mkdirSync(folder);
  for (const [i, object] of objects.entries()) writeFileSync(join(folder, `${i}.${extension}`), JSON.stringify(object));
  return folder;
}

/** The schemas of the server itself, closed as those that people use with `-strict` are. */
function writeStrict(folder: string, schemas: ReadonlyMap<string, Schema>): string {
  mkdirSync(folder);
  for (const [name, schema] of schemas) {
    const [version, kind] = name.split('/').slice(-2) as [string, string];
    const group = name.split('/').length === 3 ? `-${(name.split('/')[0] as string).split('.')[0] as string}` : '';
    writeFileSync(join(folder, `${kind.toLowerCase()}${group}-${version}.json`), JSON.stringify(closed(schema)));
  }
  return join(folder, '{{.ResourceKind}}{{.KindSuffix}}.json');
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const made = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]));
  const { properties, required = [] } = made as { properties?: object; required?: readonly string[] };
  // As in the schemas that are published for it: what need not be there may be null.
  if (typeof properties === 'object' && properties !== null && !Array.isArray(properties))
    made['properties'] = Object.fromEntries(
      Object.entries(properties).map(([key, item]: [string, unknown]) => [key, required.includes(key) ? item : { anyOf: [{ type: 'null' }, item] }]),
    );
  const open = made['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in made || !('properties' in made);
  return open ? made : { ...made, additionalProperties: false };
}

function kubeconformed(
  program: string,
  args: readonly string[],
): { readonly said: ReadonlyMap<number, Said>; readonly words: ReadonlyMap<number, string> } {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const { resources } = JSON.parse(stdout) as { resources: { filename: string; status: string; msg: string }[] };
  const all = resources.map((one) => ({ ...one, i: Number(/(\d+)\.json$/.exec(one.filename)?.[1]) }));
  const verdict = (status: string, msg: string): Said =>
    status === 'statusValid' ? 'accepted' : status === 'statusInvalid' || !msg.includes('could not find schema') ? 'refused' : undefined;
  return { said: new Map(all.map(({ i, status, msg }) => [i, verdict(status, msg)])), words: new Map(all.map(({ i, msg }) => [i, msg])) };
}

/** What a server and its database take for a dry run of each, asked anew: a sample, and so much more for all. */
async function dryRun(objects: readonly KubeObject[], definitions: readonly KubeObject[]): Promise<number> {
  const sample = objects.filter((_, i) => i % 10 === 0);
  const judge = new Judge(definitions, { afresh: true });
  try {
    await judge.words(sample.slice(0, 20));
    const before = ofServers();
    await judge.words(sample.slice(20));
    return ((ofServers() - before) * objects.length) / Math.max(1, sample.length - 20);
  } finally {
    await judge.stop();
  }
}

/** What the programs that this one started have used of the processor, in ms. */
function ofServers(): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [state, parent, ...rest] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] as string).split(' ');
      if (state !== 'Z' && Number(parent) === process.pid) ticks += Number(rest[9]) + Number(rest[10]);
    } catch {
      // It has ended.
    }
  }
  return ticks * 10;
}

const share = ([part, whole]: readonly [number, number]): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`);

export function checkersTable(rows: readonly Row[]): string {
  const lines = [
    ['', ...rows.map(({ name }) => name)],
    ['---', ...rows.map(() => '---:')],
    ['false errors, of what the server accepts', ...rows.map(({ falseErrors }) => share(falseErrors))],
    ['found, of what the server refuses', ...rows.map(({ found }) => share(found))],
    ['judged, of what a server decides', ...rows.map(({ judged }) => share(judged))],
    ['processor time, of the manifests', ...rows.map(({ cpu }) => `${(cpu / 1000).toFixed(1)} s`)],
  ];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}
