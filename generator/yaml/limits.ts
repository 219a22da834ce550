/**
 * What a file may cost at most. Within these, reading takes time in proportion to the file's size; a fleet that needs more is split over
 * `agents/` and `regions/`. Each is tested at its value and one above.
 */
export const LIMITS = {
  /** Bytes of one file, unless `--max-file-size` says otherwise. */
  bytes: 1 << 20,
  /** Bytes of the objects that a chart makes, whatever `--max-file-size` says. */
  rendered: 10 << 20,
  /** Tokens of the YAML scanner per byte that a file may have: a file at the limit of bytes has at most 400,000 of them, which a list of the regions for each of 50 agents needs where there are 1,000. */
  tokens: 400_000,
  /** Maps and lists within each other. */
  depth: 32,
  /** Characters of one value. */
  scalar: 64 * 1024,
  /** Characters of one key. */
  key: 1024,
  /** Findings of one file that are shown. */
  findings: 50,
  /** Characters of a line that is still shown as an excerpt. */
  excerpt: 4096,
} as const;
