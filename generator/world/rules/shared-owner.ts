import type { KubeObject } from '../../kube/object.ts';
import { objectTitle } from '../../kube/object.ts';
import { texts } from '../look.ts';
import { WORKLOADS } from '../pod.ts';
import type { WorldRule } from '../rule.ts';
import { quoted } from '../../model/quoted.ts';

interface Writer {
  readonly owner: KubeObject;
  readonly at: string;
  readonly id: string;
  readonly zones: readonly string[];
}

const OWNER = '--txt-owner-id=';

/** Two instances of ExternalDNS with one owner id take each other's records for their own and delete them. */
export const sharedOwner: WorldRule = {
  code: 'dns/shared-owner',
  across: { kinds: WORKLOADS, of: (object) => JSON.stringify(object).includes(OWNER), named: true },
  *run(cluster) {
    const writers: Writer[] = [];
    for (const { owner, containers } of cluster.pods) {
      for (const { fields: container, at } of containers) {
        const args = texts(container['args']);
        const index = args.findIndex((arg) => arg.startsWith(OWNER));
        if (index === -1) continue;
        const zones = args.filter((arg) => arg.startsWith('--domain-filter=')).map((arg) => cluster.filled(arg.slice(16)));
        writers.push({ owner, at: `${at}/args/${index}`, id: cluster.filled((args[index] as string).slice(OWNER.length)), zones });
      }
    }
    for (const [i, writer] of writers.entries()) {
      // The same object twice is one of two alternatives, as documentation has them.
      const other = writers
        .slice(0, i)
        .find(({ id, owner, zones }) => id === writer.id && objectTitle(owner) !== objectTitle(writer.owner) && overlap(zones, writer.zones));
      if (other === undefined) continue;
      yield {
        object: writer.owner,
        path: writer.at,
        message: `writes as ${quoted(writer.id)}, as ${objectTitle(other.owner)} does, into the same names`,
        hint: 'give each instance an owner id and a domain filter of its own',
        related: [{ object: other.owner, path: other.at, note: 'the other one' }],
      };
    }
  },
};

function overlap(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return true;
  return a.some((x) => b.some((y) => x === y || x.endsWith(`.${y}`) || y.endsWith(`.${x}`)));
}
