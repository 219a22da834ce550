import { fill } from '../fleet/schema/defaults.ts';
import { schemaAt } from '../fleet/schema/schemas.ts';
import type { SchemaNode } from '../fleet/schema/schemas.ts';
import { isMap } from '../model/data.ts';

/** Hashes of generated files, so that a hand edit is noticed and a foreign file is never deleted. */
export interface Lock {
  readonly lockVersion: 1;
  /** The region it is for; absent in the lock of everything else. */
  readonly region?: string;
  /** Objects per component, in the lock of a region. */
  readonly objects?: Readonly<Record<string, number>>;
  /** Agents that run there, in the lock of a region: whoever leaves one out of the fleet shall be asked. */
  readonly agents?: readonly string[];
  /** Version of the generator that wrote what the lock lists: regions may be of different ones. */
  readonly generator?: string;
  /** Limits of the gate: those that hold for the next change of what the lock lists. */
  readonly gate?: Pick<Limits, 'maxDeletePercent' | 'maxUpdatePercent'> & Partial<Limits>;
  /** What the fleet takes on trust, in the lock of everything else; see `trustsOf`. Absent: nothing. */
  readonly trusts?: readonly string[];
  /** What checks hold the fleet to, in the lock of everything else; see `strictnessOf`. Absent: nothing. */
  readonly strict?: readonly string[];
  /** Path relative to the lock's folder → SHA-256 in hex. The lock itself is not listed. */
  readonly files: Readonly<Record<string, string>>;
}

/** How much of a region, or of the fleet, may change without an approval, in per cent. */
export interface Limits {
  /** Of the objects. */
  readonly maxDeletePercent: number;
  /** Of the objects. */
  readonly maxUpdatePercent: number;
  /** Of agents × regions, and of the objects of a kind of a component: what may stop, restart or be weakened. */
  readonly maxWorkPercent: number;
}

/** The limits of a fleet that sets none. */
export const DEFAULT_LIMITS = fill(schemaAt(['gate']) as SchemaNode, undefined) as Limits;

export const LOCK_NAME = 'fleet.lock.json';

export function lockText(lock: Lock): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** Read a lock; undefined when the text is not one. */
export function parseLock(text: string): Lock | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null) return undefined;
  const { lockVersion, files, objects, agents, generator, gate, trusts, strict } = data as Record<string, unknown>;
  if (lockVersion !== 1 || typeof files !== 'object' || files === null) return undefined;
  if (objects !== undefined && !(isMap(objects) && Object.values(objects).every(isCount))) return undefined;
  if (agents !== undefined && !(Array.isArray(agents) && agents.every((name) => typeof name === 'string'))) return undefined;
  if (generator !== undefined && typeof generator !== 'string') return undefined;
  if (gate !== undefined && !(isMap(gate) && [gate['maxDeletePercent'], gate['maxUpdatePercent']].every(isPercent))) return undefined;
  // Releases before the limit of work have none in their locks.
  if (isMap(gate) && gate['maxWorkPercent'] !== undefined && !isPercent(gate['maxWorkPercent'])) return undefined;
  if ([trusts, strict].some((list) => list !== undefined && !(Array.isArray(list) && list.every((line) => typeof line === 'string'))))
    return undefined;
  const safe = Object.entries(files).every(([path, hash]) => isInside(path) && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash));
  return safe ? (data as Lock) : undefined;
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isPercent(value: unknown): boolean {
  return isCount(value) && (value as number) <= 100;
}

/** A relative path that stays below its folder: a lock comes from a tree that others may have edited. */
export function isInside(path: string): boolean {
  return !path.includes('\\') && path.split('/').every((step) => step !== '' && step !== '.' && step !== '..');
}
