import { posix } from 'node:path';
import type { Finding, Found, InObject } from '../model/finding.ts';
import { inSight, linesInSight } from '../model/quoted.ts';
import type { RuleInfo } from '../model/rule.ts';
import { wayOut } from '../model/way-out.ts';
import { withExcerpt } from '../secrets/redact.ts';
import type { Manifest } from '../yaml/manifests.ts';

/** What was found in a manifest. */
export type FoundInManifest = Found<InObject & { readonly manifest: Manifest }>;

/** A finding at its place in the file that somebody wrote. */
export function findingOf(
  rule: RuleInfo,
  title: string,
  { manifest, path, key, offset, message, severity, hint, related }: FoundInManifest,
): Finding {
  const place = manifest.locate(path, key, offset);
  const { madeBy } = manifest;
  // What stands in a base is no line of the kustomization that somebody linted.
  const isElsewhere = madeBy !== undefined && posix.dirname(place.file) !== posix.dirname(madeBy.file);
  const others = [
    ...(related ?? []).map((other) => ({ place: other.manifest.locate(other.path, other.key, other.offset), note: inSight(other.note) })),
    ...(isElsewhere ? [{ place: madeBy, note: 'this kustomization makes the object of it' }] : []),
  ];
  const finding: Finding = {
    code: rule.code,
    severity: severity ?? rule.severity,
    message: inSight(`${title}: ${message}`),
    place,
    pointer: path,
    ...(rule.policy === undefined ? {} : { policy: rule.policy }),
    hint: linesInSight(wayOut(rule, hint)),
    ...(others.length === 0 ? {} : { related: others }),
  };
  return withExcerpt(finding, manifest);
}
