import { CODES } from '../model/codes.ts';
import type { Code } from '../model/codes.ts';
import type { Finding } from '../model/finding.ts';
import type { Pointer } from '../model/pointer.ts';
import { inSight, linesInSight } from '../model/quoted.ts';
import { wayOut } from '../model/way-out.ts';
import { withExcerpt } from '../secrets/redact.ts';
import type { Manifest } from '../yaml/manifests.ts';

/** What is said about a manifest. */
export interface Words {
  /** Point at the key instead of the value. */
  readonly key?: boolean | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly related?: readonly { readonly manifest: Manifest; readonly path: Pointer; readonly note: string }[] | undefined;
}

/** A finding at its place in the file that somebody wrote. */
export function findingOf(code: Code, manifest: Manifest, title: string, path: Pointer, { key, message, hint, related }: Words): Finding {
  const finding: Finding = {
    code,
    severity: CODES[code].severity,
    message: inSight(`${title}: ${message}`),
    place: manifest.locate(path, key),
    pointer: path,
    hint: linesInSight(wayOut(code, hint)),
    ...(related === undefined ? {} : { related: related.map((other) => ({ place: other.manifest.locate(other.path), note: inSight(other.note) })) }),
  };
  return withExcerpt(finding, manifest);
}
