import { isMap } from '../model/data.ts';
import { byCodeUnit } from '../model/order.ts';

/** Says which regions are not what the config says. It exists only while there are such regions. */
export const HELD_NAME = 'held.json';

/** A region that stays as it is delivered. */
export interface HeldRegion {
  readonly because: string;
  /** Digest of the config that the region reflects, as `Fleet-Hash` of a delivery has it; absent where nobody knows, or nothing of it is delivered. */
  readonly config?: string;
}

export type Holds = ReadonlyMap<string, HeldRegion>;

export function heldFileText(held: Holds): string {
  const regions = [...held].sort(([a], [b]) => byCodeUnit(a, b)).map(([name, { because, config }]) => [name, { because, config }] as const);
  return `${JSON.stringify({ heldVersion: 1, regions: Object.fromEntries(regions) }, null, 2)}\n`;
}

/** Read such a file; undefined when the text is not one. */
export function parseHeld(text: string): Holds | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isMap(data) || data['heldVersion'] !== 1 || !isMap(data['regions'])) return undefined;
  const found = new Map<string, HeldRegion>();
  for (const [name, entry] of Object.entries(data['regions'])) {
    if (!/^[a-z0-9-]+$/.test(name) || !isMap(entry) || typeof entry['because'] !== 'string') return undefined;
    const { because, config } = entry as { because: string; config?: unknown };
    if (config !== undefined && (typeof config !== 'string' || !/^[0-9a-f]{64}$/.test(config))) return undefined;
    found.set(name, config === undefined ? { because } : { because, config });
  }
  return found;
}
