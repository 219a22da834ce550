import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { objectTitle, type KubeObject } from '../../../generator/k8s/object.ts';
import { CODES } from '../../../generator/rules/rules.ts';
import { clustersOf } from '../../cluster/examples.ts';
import { isPolicy, whoMinds } from '../../cluster/rates/minded.ts';
import { exampleOf, judgeBad } from '../../support/rule-examples.ts';

// An error is what the API server refuses, or somebody who is named. What a server said of the bad examples stands in refused.json, which
// test/cluster/examples.cluster.ts writes and asks again. Seen to fail: the row of object/application-set taken out.

const REFUSED = JSON.parse(readFileSync(join(import.meta.dirname, '../../cluster/refused.json'), 'utf8')) as Record<string, readonly string[]>;
const JUDGED: readonly string[] = ['object', 'api', 'cluster', 'clusters', 'delivery'];

const codes = [...CODES]
  .filter(([code, { scope, severity }]) => JUDGED.includes(scope) && severity === 'error' && !isPolicy(code))
  .map(([code]) => code);

test.each(codes)('%s: what a server takes of the bad example, somebody refuses who is named', (code) => {
  const refused = new Set(REFUSED[code]);
  const objects = clustersOf(exampleOf(code, 'bad')).flat();
  const errors = judgeBad(code).findings.filter((finding) => finding.code === code && finding.severity === 'error');
  const nobody = errors.flatMap(({ message, pointer = '' }) => {
    const object = objects.find((each) => new RegExp(`^${escaped(objectTitle(each))}[: ]`).test(message));
    if (object !== undefined && refused.has(objectTitle(object))) return [];
    return whoMinds(code, place(object, pointer, message)) === undefined ? [message] : [];
  });
  expect(nobody).toEqual([]);
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const place = (object: KubeObject | undefined, pointer: string, message: string): string =>
  object === undefined ? message : `${object.apiVersion}/${object.kind} ${pointer.slice(1)} ${message}`;
