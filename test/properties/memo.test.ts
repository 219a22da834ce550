import { NO_KINDS } from '../../generator/k8s/crd/kinds.ts';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterReports } from '../../generator/check/cluster-reports.ts';
import { unlayered } from '../../generator/check/cause.ts';
import { faultsIn } from '../../generator/check/faults.ts';
import { Trace } from '../../generator/check/trace.ts';
import { compile } from '../../generator/compile.ts';
import { componentsOf } from '../../generator/components/index.ts';
import { Cluster } from '../../generator/k8s/cluster.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import type { Unplaced } from '../../generator/model/finding.ts';
import { build } from '../../generator/render/build.ts';
import { readCustoms } from '../../generator/render/read-customs.ts';
import { rulesOf } from '../../generator/rules/rules.ts';
import { parseManifests } from '../../generator/yaml/manifests.ts';
import { readSources } from '../../generator/yaml/read.ts';
import { DIGEST, brokenFleets, fleetOf } from '../support/broken-fleets.ts';
import { configOf, fleets } from '../support/fleets.ts';
import type { TestFleet } from '../support/fleets.ts';
import { runs } from '../support/runs.ts';

// What regions share is judged once, and finds what every rule finds in every cluster as it will be. Seen to fail: with keys
// of an index not filled in, without the doubt about literal names, with the facts of a region untold, with answers that
// are compared by their length, and with a rule that compares no other objects than those to judge.

/** What is reported of a fleet, with what regions share judged once, and with every rule over every cluster. */
function bothWays(random: TestFleet): { shared: Unplaced[]; plain: Unplaced[] } | undefined {
  const config = configOf(random);
  const { fleet } = compile(config);
  if (fleet === undefined) return undefined;
  const { customs } = readCustoms(readSources(config).customFiles, { fleet, components: componentsOf(fleet.declared), kinds: NO_KINDS });
  const { overlays, secrets, log, templated } = build(fleet, componentsOf(fleet.declared), customs);
  const known = {
    extras: new Map(customs.extras.map((extra) => [extra.object, extra])),
    log,
    layers: unlayered,
    externals: fleet.externals,
    isWaived: () => false,
    requiredSecrets: ({ name }: { readonly name: string }) => secrets.get(name) ?? [],
    templated,
  };
  return { shared: clusterReports(overlays, known), plain: clusterReports(overlays, known, false) };
}

describe('judging what regions share once finds what judging every cluster finds, in the same order', () => {
  test('in broken fleets whose names collide', () => {
    let [sound, faulty] = [0, 0];
    fc.assert(
      fc.property(brokenFleets, (random) => {
        const both = bothWays(random);
        fc.pre(both !== undefined);
        if (both.plain.length === 0) sound += 1;
        else faulty += 1;
        expect(both.shared).toEqual(both.plain);
      }),
      { numRuns: runs(200) },
    );
    expect(sound).toBeGreaterThan(runs(200) / 12);
    expect(faulty).toBeGreaterThan(runs(200) / 12);
  });

  test('in fleets of every setting', () => {
    fc.assert(
      fc.property(fleets, (random) => {
        const both = bothWays(random);
        fc.pre(both !== undefined);
        expect(both.shared).toEqual(both.plain);
      }),
      { numRuns: runs(120) },
    );
  });

  test('in the example of every rule, each object a fragment of its own', () => {
    const rules = join(import.meta.dirname, '../../generator/rules');
    const examples = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter((name) => /^[^/]+\/[^/]+\/bad\.yaml$/.test(name));
    const found = examples.flatMap((name) => {
      const file = join(rules, name);
      const objects = parseManifests({ path: file, bytes: readFileSync(file) }).manifests.map(({ data }) => data as unknown as KubeObject);
      const surroundings = { externals: [], whole: true };
      const whole = new Set(faultsIn(new Cluster({ objects, ...surroundings })).map(({ rule }) => rule.code));
      const broken = new Trace(rulesOf('cluster'), ['us-east']).broken(
        objects.map((object) => [object]),
        { ...surroundings, region: 'us-east' },
      );
      expect([...broken].map(({ code }) => code).sort(), name).toEqual([...whole].sort());
      return [...whole];
    });
    expect(new Set(found).size).toBeGreaterThan(30);
  });
});

test('a region and an agent whose derived names meet are found', () => {
  const agents = { 'wildcard-x': { ref: 'example/wildcard-x@1.0.0', image: `registry.example.net/x:v1${DIGEST}`, regions: ['x-client', 'us-east'] } };
  const found = compile(configOf(fleetOf({ regions: { 'x-client': {}, 'us-east': {} }, agents })));
  expect(found.findings.map(({ code, message }) => [code, message])).toEqual([
    [
      'fleet/name-clash',
      '"wildcard-x-client-tls" among the Secrets of the agents in x-client is the wildcard certificate of "x-client" and the client certificate of the agent "wildcard-x"',
    ],
  ]);
});
