const PARTS = /^([^@:\s]+)[@:][vV]?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(-[-.0-9A-Za-z]+)?(?:\+[-.0-9A-Za-z]+)?$/;

/**
 * What a reference to an agent that is written as Git and registries of images write versions (`a/b:v1.2`) would be as
 * `owner/name@MAJOR.MINOR.PATCH`.
 * @param pattern what a reference must match
 * @returns undefined where that is no reference either
 */
export function nearestReference(text: string, pattern: string): string | undefined {
  const [, name, ...version] = PARTS.exec(text) ?? [];
  if (name === undefined) return undefined;
  const [major, minor = '0', patch = '0', rest = ''] = version;
  const reference = `${name.toLowerCase()}@${[major, minor, patch].map((digits) => String(digits).replace(/^0+(?=[0-9])/, '')).join('.')}${rest}`;
  return new RegExp(pattern, 'u').test(reference) ? reference : undefined;
}
