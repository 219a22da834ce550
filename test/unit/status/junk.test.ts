// Whatever stands at a place of an Application that a real Argo CD reported: nothing breaks, and nothing is taken for good news.
import { afterAll, expect, test } from 'vitest';
import { Unusable } from '../../../generator/status/evidence.ts';
import { readinessText } from '../../../generator/report/readiness.ts';
import { style } from '../../../generator/report/style.ts';
import { Followed, captureItems, takenAt } from '../../support/captures.ts';
import type { Item } from '../../support/captures.ts';

const followed = new Followed();
afterAll(() => followed.remove());

const NAME = 'pap-eu-west-agents';
const items = captureItems(5).filter(({ metadata }) => metadata.name.startsWith('pap-eu-west-'));
const now = takenAt(5);
const own = items.find(({ metadata }) => metadata.name === NAME) as Item;

/** Paths of all that is in it; of lists the first and the last item. */
function* pathsOf(value: unknown, path: readonly string[] = []): Iterable<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    if (!Array.isArray(value) || key === '0' || key === String(value.length - 1)) yield* pathsOf(inner, [...path, key]);
}

const JUNK = [undefined, null, 0, '', 'x', 'Healthy', [], {}, [null], { '': {} }, true, '2026-11-29T03:24:45Z'];

/** Places that a promotion rests on: with anything else there it must not be ready. */
const RESTS_ON =
  /^(kind|metadata\/(name|namespace)|spec|spec\/source|spec\/source\/(repoURL|targetRevision|path)|spec\/destination|spec\/destination\/name|spec\/syncPolicy|status|status\/sync|status\/sync\/(revision|status)|status\/health|status\/health\/(status|lastTransitionTime)|status\/reconciledAt|status\/sync\/comparedTo(\/(source|destination))?|status\/operationState\/(phase|finishedAt)|status\/history\/1\/deployedAt)$/;

/** Values that are as good as what stands there. */
const AS_GOOD: Readonly<Record<string, readonly unknown[]>> = {
  kind: [undefined, null],
  'metadata/namespace': [undefined, null, ''],
  'status/health/status': ['Healthy'],
  'status/health/lastTransitionTime': ['2026-11-29T03:24:45Z'],
  'status/reconciledAt': ['2026-11-29T03:24:45Z'],
  'status/operationState/finishedAt': ['2026-11-29T03:24:45Z'],
  'status/history/1/deployedAt': ['2026-11-29T03:24:45Z'],
};

function withAt(path: readonly string[], value: unknown): Item {
  const copy = structuredClone(own);
  const last = path.at(-1) as string;
  const holder = path.slice(0, -1).reduce<Record<string, unknown>>((map, key) => map[key] as Record<string, unknown>, copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

test('anything anywhere', () => {
  let [asked, ready] = [0, 0];
  const wrong: string[] = [];
  for (const path of pathsOf(own)) {
    for (const value of JUNK) {
      const text = JSON.stringify({ items: items.map((item) => (item === own ? withAt(path, value) : item)) });
      asked += 1;
      let isReady = false;
      try {
        const readiness = followed.asked(5, ['eu-west'], { texts: [text], now });
        isReady = readiness.ready;
        expect(readinessText(readiness, style(false))).not.toBe('');
      } catch (error) {
        if (!(error instanceof Unusable)) throw new Error(`${path.join('/')} = ${JSON.stringify(value)}`, { cause: error });
      }
      const place = path.join('/');
      if (isReady) ready += 1;
      if (isReady && RESTS_ON.test(place) && AS_GOOD[place]?.includes(value) !== true) wrong.push(`${place} = ${JSON.stringify(value)}`);
    }
  }
  expect(wrong).toEqual([]);
  // It is no test where nothing matters, or everything does.
  expect([asked > 1000, ready > 300, asked - ready > 200]).toEqual([true, true, true]);
});
