import { objectTitle } from '../../kube/object.ts';
import type { KubeObject } from '../../kube/object.ts';
import type { Pointer } from '../../model/pointer.ts';
import { covers, ruleHosts } from '../hosts.ts';
import type { Cluster } from '../cluster.ts';
import { fields, maps, text, texts } from '../look.ts';
import type { WorldFault, WorldRule } from '../rule.ts';
import { madeBy } from '../secrets.ts';
import { quoted, shown } from '../../model/quoted.ts';

/** Browsers and agents refuse a certificate that does not name the host they asked for. */
export const uncoveredHost: WorldRule = {
  code: 'reference/uncovered-host',
  *run(cluster) {
    for (const route of cluster.subjects('traefik.io/IngressRoute')) {
      const spec = fields(route['spec']);
      const secret = text(fields(spec['tls'])['secretName']);
      for (const { item, at } of maps(spec['routes'], '/spec/routes')) {
        for (const host of ruleHosts(text(item['match']) ?? '')) yield* uncovered(cluster, route, secret, host, `${at}/match`);
      }
    }
    for (const ingress of cluster.subjects('networking.k8s.io/Ingress')) {
      for (const { item, at } of maps(fields(ingress['spec'])['tls'], '/spec/tls')) {
        for (const host of texts(item['hosts'])) yield* uncovered(cluster, ingress, text(item['secretName']), host, `${at}/hosts`);
      }
    }
  },
};

function* uncovered(cluster: Cluster, route: KubeObject, name: string | undefined, host: string, path: Pointer): Iterable<WorldFault> {
  if (name === undefined) return;
  const certificates = madeBy(cluster, { namespace: route.metadata.namespace, name }).map(({ by }) => by);
  const [certificate] = certificates;
  if (certificate === undefined || certificates.some(({ kind }) => kind !== 'Certificate')) return;
  const names = certificates.flatMap((each) => [...texts(fields(each['spec'])['dnsNames']), text(fields(each['spec'])['commonName']) ?? '']);
  if (names.some((each) => covers(each, host))) return;
  yield {
    object: route,
    path,
    message: `serves ${quoted(host)} with the certificate of ${objectTitle(certificate)}, which is for ${shown(names.filter((each) => each !== '').join(', '))}`,
    hint: 'a wildcard stands for exactly one label; add the host to dnsNames, or use the Secret of another Certificate',
    related: [{ object: certificate, path: '/spec/dnsNames', note: 'the names it has' }],
  };
}
