import { child, defineRule, each, quoted, shown, text, textMap, texts, type Placed } from '../../kit.ts';

const [ISSUER, CLUSTER_ISSUER] = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer'];
const BESIDE_NONE = [ISSUER, 'cert-manager.io/issuer-kind', 'cert-manager.io/issuer-group'];

/** cert-manager, pkg/controller/certificate-shim/sync.go: issuerForIngressLike, validateIngressTLSBlock, checkForDuplicateSecretNames. */
export const rule = defineRule('object', {
  code: 'certificate/ingress-annotation',
  severity: 'error',
  what: 'An Ingress asks cert-manager for a certificate that it cannot make of it.',
  why: 'cert-manager says BadConfig in an event and makes no Certificate: the proxy goes on with its own, which no client trusts.',
  fix: 'Name one issuer, and in each entry of `tls` the hosts and a Secret of its own.',
  order: 6,
  kinds: ['networking.k8s.io/Ingress'],
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    const annotations = textMap(object.metadata.annotations);
    if (!(ISSUER in annotations) && !(CLUSTER_ISSUER in annotations)) return;
    if (CLUSTER_ISSUER in annotations)
      for (const name of BESIDE_NONE)
        if (name in annotations)
          yield {
            path: child('/metadata/annotations', name),
            key: true,
            message: `${name} stands beside ${CLUSTER_ISSUER}`,
            hint: 'keep one of the two',
          };
    const secrets = new Map<string, Placed>();
    for (const entry of each(object, 'spec.tls[]')) {
      const secret = text(entry.item['secretName']);
      const lacks = [...(secret === undefined ? ['secretName'] : []), ...(texts(entry.item['hosts']).length === 0 ? ['hosts'] : [])];
      if (lacks.length > 0) yield { path: entry.at, message: `has no ${lacks.map(shown).join(' and no ')}`, hint: 'write both hosts and secretName' };
      const other = secret === undefined ? undefined : secrets.get(secret);
      if (other !== undefined)
        yield {
          path: child(entry.at, 'secretName'),
          message: `${quoted(secret as string)} is the Secret of two entries`,
          hint: 'list all hosts in one entry, or name another Secret',
          related: [{ path: child(other.at, 'secretName'), note: 'the other one' }],
        };
      else if (secret !== undefined) secrets.set(secret, entry);
    }
  },
});
