import { sha256 } from '../model/sha256.ts';
import { BASE_KUSTOMIZATION } from './kustomization.ts';

/** `base/agents/research/1.2.0-3f9c2a1b/objects.yaml`; see `unit`. */
const OBJECTS = /^(base\/.+[-/]([0-9a-f]{8}))\/objects\.yaml$/;

/**
 * Files of bases that no lock lists and that a run of ours has made all the same: the name of the folder is the hash of what is in it. So they can
 * be removed where the lock of that run has gone.
 * @param paths files below out/ @returns path → SHA-256
 */
export function unlistedBases(
  paths: readonly string[],
  isListed: (path: string) => boolean,
  read: (path: string) => Uint8Array,
): Map<string, string> {
  const found = new Map<string, string>();
  const all = new Set(paths);
  for (const path of paths) {
    const [, folder, hash] = OBJECTS.exec(path) ?? [];
    if (folder === undefined || hash === undefined || isListed(path)) continue;
    const kustomization = `${folder}/kustomization.yaml`;
    const digest = sha256(read(path));
    if (!digest.startsWith(hash) || !all.has(kustomization) || !Buffer.from(BASE_KUSTOMIZATION).equals(read(kustomization))) continue;
    found.set(path, digest).set(kustomization, sha256(BASE_KUSTOMIZATION));
  }
  return found;
}
