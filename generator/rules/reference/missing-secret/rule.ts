import { secretsIn } from '../../../k8s/references.ts';
import { madeBy, makesSecrets, mayMake, offersOf } from '../../../k8s/secrets.ts';
import { defineRule, named, objectTitle, shown } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'reference/missing-secret',
  severity: 'error',
  what: 'An object reads a Secret that nobody makes.',
  why: 'Its pods hang in ContainerCreating, its issuer never orders, its route serves a default certificate.',
  fix: 'Deliver the Secret in the namespace that reads it, or declare it under `externals`.',
  order: 20,
  *run(cluster) {
    if (!makesSecrets(cluster)) return;
    const said = new Set<string>();
    for (const { by, at, namespace, name, verb } of secretsIn(cluster)) {
      const key = `${objectTitle(by)} ${at}`;
      if (said.has(key) || madeBy(cluster, { namespace, name }).length > 0 || cluster.external('Secret', namespace, name) !== undefined) continue;
      said.add(key);
      if (mayMake(cluster, { namespace, name })) continue;
      const elsewhere = offersOf(cluster, name)[0];
      yield {
        object: by,
        path: at,
        message: `${verb} the ${named('Secret', namespace, name)}, which nobody makes`,
        hint:
          elsewhere === undefined
            ? `deliver it by an ExternalSecret, a SealedSecret or a Certificate${cluster.whole ? ', or declare it under "externals" in fleet.yaml' : ' in that namespace'}`
            : `a Secret of this name is made in namespace ${shown(elsewhere.namespace ?? '')}, but Secrets do not cross namespaces`,
        related: elsewhere && [{ object: elsewhere.by, path: elsewhere.at, note: `${objectTitle(elsewhere.by)} makes it in another namespace` }],
      };
    }
  },
});
