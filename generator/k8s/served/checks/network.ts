import { isAddress } from '../../ip.ts';
import { isSubdomain } from '../../../model/names.ts';
import {
  text,
  number,
  items,
  filled,
  nonEmpty,
  alsoEmpty,
  both,
  oneOf,
  atMost,
  label,
  label35,
  subdomain,
  segment,
  qualified,
  port,
  portName,
  cidr,
  absolute,
  intPort,
  type Check,
} from '../check.ts';

const wildcard = text(
  (name) => isSubdomain(name.replace(/^\*\./, '')),
  'name of lower-case letters, digits, hyphens and dots, whose first part may be *',
);

export const NETWORK_CHECKS: Readonly<Record<string, Check>> = {
  'networking.v1.IngressRule.host': both(
    text((host) => !isAddress(host), 'name: it is an address'),
    wildcard,
  ),
  'networking.v1.IngressTLS.hosts': items(both(nonEmpty, wildcard)),
  'networking.v1.IngressTLS.secretName': subdomain,
  'networking.v1.HTTPIngressRuleValue.paths': filled,
  'networking.v1.HTTPIngressPath.pathType': filled,
  'networking.v1.HTTPIngressPath.path': absolute,
  'networking.v1.IngressServiceBackend.name': alsoEmpty(label35),
  'networking.v1.ServiceBackendPort.name': portName,
  'networking.v1.ServiceBackendPort.number': number(0, 65_535),
  'networking.v1.IngressSpec.ingressClassName': alsoEmpty(subdomain),
  'networking.v1.IngressClassSpec.controller': alsoEmpty(
    text(
      (name) => name.length <= 250 && isSubdomain(name.split('/')[0] as string) && /^[^/]+\/.+$/.test(name),
      'name such as example.com/controller',
    ),
  ),
  'networking.v1.IngressClassParametersReference.kind': alsoEmpty(segment),
  'networking.v1.IngressClassParametersReference.name': alsoEmpty(segment),
  'networking.v1.IngressClassParametersReference.namespace': label,
  'networking.v1.IPBlock.cidr': both(filled, cidr),
  'networking.v1.IPBlock.except': items(both(filled, cidr)),
  'networking.v1.NetworkPolicyPort.port': intPort,
  'networking.v1.NetworkPolicyPort.endPort': port,
  'networking.v1.NetworkPolicyPort.protocol': alsoEmpty(oneOf('SCTP', 'TCP', 'UDP')),
  'networking.v1.NetworkPolicySpec.policyTypes': both(items(alsoEmpty(oneOf('Egress', 'Ingress'))), atMost(2)),
  'networking.v1.ServiceCIDRSpec.cidrs': both(filled, items(both(filled, cidr)), atMost(2)),
  'discovery.v1.Endpoint.addresses': both(filled, atMost(100)),
  'discovery.v1.Endpoint.hostname': label,
  'discovery.v1.Endpoint.nodeName': alsoEmpty(subdomain),
  'discovery.v1.EndpointPort.name': label,
  'discovery.v1.EndpointPort.appProtocol': alsoEmpty(qualified),
  'discovery.v1.EndpointPort.protocol': alsoEmpty(oneOf('SCTP', 'TCP', 'UDP')),
  'discovery.v1.EndpointSlice.addressType': filled,
};
