import { acmeServer } from '../../../k8s/issuers.ts';
import { defineRule, fields, memo, shown, texts } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'certificate/several-zones',
  severity: 'note',
  what: 'One certificate is for the wildcards of several zones side by side.',
  why: 'Each cluster then holds the key of all, and those that order the same names share a limit of five a week.',
  fix: 'Write one Certificate for each zone.',
  order: 20,
  *run(cluster) {
    for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
      const names = texts(fields(certificate['spec'])['dnsNames']);
      const zones = names.filter((name) => name.startsWith('*.')).map((name) => name.slice(2));
      const below = new Map<string, Set<string>>();
      for (const zone of zones) memo(below, parent(zone), () => new Set<string>()).add(zone);
      const siblings = zones.filter((zone) => (below.get(parent(zone))?.size ?? 0) > 1);
      if (siblings.length < 2 || acmeServer(cluster, certificate) === undefined) continue;
      yield {
        object: certificate,
        path: '/spec/dnsNames',
        message: `is for ${siblings.length} zones side by side (${shown(siblings.join(', '))}): whoever has its key can be any of them`,
        hint: "one Certificate for each; Let's Encrypt issues the same set of names five times a week, so clusters that share one run out",
      };
    }
  },
});

function parent(zone: string): string {
  return zone.slice(zone.indexOf('.') + 1);
}
