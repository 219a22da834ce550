import { objectTitle } from '../../../k8s/object.ts';
import { kindOf } from '../../../k8s/cluster.ts';
import { madeBy, offers } from '../../../k8s/secrets.ts';
import { fields, text } from '../../../k8s/look.ts';
import type { KubeObject } from '../../../k8s/object.ts';
import type { Rule } from '../../rule.ts';
import { quoted } from '../../../model/quoted.ts';

const KINDS = ['/Secret', 'external-secrets.io/ExternalSecret', 'bitnami.com/SealedSecret', 'cert-manager.io/Certificate'];

/** What only adds to a Secret of others says so. */
function adds(object: KubeObject): boolean {
  const policy = text(fields(fields(object['spec'])['target'])['creationPolicy']);
  return policy === 'Merge' || policy === 'None' || policy === 'Orphan';
}

/** Two controllers that write one Secret overwrite each other; two Certificates are another rule's. */
export const rule: Rule<'cluster'> = {
  code: 'reference/secret-clash',
  severity: 'error',
  what: 'Two objects make one Secret.',
  why: 'Each controller overwrites what the other wrote: whoever reads the Secret gets one key now and another one later, or one that somebody else chose.',
  fix: 'Let one of them make a Secret of another name.',
  scope: 'cluster',
  order: 91,
  *run(cluster) {
    for (const kind of KINDS) {
      for (const object of cluster.subjects(kind)) {
        const [own] = offers(object);
        if (own === undefined || adds(object)) continue;
        const first = madeBy(cluster, own).find(({ by }) => KINDS.includes(kindOf(by)) && !adds(by));
        if (first === undefined || objectTitle(first.by) === objectTitle(object)) continue;
        // cert-manager and Argo CD adopt a Secret that is there for a start; two Certificates are said to clash already.
        if (kindOf(first.by) === kind && kind === 'cert-manager.io/Certificate') continue;
        yield {
          object,
          path: own.at,
          message: `makes the Secret ${quoted(own.name)}, as ${objectTitle(first.by)} does`,
          hint: 'let one of them make a Secret of another name',
          related: [{ object: first.by, path: first.at, note: 'the other one' }],
        };
      }
    }
  },
};
