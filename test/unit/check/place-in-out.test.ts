import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isCollection, isScalar, parseAllDocuments } from 'yaml';
import type { Document, Node } from 'yaml';
import { placeAmong, placeInOut } from '../../../generator/check/place-in-out.ts';
import { compile } from '../../../generator/compile.ts';
import type { Compiled } from '../../../generator/compile.ts';
import { findEmitted } from '../../../generator/k8s/find-emitted.ts';
import { emit } from '../../../generator/k8s/emit.ts';
import { deliveryObjects, type Delivery } from '../../../generator/render/argocd.ts';
import { pointer } from '../../../generator/model/pointer.ts';
import type { Place } from '../../../generator/model/finding.ts';
import { jsonText } from '../../../generator/report/json.ts';
import { sarifText } from '../../../generator/report/sarif.ts';
import { githubText } from '../../../generator/report/github.ts';
import { HEAD } from '../../support/program.ts';
import { files } from '../../support/fleets.ts';

// Every place that is worked out is one at which a YAML parser finds that very value in the file that is written. Seen to
// fail: without the lines of the objects before it, of the fragments before it, and of the `---` between them; with the placeholder
// of the region left unfilled; and with a collection shown behind its key.

/** The paths to all values of an object, itself included. */
function paths(value: unknown, keys: readonly string[] = []): string[][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, item]) => paths(item, [...keys, key])) : [];
  return [[...keys], ...inner];
}

const parsed = new Map<string, readonly Document.Parsed[]>();

/** What stands at a place: the value that begins there, or the collection whose key or first item does. */
function isAt(text: string, { line, col, length }: Place, index: number, keys: readonly string[]): boolean {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + col - 1;
  if (length < 1 || length > (lines[line - 1] as string).length - col + 1) return false;
  let documents = parsed.get(text);
  if (documents === undefined) parsed.set(text, (documents = parseAllDocuments(text)));
  const document = documents[index] as Document.Parsed;
  const found = document.getIn(keys, true) as Node;
  const [from] = found.range as [number, number, number];
  if (isScalar(found) || !isCollection(found) || found.flow === true) return from === start;
  // A map or a list that is an item begins behind the dash, where its first value does; any other one is shown by its key.
  const key = keys.at(-1);
  return from === start || (key !== undefined && text.slice(start).startsWith(`${key}:`));
}

const fleets = ['agents', 'ingress', 'monitoring', 'certs', 'dns'];

describe.each(fleets)('the golden fleet %s', (name) => {
  const {
    overlays,
    files: out,
    fleet,
  } = compile(
    files({ 'fleet.yaml': readFileSync(join(import.meta.dirname, `../../examples/golden/${name}/config/fleet.yaml`), 'utf8') }),
  ) as Required<Compiled>;

  test('every value of its objects is where it is said to be', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const overlay of overlays) {
      let earlier = 0;
      for (const part of [...overlay.units, ...overlay.own]) {
        const inBase = 'folder' in part;
        for (const [i, object] of part.objects.entries()) {
          for (const keys of paths(object)) {
            const place = placeInOut(object, pointer(...keys), part, overlay);
            const text = out.get(place.file.slice('out/'.length)) ?? '';
            count += 1;
            if (!isAt(text, place, inBase ? i : earlier + i, keys)) wrong.push(`${place.file}:${place.line}:${place.col} ${keys.join('/')}`);
          }
        }
        if (!inBase) earlier += part.objects.length;
      }
    }
    for (const [region, [delivery]] of deliveryObjects(fleet, overlays)) {
      const { objects } = delivery as Delivery;
      const file = `argocd/${region.name}.yaml`;
      for (const [i, object] of objects.entries()) {
        for (const keys of paths(object)) {
          const place = { file, ...placeAmong(objects, object, pointer(...keys)) };
          count += 1;
          if (!isAt(out.get(file) as string, place, i, keys)) wrong.push(`${file}:${place.line}:${place.col} ${keys.join('/')}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(300);
  });
});

test('of what is not there, the nearest that it would be in is shown', () => {
  const object = { spec: { ports: [{ name: 'http' }], text: 'a\nb\n', none: {} } };
  expect(emit(object)).toBe('spec:\n  ports:\n  - name: http\n  text: |\n    a\n    b\n  none: {}\n');
  expect(findEmitted(object, '/spec/ports/0/port')).toEqual({ line: 3, col: 5, length: 10 });
  expect(findEmitted(object, '/spec/ports/7')).toEqual({ line: 2, col: 3, length: 6 });
  expect(findEmitted(object, '/spec/text')).toEqual({ line: 4, col: 9, length: 1 });
  expect(findEmitted(object, '/spec/none')).toEqual({ line: 7, col: 9, length: 2 });
  expect(findEmitted(object, '/status')).toEqual({ line: 1, col: 1, length: 5 });
});

describe('a finding about a generated object', () => {
  const job = `apiVersion: batch/v1\nkind: Job\nmetadata: { name: seed, namespace: agents }\nspec:\n  backofLimit: 2\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{ name: seed, image: "registry.example.net/seed:1.0.0" }]\n`;
  const { findings } = compile(files({ 'fleet.yaml': `${HEAD}regions: { north: {} }\nagents: {}\n`, 'extra/north/agents/job.yaml': job }));
  const finding = findings.find(({ code }) => code === 'object/wrong-shape');
  const place = expect.objectContaining({ file: 'out/overlays/north/agents/objects.yaml', col: 16 }) as Place;

  test('names the line of the fleet, and the line in out/', () => {
    expect(finding).toMatchObject({
      place: { file: 'config/extra/north/agents/job.yaml', line: 5 },
      related: [{ place, note: 'its place in out/' }],
    });
  });

  test('does so in every format', () => {
    const { line } = (finding?.related?.[0] as { place: Place }).place;
    const at = `out/overlays/north/agents/objects.yaml:${line}:16`;
    expect(jsonText(findings)).toContain(`"line": ${line},`);
    expect(githubText(findings)).toContain(`%0Aalso: ${at} its place in out/`);
    const { runs } = JSON.parse(sarifText(findings, { version: '1.0.0', exitCode: 2 })) as {
      runs: { results: { ruleId: string; relatedLocations?: unknown }[] }[];
    };
    expect(runs[0]?.results.find(({ ruleId }) => ruleId === 'object/wrong-shape')?.relatedLocations).toEqual([
      {
        id: 1,
        message: { text: 'its place in out/' },
        physicalLocation: {
          artifactLocation: { uri: 'out/overlays/north/agents/objects.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: line, startColumn: 16, endColumn: 17 },
        },
      },
    ]);
  });
});
