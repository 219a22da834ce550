import { SUPPORTED, type System } from '../../fleet/versions/table.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Pointer } from '../../model/pointer.ts';
import type { Layers } from '../rule.ts';

/** A version that a region runs, or of Argo CD, and the range of those that this release knows. */
interface Running {
  readonly version: string;
  readonly from: string;
  readonly to: string;
  readonly at: Pointer;
  /** `us-east: kubernetes` */
  readonly subject: string;
}

export function* running({ gitops, regions }: Fleet, where: Layers): Iterable<Running> {
  for (const { name, argocd, at } of gitops.hubs)
    yield { version: argocd.version, ...SUPPORTED.argocd, at: `${at}/argocd/version`, subject: name === '' ? 'Argo CD' : `Argo CD of ${name}` };
  for (const { name, versions } of regions) {
    for (const [system, version] of Object.entries(versions) as [System, string][]) {
      yield { version, ...SUPPORTED[system], at: where.region(name, 'versions', system), subject: `${name}: ${system}` };
    }
  }
}
