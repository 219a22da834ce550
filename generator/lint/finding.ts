import type { Finding, Found, InObject } from '../model/finding.ts';
import { inSight, linesInSight } from '../model/quoted.ts';
import type { RuleInfo } from '../model/rule.ts';
import { wayOut } from '../model/way-out.ts';
import { withExcerpt } from '../secrets/redact.ts';
import type { Manifest } from '../yaml/manifests.ts';

/** What was found in a manifest. */
export type FoundInManifest = Found<InObject & { readonly manifest: Manifest }>;

/** A finding at its place in the file that somebody wrote. */
export function findingOf(rule: RuleInfo, title: string, { manifest, path, key, offset, message, hint, related }: FoundInManifest): Finding {
  const finding: Finding = {
    code: rule.code,
    severity: rule.severity,
    message: inSight(`${title}: ${message}`),
    place: manifest.locate(path, key, offset),
    pointer: path,
    ...(rule.policy === undefined ? {} : { policy: rule.policy }),
    hint: linesInSight(wayOut(rule, hint)),
    ...(related === undefined
      ? {}
      : { related: related.map((other) => ({ place: other.manifest.locate(other.path, other.key, other.offset), note: inSight(other.note) })) }),
  };
  return withExcerpt(finding, manifest);
}
