import { isMap } from '../../model/data.ts';
import type { Unplaced } from '../../model/finding.ts';
import { unknownRegion } from '../schema/rules.ts';
import { schemaAt } from '../schema/schemas.ts';
import { hintFor } from '../schema/suggest.ts';
import { SUPPORTED } from './table.ts';
import type { System } from './table.ts';

/** A version to suppose for a preview: `us-east.kubernetes=1.36`, or `argocd=3.5`. */
export interface Assumption {
  /** Absent for Argo CD, which is the fleet's. */
  readonly region?: string;
  readonly system: System;
  readonly version: string;
}

/** Read an assumption as typed, or say in words what is wrong with it. */
export function parseAssumption(text: string): Assumption | string {
  const match = /^(?:([a-z0-9-]+)\.)?([a-z-]+)=(.+)$/.exec(text);
  if (match === null) return 'write REGION.SYSTEM=VERSION, such as us-east.kubernetes=1.36';
  const [, region, system, version] = match as unknown as [string, string | undefined, string, string];
  if (!(system in SUPPORTED)) return `there is no system "${system}"; there is: ${Object.keys(SUPPORTED).join(', ')}`;
  if ((system === 'argocd') !== (region === undefined)) {
    return system === 'argocd' ? 'Argo CD is the fleet’s: write argocd=VERSION' : `name the region: REGION.${system}=${version}`;
  }
  const legal = schemaAt(pathOf({ region, system: system as System }))?.pattern ?? '';
  if (!new RegExp(legal).test(version)) return `"${version}" is no minor version of ${system}, such as ${SUPPORTED[system as System].to}`;
  return { ...(region === undefined ? {} : { region }), system: system as System, version };
}

/** Where the fleet says the version that is supposed to be another one. */
function pathOf({ region, system }: { readonly region?: string | undefined; readonly system: System }): readonly string[] {
  return region === undefined ? ['gitops', 'argocd', 'version'] : ['regions', region, 'versions', system];
}

/** Assumptions about regions that the fleet does not have. */
export function assumedElsewhere(data: unknown, assumptions: readonly Assumption[]): Unplaced[] {
  const regions = isMap(data) && isMap(data['regions']) ? Object.keys(data['regions']) : [];
  return assumptions.flatMap(({ region }): Unplaced[] =>
    region === undefined || regions.includes(region)
      ? []
      : [
          {
            rule: unknownRegion,
            path: '/regions',
            message: `a version is supposed for the region "${region}", which the fleet does not have`,
            hint: hintFor(region, regions),
          },
        ],
  );
}

/** The fleet as written, with versions supposed. Nothing is changed in place. */
export function assume(data: unknown, assumptions: readonly Assumption[]): unknown {
  return assumptions.reduce((fleet, assumption) => put(fleet, pathOf(assumption), assumption.version), data);
}

function put(value: unknown, path: readonly string[], leaf: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  const map = isMap(value) ? value : {};
  return { ...map, [step]: put(map[step], rest, leaf) };
}
