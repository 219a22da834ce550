import type { Compiled } from '../compile.ts';
import { sha256 } from '../model/sha256.ts';
import { isMap } from '../model/data.ts';
import { byCodeUnit } from '../model/order.ts';
import type { ConfigFile } from '../yaml/read.ts';

/** SHA-256 of what the config says: the fleet with its keys sorted, so that comments and order do not count, and every other file that objects follow from. */
export function fleetHash({ sources }: Compiled, config: readonly ConfigFile[]): string {
  const sorted = (_: string, value: unknown): unknown =>
    isMap(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => byCodeUnit(a, b))) : value;
  const customs = config
    .filter(({ relative }) => /^(extra|patches|components|schemas|policies|rollouts|holds|freezes)\//.test(relative))
    .map(({ relative, bytes }) => [relative, sha256(bytes)]);
  return sha256(JSON.stringify([sources?.data, customs], sorted));
}
