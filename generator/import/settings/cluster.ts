import { fields, integer, maps, text, textMap } from '../../k8s/look.ts';
import type { Values } from '../layers.ts';
import { present, some } from '../pod.ts';
import type { Context } from './context.ts';

export interface ClusterSeen {
  readonly settings: Values;
  readonly kubernetes: string | undefined;
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';

export function clusterSeen({ view, told, namespace, agents }: Context): ClusterSeen {
  const own = view.of('Namespace').filter(({ object }) => [namespace, 'external-dns'].includes(object.metadata.name));
  for (const each of own) told.take(each, 'components.cluster');
  const labels = view.named('Namespace', namespace)?.object.metadata.labels ?? {};
  const inside = (kind: string) => view.of(kind).filter(({ object }) => object.metadata.namespace === namespace);
  const quota = inside('ResourceQuota')[0];
  const range = inside('LimitRange')[0];
  told.take(quota, 'components.cluster.quota');
  told.take(range, 'components.cluster.limits');
  const hard = fields(fields(quota?.object['spec'])['hard']);
  const limits = maps(fields(range?.object['spec'])['limits'], '').find(({ item }) => item['type'] === 'Container')?.item;
  const rules = view
    .of('admissionregistration.k8s.io/ValidatingAdmissionPolicy')
    .filter(({ object }) => object.metadata.name.endsWith('-agent-images'));
  for (const each of rules) told.take(each, 'components.cluster.images');
  const [first, second] = maps(fields(rules[0]?.object['spec'])['validations'], '').map(({ item }) => item);
  const images = agents.map(({ values }) => String(values['image']));
  const [, registries] = /^images come from (.+)$/.exec(String(second?.['message'])) ?? [];
  const amounts = (value: unknown): Values | undefined =>
    some(present({ cpu: amount(fields(value)['cpu']), memory: amount(fields(value)['memory']) }));
  const [, kubernetes] = /^v([0-9]+\.[0-9]+)$/.exec(labels[`${ENFORCE}-version`] ?? '') ?? [];
  return {
    settings: present({
      podSecurity: text(textMap(labels)[ENFORCE]),
      images:
        first === undefined
          ? images.length > 0 && images.every((image) => image.includes('@sha256:'))
            ? 'digest'
            : undefined
          : String(first['message']).includes('digest') && !String(first['message']).includes('tag')
            ? 'digest'
            : 'tag',
      registries: registries?.split(', '),
      quota: some(
        present({
          cpu: amount(hard['requests.cpu'] ?? hard['cpu']),
          memory: amount(hard['requests.memory'] ?? hard['memory']),
          pods: podCount(hard['pods']),
        }),
      ),
      limits:
        limits === undefined
          ? undefined
          : some(present({ defaultRequest: amounts(limits['defaultRequest']), default: amounts(limits['default']), max: amounts(limits['max']) })),
    }),
    kubernetes,
  };
}

function amount(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function podCount(value: unknown): number | undefined {
  return integer(value) ?? (typeof value === 'string' && /^[0-9]+$/.test(value) ? Number(value) : undefined);
}
