// One place says which releases this project is tried against; these are the places that follow it.
import { readFileSync } from 'node:fs';
import fg from 'fast-glob';
import { describe, expect, test } from 'vitest';
import { starterFiles } from '../../../generator/commands/init/starter.ts';
import { patchRelease } from '../../../generator/components/dns/arguments.ts';
import { RELEASES, minorOf } from '../../../generator/fleet/versions/releases.ts';
import type { Release } from '../../../generator/fleet/versions/releases.ts';
import { SUPPORTED } from '../../../generator/fleet/versions/table.ts';
import { compareVersions } from '../../../generator/model/version.ts';

const releases = Object.entries(RELEASES as Readonly<Record<string, Release>>);
const versionsOf = ({ version, others = [] }: Release): string[] => [version, ...others];

describe('the Go modules of programs that judge', () => {
  const files = fg.sync('test/cluster/*/*.mod').sort();

  test('there are some', () => {
    expect(files).toContain('test/cluster/kubernetes/go.mod');
  });

  test.each(files)('%s asks for a release', (file) => {
    const text = readFileSync(file, 'utf8');
    const asked = releases.flatMap(([system, release]) => {
      const [, version, indirect] =
        new RegExp(`^(?:require |\\t)${release.module.replaceAll('.', '\\.')} v(\\S+)( // indirect)?$`, 'm').exec(text) ?? [];
      return version === undefined ? [] : [{ system, version, direct: indirect === undefined, known: versionsOf(release).includes(version) }];
    });
    // Traefik is a tool of its module; what another system brings along is its own affair.
    expect(
      asked.filter(({ known }) => known),
      `${file} requires no module of generator/fleet/versions/releases.ts`,
    ).not.toEqual([]);
    expect(asked.filter(({ direct, known }) => direct && !known)).toEqual([]);
  });

  test('go.mod has the release itself, and each other minor of Kubernetes a file of its own', () => {
    const kubernetes = (name: string): string => readFileSync(`test/cluster/kubernetes/${name}.mod`, 'utf8');
    expect(kubernetes('go')).toContain(`k8s.io/kubernetes v${RELEASES.kubernetes.version}\n`);
    for (const version of RELEASES.kubernetes.others) expect(kubernetes(minorOf(version))).toContain(`k8s.io/kubernetes v${version}\n`);
  });
});

describe('the table of versions', () => {
  test('ends with the releases', () => {
    const ends = Object.entries(SUPPORTED).map(([system, { to }]) => {
      const newest = versionsOf(RELEASES[system as keyof typeof SUPPORTED])
        .map(minorOf)
        .sort(compareVersions)
        .at(-1);
      return { system, to, newest };
    });
    // External Secrets is judged by its schemas alone after 1.3.
    expect(ends.filter(({ to, newest }) => to !== newest).map(({ system }) => system)).toEqual(['external-secrets']);
  });

  test('has the image of the ExternalDNS that was run', () => {
    expect(patchRelease(SUPPORTED['external-dns'].to)).toBe(RELEASES['external-dns'].version);
  });
});

test('a new fleet begins with the Kubernetes that judges', () => {
  const fleet = starterFiles({ action: 'a/b@0123', repo: 'https://example.org/a/b.git' }).get('config/fleet.yaml');
  expect(fleet).toContain(`kubernetes: "${minorOf(RELEASES.kubernetes.version)}"`);
});

test.each([
  ['argocd', /argo-cd\/v([0-9.]+)\/manifests/g],
  ['cert-manager', /jetstack\/cert-manager[^`]*?--version v([0-9.]+)/g],
  ['external-dns', /external-dns\/v([0-9.]+)\/config/g],
] as const)('docs/operations.md installs the %s that was tried', (system, pattern) => {
  const found = [...readFileSync('docs/operations.md', 'utf8').matchAll(pattern)].map(([, version]) => version);
  expect(new Set(found)).toEqual(new Set([RELEASES[system].version]));
});
