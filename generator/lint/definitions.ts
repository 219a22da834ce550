import { isDefinition } from '../k8s/crd/definition.ts';
import { Kinds } from '../k8s/crd/kinds.ts';
import { readKinds } from '../k8s/crd/read-kinds.ts';
import { definedTwice } from '../k8s/crd/rules.ts';
import { equal } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import type { Finding } from '../model/finding.ts';
import type { Manifest } from '../yaml/manifests.ts';
import { fields, text } from '../k8s/look.ts';
import { findingOf } from './finding.ts';

/** The kinds that manifests define, what they are made of, and what is wrong with it. */
export interface Defined {
  readonly kinds: Kinds;
  readonly definitions: readonly Manifest['data'][];
  readonly findings: readonly Finding[];
}

/**
 * The kinds that manifests define, and what is wrong with their definitions.
 * @param manifests of all clusters: several may have the same definition, of one version of a system or another
 * @param more kinds that are known already
 */
export function lintDefinitions(manifests: readonly Manifest[], more: Kinds): Defined {
  const definitions = manifests.filter(({ data, sketch }) => !sketch && isDefinition(data));
  const distinct = withoutEqual(definitions);
  const { kinds, faults } = readKinds(distinct.map((manifest) => ({ where: manifest, data: manifest.data })));
  // Test and production may well have different ones; the first is taken.
  const found = faults.filter(({ rule }) => rule !== definedTwice);
  const findings = found.map(({ rule, where, related: _related, ...fault }) =>
    findingOf(rule, `CustomResourceDefinition ${text(fields(where.data['metadata'])['name']) ?? ''}`.trim(), { ...fault, manifest: where }),
  );
  return { kinds: more.size === 0 ? kinds : new Kinds([...kinds.all(), ...more.all()]), definitions: distinct.map(({ data }) => data), findings };
}

/** Copies of a fleet bring the same definitions once more. */
function withoutEqual(definitions: readonly Manifest[]): Manifest[] {
  const known = new Map<string, Manifest[]>();
  return definitions.filter((definition) => {
    // The order of keys does not count, so the length is all of the text that says anything.
    const alike = memo(known, `${JSON.stringify(definition.data).length} ${text(fields(definition.data['metadata'])['name']) ?? ''}`, () => []);
    if (alike.some((other) => equal(other.data, definition.data))) return false;
    alike.push(definition);
    return true;
  });
}
