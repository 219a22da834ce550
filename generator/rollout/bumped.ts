import type { AgentSpec } from '../fleet/spec.ts';
import { quoted } from '../model/quoted.ts';
import type { Flaw } from './flaw.ts';

const VERSION = /^v?([0-9]+(?:\.[0-9]+){0,3}(?:[-+][0-9A-Za-z.-]+)?)$/;
const IMAGE = /^(.+?)(?::([^:/@]+))?(?:@.+)?$/;

/** The name of an image without its tag and digest. */
export function repositoryOf(image: string): string {
  return IMAGE.exec(image)?.[1] ?? image;
}

/** An agent's reference and image at another version: the tag is written as it was, with or without `v`. @param digest of the new image */
export function bumped(
  { ref, image }: Partial<AgentSpec>,
  version: string,
  digest?: string,
): { readonly ref: string; readonly image: string } | Flaw {
  const [, number] = VERSION.exec(version) ?? [];
  if (number === undefined) return { message: `${quoted(version)} is no version`, hint: 'for example 1.3.0' };
  if (ref === undefined || image === undefined)
    return { message: 'the agent has no reference or image of its own', hint: 'pap-fleet rollout start sets any key' };
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    return { message: `${quoted(digest)} is no digest`, hint: 'it is sha256: and 64 hex digits' };
  const [, repository = image, tag] = IMAGE.exec(image) ?? [];
  const had = ref.slice(ref.indexOf('@') + 1);
  if (tag === undefined || ![had, `v${had}`].includes(tag))
    return {
      message: `the image ${quoted(image)} does not have the version ${had} as its tag`,
      hint: `say which image it is: pap-fleet rollout start --ref ${ref.slice(0, ref.indexOf('@'))}@${number} --image IMAGE`,
    };
  const next = `${repository}:${tag.startsWith('v') ? 'v' : ''}${number}`;
  return { ref: `${ref.slice(0, ref.indexOf('@'))}@${number}`, image: digest === undefined ? next : `${next}@${digest}` };
}
