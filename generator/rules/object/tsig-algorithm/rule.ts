import { having } from '../../../k8s/having.ts';
import { POD_KINDS, containers } from '../../../k8s/pod.ts';
import { child, defineRule, each, shownValue, type FoundIn, type KubeObject, type Placed } from '../../kit.ts';

/** cert-manager's spelling (https://cert-manager.io/docs/configuration/acme/dns01/rfc2136/). */
const CERT_MANAGER = ['HMACMD5', 'HMACSHA1', 'HMACSHA256', 'HMACSHA512'];

/** ExternalDNS' spelling (kubernetes-sigs/external-dns, docs/tutorials/rfc2136.md). */
const EXTERNAL_DNS = ['hmac-md5', 'hmac-sha1', 'hmac-sha224', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'];

const FLAG = '--rfc2136-tsig-secret-alg';

/** ExternalDNS takes every flag from the environment as well. */
const VARIABLE = 'EXTERNAL_DNS_RFC2136_TSIG_SECRET_ALG';

const ISSUERS = ['cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'];

export const rule = defineRule('object', {
  code: 'object/tsig-algorithm',
  severity: 'error',
  what: 'The algorithm of a TSIG key is not spelt as its controller spells it.',
  why: 'cert-manager wants HMACSHA256 where ExternalDNS wants hmac-sha256; with the other one no record is ever written.',
  fix: 'Use the spelling in the hint.',
  order: 320,
  kinds: [...ISSUERS, ...POD_KINDS],
  *run(object) {
    if (object.kind.endsWith('Issuer')) yield* issuer(object);
    for (const container of containers(object)) {
      for (const key of ['command', 'args']) yield* flags(container, key);
      for (const { at, item } of each(container, 'env[]')) if (item['name'] === VARIABLE) yield* externalDns(child(at, 'value'), item['value']);
    }
  },
});

function* issuer(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { at, item } of having(object, 'tsigAlgorithm')) {
    const algorithm = item['tsigAlgorithm'];
    if (typeof algorithm === 'string' && !CERT_MANAGER.includes(algorithm))
      yield {
        path: child(at, 'tsigAlgorithm'),
        message: `${shownValue(algorithm)} is no algorithm as cert-manager spells it`,
        hint: `one of ${CERT_MANAGER.join(', ')}`,
      };
  }
}

/** The value stands behind an equals sign or in the next word. */
function* flags({ at, item }: Placed, key: string): Iterable<FoundIn<'object'>> {
  const words = item[key];
  if (!Array.isArray(words)) return;
  for (const [i, word] of (words as unknown[]).entries()) {
    if (typeof word !== 'string') continue;
    if (word.startsWith(`${FLAG}=`)) yield* externalDns(`${at}/${key}/${i}`, word.slice(FLAG.length + 1));
    else if (word === FLAG) yield* externalDns(`${at}/${key}/${i + 1}`, words[i + 1]);
  }
}

function* externalDns(path: string, algorithm: unknown): Iterable<FoundIn<'object'>> {
  // What a variable holds is known to the cluster alone.
  if (typeof algorithm === 'string' && !algorithm.includes('$(') && !EXTERNAL_DNS.includes(algorithm))
    yield { path, message: `${shownValue(algorithm)} is no algorithm as ExternalDNS spells it`, hint: `one of ${EXTERNAL_DNS.join(', ')}` };
}
