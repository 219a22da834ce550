import { isMap } from '../../../model/data.ts';
import { fields, type Fields } from '../../look.ts';
import { canonicalAddress, isIpv4, isIpv6 } from '../../ip.ts';
import { isSubdomain } from '../../../model/names.ts';
import { shownValue } from '../../shown.ts';
import { segment } from '../check.ts';
import { endpointIp } from '../checks/core.ts';
import { has, listOf, all, needing, oneOfThese, type Wrong, type Relation } from '../relation.ts';

function* path(item: Fields): Iterable<Wrong> {
  const { pathType, path } = item;
  if (pathType !== 'Exact' && pathType !== 'Prefix') return;
  if (typeof path !== 'string' || !path.startsWith('/')) yield { message: 'needs an absolute path' };
  else if (/\/\/|\/\.(?=\/|$)|\/\.\.(?=\/|$)|%2[fF]/.test(path)) yield { key: 'path', message: 'must not hold "//", "/./", "/../" or "%2f"' };
}

function* peer(item: Fields): Iterable<Wrong> {
  if (!isMap(item['podSelector']) && !isMap(item['namespaceSelector']) && !isMap(item['ipBlock']))
    yield { message: 'needs podSelector, namespaceSelector or ipBlock' };
  if (isMap(item['ipBlock']) && (isMap(item['podSelector']) || isMap(item['namespaceSelector'])))
    yield { key: 'ipBlock', message: 'must stand alone' };
}

export const NETWORK_RELATIONS: Readonly<Record<string, Relation>> = {
  'networking.v1.IngressClassSpec': needing('controller'),
  'discovery.v1.EndpointSlice': function* (item) {
    const names = listOf(item['ports']).map((each) => fields(each)['name'] ?? '');
    if (new Set(names).size < names.length) yield { key: 'ports', message: 'each needs a name of its own' };
    const is = { IPv4: isIpv4, IPv6: isIpv6 }[String(item['addressType'])];
    if (is === undefined) return;
    for (const address of listOf(item['endpoints']).flatMap((endpoint) => listOf(fields(endpoint)['addresses'])))
      if (typeof address !== 'string' || !is(address) || canonicalAddress(address) !== address)
        yield { key: 'endpoints', message: `${shownValue(address)} is no ${String(item['addressType'])} address in its usual form` };
      else {
        const flaw = endpointIp(address);
        if (flaw !== undefined) yield { key: 'endpoints', message: flaw };
      }
  },
  'networking.v1.IngressSpec': function* (item) {
    if (!isMap(item['defaultBackend']) && listOf(item['rules']).length === 0) yield { message: 'needs rules or defaultBackend' };
  },
  'networking.v1.IngressBackend': all(oneOfThese('service', 'resource'), function* (item) {
    // The type of the reference is that of other fields as well, which ask less: validateIngressTypedLocalObjectReference.
    if (!isMap(item['resource'])) return;
    for (const key of ['kind', 'name']) {
      const value = item['resource'][key] ?? '';
      if (value === '' || (typeof value === 'string' && segment(value) !== undefined))
        yield { below: `/resource/${key}`, message: `${shownValue(value)} is no name without slash and percent sign` };
    }
    const { apiGroup } = item['resource'];
    if (typeof apiGroup === 'string' && !isSubdomain(apiGroup)) yield { below: '/resource/apiGroup', message: `${shownValue(apiGroup)} is no group` };
  }),
  'networking.v1.ServiceBackendPort': function* (item) {
    const [name, number] = [has(item, 'name'), has(item, 'number') && item['number'] !== 0];
    if (name === number) yield { message: 'needs name or number, and not both' };
  },
  'networking.v1.IngressServiceBackend': needing('name', 'port'),
  'networking.v1.HTTPIngressPath': all(needing('backend', 'pathType'), path),
  'networking.v1.NetworkPolicyPeer': peer,
  'discovery.v1.Endpoint': needing('addresses'),
};
