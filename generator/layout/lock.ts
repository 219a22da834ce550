import { createHash } from 'node:crypto';

/** Hashes of generated files, so that a hand edit is noticed and a foreign file is never deleted. */
export interface Lock {
  readonly lockVersion: 1;
  /** The region it is for; absent in the lock of everything else. */
  readonly region?: string;
  /** Objects per component, in the lock of a region. */
  readonly objects?: Readonly<Record<string, number>>;
  /** Path relative to the lock's folder → SHA-256 in hex. The lock itself is not listed. */
  readonly files: Readonly<Record<string, string>>;
}

export const LOCK_NAME = 'fleet.lock.json';

export function lockText(lock: Lock): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
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
  const { lockVersion, files } = data as Record<string, unknown>;
  if (lockVersion !== 1 || typeof files !== 'object' || files === null) return undefined;
  const safe = Object.entries(files).every(([path, hash]) => isInside(path) && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash));
  return safe ? (data as Lock) : undefined;
}

/** A relative path that stays below its folder: a lock comes from a tree that others may have edited. */
export function isInside(path: string): boolean {
  return (
    path !== '' && !path.startsWith('/') && !path.includes('\\') && path.split('/').every((step) => step !== '' && step !== '.' && step !== '..')
  );
}
