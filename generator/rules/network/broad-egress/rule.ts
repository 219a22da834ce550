import { isBroad, opens } from '../../../k8s/closed-addresses.ts';
import { concerns } from '../../../k8s/network.ts';
import { defineRule, fields, maps, shown, text } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'network/broad-egress',
  severity: 'warning',
  what: 'Pods are let through to nearly every address there is.',
  why: 'Whoever takes over an agent carries out of it what it knows, and reaches what the cluster reaches.',
  source: 'https://kubernetes.io/docs/concepts/security/security-checklist/#network-security',
  fix: 'Name the networks that are meant: of IPv4 none wider than /8, of IPv6 none wider than /16.',
  *run(cluster) {
    // Manifests of others let their pods out as they like.
    if (!cluster.whole) return;
    const { facts } = cluster;
    for (const policy of cluster.subjects('networking.k8s.io/NetworkPolicy')) {
      if (!concerns(policy, 'egress')) continue;
      for (const { item, at } of maps(fields(policy['spec'])['egress'], '/spec/egress')) {
        const peers = maps(item['to'], `${at}/to`);
        if (peers.length === 0) yield { object: policy, path: at, message: 'opens every address', hint: 'add "to" with the networks that are meant' };
        for (const { item: peer, at: peerAt } of peers) {
          const cidr = text(fields(peer['ipBlock'])['cidr']);
          if (cidr === undefined || !isBroad(cidr) || (facts !== undefined && opens({ cidr }, [], facts) !== undefined)) continue;
          yield {
            object: policy,
            path: `${peerAt}/ipBlock/cidr`,
            message: `opens ${shown(cidr)}, nearly every address`,
            hint: 'name the networks that are meant',
          };
        }
      }
    }
  },
});
