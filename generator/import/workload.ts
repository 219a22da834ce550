import { OWNER_LABEL, REF_ANNOTATION } from '../k8s/labels.ts';
import { fields, maps } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import type { KubeObject } from '../k8s/object.ts';
import { RE_REF } from './names.ts';
import { literals } from './pod.ts';

/** Whether a workload is an agent: PAP's own variables say so, or our labels. */
export function isAgentWorkload(object: KubeObject): boolean {
  if (object.metadata.labels?.[OWNER_LABEL] !== undefined || object.metadata.annotations?.[REF_ANNOTATION] !== undefined) return true;
  const { item } = containerOf(object);
  return maps(item['env'], '').some(({ item: variable }) =>
    ['AGENT_UUID', 'AGENT_DNS_NAME', 'PAP_CP_ENDPOINT', 'PAP_HOOKS_ENDPOINT', 'PAP_AGENT_ID'].includes(String(variable['name'])),
  );
}

export function podSpec(object: KubeObject): Fields {
  return fields(fields(fields(object['spec'])['template'])['spec']);
}

/** The container of the agent itself. */
export function containerOf(object: KubeObject): { readonly item: Fields; readonly at: string } {
  const all = maps(podSpec(object)['containers'], '/spec/template/spec/containers');
  return all.find(({ item }) => item['name'] === 'agent') ?? all[0] ?? { item: {}, at: '/spec/template/spec/containers/0' };
}

/** `owner/name@version`, where a workload says so. */
export function refIn(object: KubeObject): string | undefined {
  const said = object.metadata.annotations?.[REF_ANNOTATION] ?? literals(containerOf(object).item)['AGENT_UUID'];
  return said !== undefined && RE_REF.test(said) ? said : undefined;
}
