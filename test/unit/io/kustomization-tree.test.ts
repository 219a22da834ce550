import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { kustomizationTree } from '../../../generator/io/kustomization-tree.ts';
import { readManifests } from '../../../generator/io/read-manifests.ts';
import { buildKustomization } from '../../../generator/kustomize/build.ts';
import { pathsOfKustomization } from '../../../generator/yaml/kustomization.ts';
import { scratch } from './folders.ts';

const folder = scratch();

function made(files: Readonly<Record<string, string>>): string {
  const top = folder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(top, path, '..'), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return top;
}

const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n';
const built = (path: string) => buildKustomization(path, kustomizationTree(path));
const told = (path: string): string => {
  const result = built(path);
  return 'refused' in result ? result.refused.message : 'unbuilt' in result ? result.unbuilt.message : 'built';
};

describe('files on a disk', () => {
  test('are followed through links as Kustomize does: a folder may be one, a file must stay where it is named', () => {
    const top = made({ 'a/kustomization.yaml': 'resources: [../b]\n', 'real/kustomization.yaml': 'resources: [m.yaml]\n', 'real/m.yaml': MAP });
    symlinkSync(join(top, 'real'), join(top, 'b'));
    expect(told(join(top, 'a'))).toBe('built');
    const other = made({ 'a/kustomization.yaml': 'resources: [m.yaml]\n', 'm.yaml': MAP });
    symlinkSync(join(other, 'm.yaml'), join(other, 'a/m.yaml'));
    expect(told(join(other, 'a'))).toMatch(/^"m.yaml" lies outside of /);
  });

  test('a link to itself, a pipe and a folder in the place of a file are none', () => {
    const top = made({
      'kustomization.yaml': 'resources: [loop]\n',
      'p/kustomization.yaml': 'resources: [pipe]\n',
      'd/kustomization.yaml': 'patches: [{path: x}]\n',
      'd/x/y': '',
    });
    symlinkSync(join(top, 'loop'), join(top, 'loop'));
    execFileSync('mkfifo', [join(top, 'p/pipe')]);
    expect(told(top)).toMatch(/^there is no file or folder "loop"/);
    expect(told(join(top, 'p'))).toMatch(/^there is no file or folder "pipe"/);
    expect(told(join(top, 'd'))).toMatch(/^there is no file "x"/);
  });

  test('of another repository are not read', () => {
    const top = made({
      'own/.git/HEAD': '',
      'own/k/kustomization.yaml': 'resources: [../../other, ../near]\n',
      'own/near/kustomization.yaml': 'resources: []\n',
      'other/kustomization.yaml': 'resources: []\n',
    });
    expect(told(join(top, 'own/k'))).toBe('"../../other" lies outside of the repository');
  });

  test('that are too large are named', () => {
    const top = made({ 'kustomization.yaml': 'resources: [m.yaml]\n', 'm.yaml': ' '.repeat((16 << 20) + 1) });
    expect(told(top)).toBe(`${join(top, 'm.yaml').length > 80 ? `${join(top, 'm.yaml').slice(0, 79)}…` : join(top, 'm.yaml')} is too large`);
  });

  test('one that goes away meanwhile is a failure of the system', () => {
    const top = made({ 'kustomization.yaml': 'resources: []\n' });
    expect(() => kustomizationTree(top).read(join(top, 'gone'))).toThrow(/cannot read/);
  });
});

test('a kustomization may be named as a file, and is built as its folder', () => {
  const top = made({ 'kustomization.yaml': 'resources: [m.yaml]\n', 'm.yaml': MAP });
  expect(readManifests([join(top, 'kustomization.yaml'), top], pathsOfKustomization)).toEqual({ files: [], kustomizations: [top] });
});
