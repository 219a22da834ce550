// Masterminds/semver, constraints.go, which Helm, Argo CD and Flux read versions with.

const NUMBERS = String.raw`v?(?:[0-9]+|[xX*])(?:\.(?:[0-9]+|[xX*])){0,2}`;
const VERSION = String.raw`${NUMBERS}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`;
const ONE = String.raw`\s*(?:=>|=<|==|!=|>=|<=|~>|[=><~^])?\s*${VERSION}\s*`;
const RANGE = new RegExp(String.raw`^${ONE}(?:(?:\s|,\s*)${ONE})*$`);
const HYPHEN = new RegExp(String.raw`\s*(${VERSION})\s+-\s+(${VERSION})\s*`, 'g');

/** Longer ones nobody writes; they would take long to read. */
const LONGEST = 256;

/** Whether a text is a version or a range of versions, such as `1.2.x`, `~1.2` or `>= 1.2, < 2`. */
export function isVersionRange(text: string): boolean {
  return text.length <= LONGEST && text.split('||').every((part) => RANGE.test(part.replace(HYPHEN, ' >=$1 <=$2 ')));
}
