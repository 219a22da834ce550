import { expect, test } from 'vitest';
import { clustersOf, destinationsOf } from '../../../generator/lint/clusters.ts';
import { Folders } from '../../../generator/lint/folders.ts';
import type { Manifest } from '../../../generator/yaml/manifests.ts';

const batch = (folder: string | undefined, name?: string) => ({ folder, name, manifests: [] });

test('files are found by their folder, in the order they were read', () => {
  const folders = new Folders([
    batch('/a/b', 'z.yaml'),
    batch('/a', 'one.yaml'),
    batch('/a-b', 'no.yaml'),
    batch('/a/b', 'a.yaml'),
    batch('/a.b', 'no.yaml'),
    batch('/a/b/c', 'deep.yaml'),
    batch('/a'),
    batch(undefined, 'stdin'),
    batch('/a', 'two.yaml'),
  ]);
  const names = (folder: string, recurse: boolean): string[] => folders.files(folder, recurse).map(({ name }) => name);
  expect(names('/a', false)).toEqual(['one.yaml', 'two.yaml']);
  expect(names('/a', true)).toEqual(['z.yaml', 'one.yaml', 'a.yaml', 'deep.yaml', 'two.yaml']);
  expect(names('/a/b/c/d', true)).toEqual([]);
  expect(names('/z', true)).toEqual([]);
  expect([folders.built('/a').length, folders.built('/a/b').length]).toEqual([1, 0]);
});

test('a kustomization goes where the first Application sends it that names the end of its path', () => {
  const manifest = (data: object) => ({ data: { apiVersion: 'v1', metadata: {}, ...data } }) as unknown as Manifest;
  const application = (path: unknown, destination: object) => manifest({ kind: 'Application', spec: { source: { path }, destination } });
  const plain = [
    application('b', { namespace: 'x' }),
    application('overlays/b', { name: 'second' }),
    application('b', { server: 'https://first' }),
    application('ab', { name: 'other' }),
    application(7, { name: 'none' }),
    manifest({ kind: 'Service' }),
  ];
  const built = ['x/overlays/b', 'b', 'a/b', 'c'].map((folder) => ({ folder, manifests: [manifest({ kind: folder })] }));
  const kinds = clustersOf(plain, built).map((cluster) => cluster.map(({ data }) => data['kind']));
  expect(kinds.slice(1)).toEqual([['x/overlays/b'], ['b', 'a/b'], ['c']]);
  expect(destinationsOf(plain, built)).toEqual(['cluster second', 'cluster https://first']);
});
