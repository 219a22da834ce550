// Versions of the format of config/, as `apiVersion` has them: what this program reads is the last one.
import { quoted } from '../../model/quoted.ts';

const GROUP = 'fleet.plugged.in';

/** Every version that there has been, the oldest first. */
export const FORMATS: readonly [string, ...string[]] = [`${GROUP}/v1alpha1`];

/** What this program reads and writes. */
export const FORMAT = FORMATS.at(-1) as string;

const STAGES = ['alpha', 'beta', undefined];

/** As Kubernetes orders versions: v1alpha1, v1alpha2, v1beta1, v1, v2alpha1. Undefined for what is no version of the format. */
function orderOf(format: string): readonly number[] | undefined {
  const [, group, major, stage, minor = '0'] = /^([a-z0-9.-]+)\/v([1-9][0-9]{0,3})(?:(alpha|beta)([1-9][0-9]{0,3}))?$/.exec(format) ?? [];
  return group === GROUP ? [Number(major), STAGES.indexOf(stage), Number(minor)] : undefined;
}

/** Whether a format is newer than what this program knows. */
export function isNewer(format: string, known: string = FORMAT): boolean {
  const [theirs, ours] = [orderOf(format), orderOf(known)];
  if (theirs === undefined || ours === undefined) return false;
  const at = theirs.findIndex((number, i) => number !== ours[i]);
  return at !== -1 && (theirs[at] as number) > (ours[at] as number);
}

/** What is said of a format that is not the one that this program reads; undefined where it is no version of the format at all. */
export function formatFlaw(format: string, formats: readonly string[] = FORMATS): { readonly message: string; readonly hint: string } | undefined {
  const known = formats.at(-1) as string;
  if (isNewer(format, known))
    return {
      message: `the format ${quoted(format)} is newer than this program, which reads ${known}`,
      hint: 'install the release that the others use; written as an older one, it would say something else',
    };
  if (format !== known && formats.includes(format))
    return { message: `the format ${quoted(format)} is an older one; this program reads ${known}`, hint: 'bring config/ to it: pap-fleet migrate' };
  return undefined;
}
