import { fields, maps, text, textMap } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';

/** Whom a rule of a NetworkPolicy lets through: `traefik/traefik on 8080, 50051`. */
export function peersText(peers: unknown, ports: unknown): string {
  const whom = maps(peers, '').map(({ item }) => peerText(item));
  const where = maps(ports, '').map(({ item }) => `${String(item['port'])}${item['protocol'] === 'UDP' ? ' UDP' : ''}`);
  return `${whom.length === 0 ? 'anybody' : whom.join(', ')}${where.length === 0 ? '' : ` on ${where.join(', ')}`}`;
}

function peerText({ ipBlock, namespaceSelector, podSelector }: Fields): string {
  const cidr = text(fields(ipBlock)['cidr']);
  if (cidr !== undefined) return cidr;
  const namespace = namespaceSelector === undefined ? '' : `${selectorText(namespaceSelector, 'every namespace')}/`;
  return `${namespace}${podSelector === undefined ? 'every pod' : selectorText(podSelector, 'every pod')}`;
}

/** The names that a selector names, or all of its labels. */
function selectorText(selector: unknown, all: string): string {
  const labels = textMap(fields(selector)['matchLabels']);
  const name = labels['kubernetes.io/metadata.name'] ?? labels['app.kubernetes.io/name'] ?? labels['k8s-app'];
  if (name !== undefined) return name;
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length > 0 ? pairs.join(',') : Array.isArray(fields(selector)['matchExpressions']) ? 'some, by expressions' : all;
}
