import { componentsOf } from '../components/index.ts';
import { readDeclared } from '../fleet/declared/read.ts';
import { readFreezes } from '../fleet/freezes/read.ts';
import { aimedFreezes } from '../fleet/freezes/scope.ts';
import { readHolds } from '../fleet/holds/read.ts';
import { regionsByGroup } from '../fleet/resolve/groups.ts';
import { componentNames, resolve } from '../fleet/resolve/resolve.ts';
import { withRegionsByName } from '../fleet/resolve/selection.ts';
import { readRollouts } from '../fleet/rollouts/read.ts';
import { withRollouts } from '../fleet/rollouts/waves.ts';
import { validate } from '../fleet/schema/validate.ts';
import type { FleetAsWritten } from '../fleet/spec.ts';
import { FORGETFUL } from '../model/memory.ts';
import { build } from '../render/build.ts';
import type { FileMap } from '../render/files.ts';
import { layOut } from '../render/layout.ts';
import { readCustoms } from '../render/read-customs.ts';
import { readFleetKinds } from '../render/read-kinds.ts';
import { readSources } from '../yaml/read.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { blocks } from '../model/severity.ts';

/**
 * The out/ of a config that is understood and that no rule has judged: what follows from a file is seen by altering it, whether or not that would be
 * let pass. Locks lack the policies. Undefined where something is not understood, since what it would have made is then lacking for another reason.
 */
export function unjudged(config: readonly ConfigFile[]): FileMap | undefined {
  const { sources, ...read } = readSources(config);
  if (sources === undefined) return undefined;
  const { declared, reports } = readDeclared(read.componentFiles, componentNames, { rendered: read.renderedFiles, sources: read.sourceFiles });
  const { rollouts, reports: rolloutFlaws } = readRollouts(read.rolloutFiles, declared);
  const { holds, reports: holdFlaws } = readHolds(read.holdFiles, declared);
  const frozen = readFreezes(read.freezeFiles);
  const flaws = [...reports, ...rolloutFlaws, ...holdFlaws, ...frozen.reports, ...validate(sources.data, sources.written, declared)];
  if (flaws.some(({ rule }) => blocks(rule))) return undefined;
  try {
    const spec = withRollouts(withRegionsByName(sources.data as FleetAsWritten), { rollouts, holds });
    const { kinds, classes } = readFleetKinds(read.schemaFiles, declared, FORGETFUL);
    const components = componentsOf(declared);
    const fleet = resolve(spec, declared, classes, [], aimedFreezes(frozen.freezes, spec));
    const { customs } = readCustoms(read.customFiles, { fleet, components, kinds, groups: regionsByGroup(spec) });
    const { overlays, texts } = build(fleet, components, customs);
    return layOut(fleet, overlays, texts);
  } catch {
    // Components count on what the rules have let pass.
    return undefined;
  }
}
