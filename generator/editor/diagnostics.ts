import type { Finding } from '../model/finding.ts';

/** More findings of one file help nobody. */
const MOST = 500;

/**
 * Findings by the file that they are shown in. What is about a file that nobody writes, or about none, is shown at the top of the fleet.
 * @param root the file of the fleet
 */
export function byFile(findings: readonly Finding[], known: ReadonlySet<string>, root: string): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { file } = finding.place;
    const shown = known.has(file)
      ? finding
      : { ...finding, message: `${file}: ${finding.message}`, place: { file: root, line: 1, col: 1, length: 1 } };
    const own = found.get(shown.place.file) ?? [];
    if (own.length < MOST) own.push(shown);
    found.set(shown.place.file, own);
  }
  return found;
}
