import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clustersOf } from '../../../generator/lint/clusters.ts';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { lintKustomizations } from '../../../generator/lint/kustomizations.ts';
import { kustomizationTree } from '../../../generator/io/kustomization-tree.ts';
import { buildKustomization } from '../../../generator/kustomize/build.ts';
import type { Finding } from '../../../generator/model/finding.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

// Seen to fail: with Certificates of this program taken for a sign that Secrets are among the manifests.

test.each(['out', 'examples/open-world/out'])('of what this program makes, lint calls nothing wrong: %s', (folder) => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.yaml') && !name.endsWith('kustomization.yaml') && name.startsWith('argocd'));
  const plain = files.flatMap((name) => parseManifests({ path: join(folder, name), bytes: readFileSync(join(folder, name)) }).manifests);
  const kustomizations = names
    .filter((name) => name.startsWith('overlays') && name.endsWith('kustomization.yaml'))
    .map((name) => join(folder, name, '..'));
  expect(kustomizations.length).toBeGreaterThan(5);
  const { built, findings } = lintKustomizations(kustomizations, (each) => buildKustomization(each, kustomizationTree(each)));
  const found = [...findings, ...clustersOf(plain, built).flatMap((manifests) => lint(manifests, anyCluster))];
  expect(found.map(said)).toEqual([]);
  // Without the policy that says what an image must carry.
  const ofParts = built.flatMap(({ manifests }) => lint(manifests, anyCluster));
  expect(ofParts.map(said).filter((each) => !each.startsWith('note security/unpinned-image '))).toEqual([]);
});

const said = ({ severity, code, message }: Finding): string => `${severity} ${code} ${message}`;
