import { coveringNames, ruleHosts } from '../../../k8s/hosts.ts';
import { madeBy } from '../../../k8s/secrets.ts';
import {
  defineRule,
  each,
  fields,
  get,
  objectTitle,
  quoted,
  shown,
  text,
  texts,
  type Cluster,
  type FoundIn,
  type KubeObject,
  type Pointer,
} from '../../kit.ts';

/** Certificates behind one Secret, and what they are for. */
interface Cover {
  readonly certificate: KubeObject;
  readonly names: ReadonlySet<string>;
  readonly said: string;
}

export const rule = defineRule('cluster', {
  code: 'reference/uncovered-host',
  severity: 'warning',
  inFleets: 'error',
  what: 'A host is served with a certificate that does not name it.',
  why: 'Every client refuses the connection.',
  source: 'https://www.rfc-editor.org/rfc/rfc9525',
  fix: 'Add the host to the certificate, or use another one. A wildcard stands for exactly one label.',
  order: 100,
  *run(cluster) {
    const covers = new Map<string, Cover | null>();
    for (const route of cluster.subjects('traefik.io/IngressRoute')) {
      const cover = coverOf(cluster, covers, route, text(get(route, ['spec', 'tls', 'secretName'])));
      if (cover === null) continue;
      for (const { item, at } of each(route, 'spec.routes[]')) {
        for (const host of ruleHosts(text(item['match']) ?? '')) yield* uncovered(cover, route, host, `${at}/match`);
      }
    }
    for (const ingress of cluster.subjects('networking.k8s.io/Ingress')) {
      for (const { item, at } of each(ingress, 'spec.tls[]')) {
        const cover = coverOf(cluster, covers, ingress, text(item['secretName']));
        if (cover === null) continue;
        for (const host of texts(item['hosts'])) yield* uncovered(cover, ingress, host, `${at}/hosts`);
      }
    }
  },
});

/** What the certificate in a Secret is for; null where nobody knows. */
function coverOf(
  cluster: Cluster,
  known: Map<string, Cover | null>,
  { metadata: { namespace } }: KubeObject,
  name: string | undefined,
): Cover | null {
  if (name === undefined) return null;
  const key = `${namespace ?? ''}/${name}`;
  let cover = known.get(key);
  if (cover === undefined) known.set(key, (cover = madeFor(cluster, namespace, name)));
  return cover;
}

function madeFor(cluster: Cluster, namespace: string | undefined, name: string): Cover | null {
  const certificates = madeBy(cluster, { namespace, name }).map(({ by }) => by);
  const [certificate] = certificates;
  if (certificate === undefined || certificates.some(({ kind }) => kind !== 'Certificate')) return null;
  const names = certificates.flatMap(({ ['spec']: spec }) => {
    const { dnsNames, ipAddresses, commonName } = fields(spec);
    return [...texts(dnsNames), ...texts(ipAddresses), ...texts([commonName])].filter((each) => each !== '');
  });
  return { certificate, names: new Set(names.map((each) => each.toLowerCase())), said: shown(names.join(', ')) };
}

function* uncovered({ certificate, names, said }: Cover, route: KubeObject, host: string, path: Pointer): Iterable<FoundIn<'cluster'>> {
  if (coveringNames(host).some((each) => names.has(each))) return;
  yield {
    object: route,
    path,
    message: `serves ${quoted(host)} with the certificate of ${objectTitle(certificate)}, which is for ${said}`,
    hint: 'a wildcard stands for exactly one label; add the host to dnsNames, or use the Secret of another Certificate',
    related: [{ object: certificate, path: '/spec/dnsNames', note: 'the names it has' }],
  };
}
