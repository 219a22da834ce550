import { integer, maps } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import type { Values } from './layers.ts';
import { present } from './pod.ts';
import type { Say } from './pod.ts';

export function portsOf(container: Fields, env: Readonly<Record<string, string>>): Values {
  const named = (...names: string[]): number | undefined =>
    maps(container['ports'], '').flatMap(({ item }) => (names.includes(String(item['name'])) ? (integer(item['containerPort']) ?? []) : []))[0];
  const told = (name: string): number | undefined => (/^[0-9]{1,5}$/.test(env[name] ?? '') ? Number(env[name]) : undefined);
  return present({ http: named('http') ?? told('HTTP_PORT'), grpc: named('grpc', 'pap-cp') ?? told('GRPC_PORT') });
}

export function extraPortsOf(container: Fields, say: Say, at: string): Record<string, unknown> {
  const known = new Set(['http', 'grpc', 'pap-cp']);
  return Object.fromEntries(
    maps(container['ports'], `${at}/ports`).flatMap(({ item, at: place }) => {
      const { name, containerPort, protocol = 'TCP' } = item;
      if (typeof name === 'string' && known.has(name)) return [];
      if (typeof name === 'string' && protocol === 'TCP') return [[name, containerPort]];
      say(
        place,
        `port ${String(containerPort)}`,
        typeof name === 'string' ? 'further ports are TCP' : 'it has no name: further ports of an agent have one',
      );
      return [];
    }),
  );
}
