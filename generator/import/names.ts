/** `owner/name@1.2.0` → its name. */
export const RE_REF =
  /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\/([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)@(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(?:[-+][0-9A-Za-z.+-]+)?$/;

/** A text with the name of its region as a placeholder, where that is a label of a host in it. */
export function withRegion(value: string, region: string): string {
  return value.replace(new RegExp(`(?<![A-Za-z0-9-])${region}(?![A-Za-z0-9-])`, 'g'), '{region}');
}
