// Where programs and CRDs lie that were made once: outside the checkout, so that a new clone has them too.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pap-fleet/cluster');

/** The folder of what is made from these texts, and from nothing else. Other texts, another folder. */
export function cachedAt(...texts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return join(folder, hash.digest('hex').slice(0, 16));
}

/** Makes a folder as a whole: beside its place, then renamed, since another run may make the same. */
export function makeOnce(target: string, make: (into: string) => void): void {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  const beside = mkdtempSync(`${target}.`);
  try {
    make(beside);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    // Somebody else was faster: the same files are there.
    if (!existsSync(target)) throw error;
  }
}

/** The same for what takes its time. */
export async function makeOnceSlowly(target: string, make: (into: string) => Promise<void>): Promise<void> {
  if (existsSync(target)) return;
  const made = mkdtempSync(join(tmpdir(), 'pap-made-'));
  try {
    await make(made);
    makeOnce(target, (into) => cpSync(made, into, { recursive: true }));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
