import { quoted } from '../model/quoted.ts';
import { tagOf } from './images.ts';

/** The digest of an image, and the line of the list that says it. */
export interface Digest {
  /** As it is written there: a name, with its tag if it has one. */
  readonly image: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
  readonly line: number;
}

/** A line that is no `NAME[:TAG]@DIGEST` and no `NAME[:TAG] DIGEST`, in words. */
export interface Flaw {
  readonly line: number;
  readonly message: string;
}

const NAME = /^[a-z0-9][A-Za-z0-9._:/-]*$/;
const LINE = /^(\S+?)(?:@|\s+)(sha256:[0-9a-f]{64})$/;

/** Read a list of digests. Empty lines and those that begin with `#` say nothing. */
export function parseDigests(text: string): { readonly digests: readonly Digest[]; readonly flaws: readonly Flaw[] } {
  const digests: Digest[] = [];
  const flaws: Flaw[] = [];
  const known = new Map<string, Digest>();
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = i + 1;
    const written = raw.trim();
    if (written === '' || written.startsWith('#')) continue;
    const [, image, digest] = LINE.exec(written) ?? [];
    if (image === undefined || digest === undefined || !NAME.test(image)) {
      flaws.push({ line, message: `${quoted(written)} is no image with its digest` });
      continue;
    }
    const before = known.get(fullName(image));
    if (before !== undefined && before.digest !== digest) {
      flaws.push({ line, message: `${quoted(image)} has another digest in line ${before.line}` });
      continue;
    }
    const one = { image, digest, line };
    known.set(fullName(image), one);
    digests.push(one);
  }
  return { digests, flaws };
}

/** The name without digest, as registries know it: Docker's own registry need not be named. */
export function fullName(image: string): string {
  const [name = ''] = image.split('@', 1);
  const [first = ''] = name.split('/', 1);
  const hasHost = name.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  if (hasHost) return name.replace(/^(index\.)?docker\.io\/(?!.*\/)/, 'docker.io/library/').replace(/^index\.docker\.io\//, 'docker.io/');
  return name.includes('/') ? `docker.io/${name}` : `docker.io/library/${name}`;
}

/** The same without its tag. */
export function bareName(image: string): string {
  const tag = tagOf(image);
  const full = fullName(image);
  return tag === undefined ? full : full.slice(0, -tag.length - 1);
}

export type Match = { readonly digest: Digest } | { readonly problem: 'absent' | 'ambiguous' };

/**
 * Finds the digest of each image of a fleet. An entry with a tag is for that tag. One without is for an image without a
 * tag, or for the only tag of that name that the fleet uses: which of several it is would be a guess.
 * @param images all images of the fleet
 */
export function matcher(digests: readonly Digest[], images: readonly string[]): (image: string) => Match {
  const exact = new Map(digests.map((digest) => [fullName(digest.image), digest]));
  const tags = new Map<string, Set<string>>();
  for (const image of images) {
    const bare = bareName(image);
    tags.set(bare, (tags.get(bare) ?? new Set()).add(tagOf(image) ?? ''));
  }
  return (image) => {
    const found = exact.get(fullName(image));
    if (found !== undefined) return { digest: found };
    const bare = exact.get(bareName(image));
    if (bare === undefined) return { problem: 'absent' };
    return (tags.get(bareName(image))?.size ?? 0) > 1 ? { problem: 'ambiguous' } : { digest: bare };
  };
}
