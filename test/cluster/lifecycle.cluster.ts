// Which APIs and fields a real API server has is what the table of versions says of its minor; with KUBERNETES=1.34 of that one.
// Judges: Kubernetes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldLives } from '../../generator/fleet/versions/lifecycle.ts';
import { minorOf } from '../../generator/fleet/versions/releases.ts';
import { apiProblem } from '../../generator/fleet/versions/serves.ts';
import { atLeast } from '../../generator/model/version.ts';
import { Cluster } from './cluster.ts';
import { madeTable, written } from './lifecycle/table.ts';
import { kubernetesVersion } from './programs/programs.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.serve();
});
afterAll(() => cluster.stop());

const minor = minorOf(kubernetesVersion());

test('every kind of the table is served where the table says so, and no other', async () => {
  const { apis } = written() as { apis: Readonly<Record<string, object>> };
  const differing: string[] = [];
  for (const name of Object.keys(apis)) {
    const cut = name.lastIndexOf('/');
    const [apiVersion, kind] = [name.slice(0, cut), name.slice(cut + 1)];
    if (kind === 'APIGroupDiscovery') continue;
    const said = apiProblem({ apiVersion, kind }, { kubernetes: minor })?.severity;
    const served = (await cluster.path({ apiVersion, kind, metadata: { name: 'a' } })) !== undefined;
    if (served !== (said === undefined || said === 'deprecated'))
      differing.push(`${name}: ${served ? 'served' : 'not served'}, and ${said ?? 'nothing'} is said`);
  }
  expect(differing).toEqual([]);
});

test('every field of the table is one of its type where the table says so', async () => {
  const { body } = await cluster.ask('GET', '/openapi/v3');
  const paths = Object.entries(body['paths'] as Record<string, { serverRelativeURL: string }>).filter(([path]) =>
    /^(api|apis\/[^/]+)\/v\d+$/.test(path),
  );
  const types = new Map<string, object>();
  for (const [, { serverRelativeURL }] of paths) {
    const { components } = (await cluster.ask('GET', serverRelativeURL)).body as {
      components?: { schemas?: Record<string, { properties?: object }> };
    };
    for (const [name, { properties = {} }] of Object.entries(components?.schemas ?? {})) types.set(name.replace(/^io\.k8s\.api\./, ''), properties);
  }
  const differing: string[] = [];
  for (const [type, fields] of Object.entries(fieldLives()))
    for (const [field, { since, removed }] of Object.entries(fields)) {
      const properties = types.get(type);
      const there = (since === undefined || atLeast(minor, since)) && !(removed !== undefined && atLeast(minor, removed));
      if (properties !== undefined && field in properties !== there) differing.push(`${type} ${field}: ${there ? 'not there' : 'there'}`);
    }
  expect(differing).toEqual([]);
});

test('the table is what upstream says', () => {
  expect(written()).toEqual(madeTable());
});
