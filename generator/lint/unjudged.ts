import { objectTitle, type KubeObject } from '../k8s/object.ts';
import type { Place } from '../model/finding.ts';
import { inSight, quoted, shown } from '../model/quoted.ts';
import type { Manifest } from '../yaml/manifests.ts';
import { placeholderIn, type Unjudged, type Verdict } from './verdict.ts';

/** What makes objects that nothing is known of, or an object itself, and why nothing is said of it. */
export interface UnjudgedPart {
  readonly place: Place;
  /** `Kustomization overlays/prod`, or an object as people read it. */
  readonly title: string;
  readonly because: Unjudged;
  /** What it is that is not known, in words. */
  readonly reason: string;
}

/** Why nothing is said of an object, at the value that makes it so. */
export function unjudgedObject(manifest: Manifest, verdict: Verdict): UnjudgedPart | undefined {
  if (verdict === 'accepted' || verdict === 'refused') return undefined;
  const object = manifest.data as unknown as KubeObject;
  const of = { title: inSight(objectTitle(object)), because: verdict };
  if (verdict !== 'template') {
    const kind = `${shown(object.apiVersion)} ${shown(object.kind)}`;
    return {
      ...of,
      place: manifest.locate('/kind'),
      reason: `nothing here defines ${kind}: a definition among the manifests, or in the folder of --schemas, does`,
    };
  }
  const found = placeholderIn(manifest.data);
  return {
    ...of,
    place: manifest.locate(found?.path ?? ''),
    reason: found === undefined ? 'it is still to be filled in' : `${quoted(found.text.trim())} is still to be filled in`,
  };
}
