import { HANDOVER_ANNOTATION } from '../k8s/labels.ts';
import { fields, integer, maps } from '../k8s/look.ts';
import type { Brought, Told, View } from './brought.ts';
import type { Values } from './layers.ts';
import { present } from './pod.ts';

/** What an autoscaler of a Deployment says; `null` where there is none. */
export function autoscaleOf({ object }: Brought, view: View, name: string, told: Told): Values | null {
  const scaler = view.of('autoscaling/HorizontalPodAutoscaler').find((each) => {
    const { kind, name: target } = fields(fields(each.object['spec'])['scaleTargetRef']);
    return each.object.metadata.namespace === object.metadata.namespace && kind === 'Deployment' && target === object.metadata.name;
  });
  if (scaler === undefined) return null;
  told.take(scaler, `agents.${name}.autoscale`);
  const spec = fields(scaler.object['spec']);
  const metrics = maps(spec['metrics'], '/spec/metrics');
  const used = (resource: string): number | undefined =>
    metrics.flatMap(({ item }) => {
      const { name: which, target } = fields(item['resource']);
      return which === resource ? (integer(fields(target)['averageUtilization']) ?? []) : [];
    })[0];
  for (const { item, at } of metrics) {
    const { name: which, target } = fields(item['resource']);
    if (!['cpu', 'memory'].includes(String(which)) || fields(target)['averageUtilization'] === undefined)
      told.left(scaler, at, `metric ${String(which ?? item['type'])}`, 'an agent scales by the share of the requests of cpu and memory that it uses');
  }
  const cpu = used('cpu') ?? integer(spec['targetCPUUtilizationPercentage']);
  return present({
    min: integer(spec['minReplicas']) ?? 1,
    max: integer(spec['maxReplicas']),
    cpu,
    memory: used('memory') ?? null,
    handover: scaler.object.metadata.annotations?.[HANDOVER_ANNOTATION] === 'true',
  });
}
