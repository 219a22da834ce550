import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { describe, expect, test } from 'vitest';
import { explainField, kindIn, kindsNamed, type Explanation } from '../../../../generator/k8s/crd/explain.ts';
import { NO_KINDS } from '../../../../generator/k8s/crd/kinds.ts';
import { readKinds } from '../../../../generator/k8s/crd/read-kinds.ts';

const source = readFileSync(new URL('../../../examples/golden/kinds/config/schemas/scaling.yml', import.meta.url), 'utf8');
const { kinds } = readKinds(parseAllDocuments(source).map((document, where) => ({ where, data: document.toJS() as unknown })));

function field(kind: string, ...steps: string[]): Explanation {
  const [named] = kindsNamed(kinds, kind);
  if (named === undefined) throw new Error(`no ${kind}`);
  const found = explainField(named, steps);
  if ('step' in found) throw new Error(`no ${found.step}`);
  return found;
}

describe('a word', () => {
  test.each([
    ['ScaledObject', { kind: 'ScaledObject', path: '' }],
    ['ScaledObject.spec.triggers', { kind: 'ScaledObject', path: 'spec.triggers' }],
    ['keda.sh/ScaledObject.spec', { group: 'keda.sh', kind: 'ScaledObject', path: 'spec' }],
    ['keda.sh/v1alpha1/ScaledObject', { group: 'keda.sh', version: 'v1alpha1', kind: 'ScaledObject', path: '' }],
    ['v1/ConfigMap', { group: '', version: 'v1', kind: 'ConfigMap', path: '' }],
  ])('%s names a kind', (word, parts) => {
    expect(kindIn(word)).toEqual(parts);
  });

  test.each(['research', 'component/ingress', 'fleet/unknown-region', 'keda.sh/v1/x/ScaledObject', '.Spec', 'a/b/c/D'])('%s names none', (word) => {
    expect(kindIn(word)).toBeUndefined();
  });
});

describe('a kind of the fleet', () => {
  test('is the version that is served, and says where it lives', () => {
    expect(kindsNamed(kinds, 'Scaler')).toMatchObject([{ group: 'scaling.example.org', version: 'v1', own: true, scope: 'Namespaced', others: [] }]);
  });

  test('tells type, default, limits and rules of a field', () => {
    expect(field('Scaler', 'spec')).toMatchObject({
      type: 'map',
      required: true,
      rules: [{ rule: '!has(self.min) || !has(self.max) || self.min <= self.max' }],
      fields: [
        { path: 'spec.max', type: 'whole number', required: false, default: 10, limits: ['format int32'] },
        { path: 'spec.min', limits: ['at least 0', 'format int32'] },
        { path: 'spec.target', type: 'text', required: true, limits: ['matching ^[a-z]([-a-z0-9]*[a-z0-9])?$'] },
        { path: 'spec.triggers', type: 'list of map', required: true, limits: ['at least 1 items', 'one item for each name'] },
      ],
    });
  });

  test('looks through lists', () => {
    expect(field('Scaler', 'spec', 'triggers', 'type')).toMatchObject({ type: 'text', required: true, values: ['cron', 'queue'], fields: [] });
    expect(field('Scaler', 'spec', 'triggers', 'threshold').type).toBe('whole number or text');
  });

  test('has the fields that every object has', () => {
    expect(field('Scaler').fields.map(({ path }) => path)).toEqual(['apiVersion', 'kind', 'metadata', 'spec', 'status']);
    expect(field('Scaler', 'metadata', 'labels').type).toBe('map of text');
  });

  test('says which step is no field', () => {
    const [named] = kindsNamed(kinds, 'Scaler');
    expect(explainField(named as NonNullable<typeof named>, ['spec', 'triggers', 'tipe'])).toEqual({
      step: 'tipe',
      below: 'spec.triggers',
      known: ['name', 'threshold', 'type', 'useCached'],
    });
    expect(explainField(named as NonNullable<typeof named>, ['constructor'])).toMatchObject({ step: 'constructor' });
  });
});

test('a kind that the program knows is explained without a description', () => {
  const [named] = kindsNamed(NO_KINDS, 'Deployment');
  expect(named).toMatchObject({ group: 'apps', version: 'v1', own: false });
  expect(explainField(named as NonNullable<typeof named>, ['spec', 'strategy', 'type'])).toMatchObject({
    type: 'text',
    values: ['Recreate', 'RollingUpdate'],
  });
});

test('the newest finished version comes first', () => {
  const versions = (...names: string[]): string[] => {
    const data = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.org' },
      spec: {
        group: 'example.org',
        scope: 'Cluster',
        names: { kind: 'Thing', plural: 'things' },
        versions: names.map((name, i) => ({ name, served: true, storage: i === 0, schema: { openAPIV3Schema: { type: 'object' } } })),
      },
    };
    return kindsNamed(readKinds([{ where: 0, data }]).kinds, 'Thing').map(({ version }) => version);
  };
  expect(versions('v1alpha2', 'v1beta1', 'v1', 'v2', 'v2alpha1')).toEqual(['v2', 'v1', 'v1beta1', 'v2alpha1', 'v1alpha2']);
});
