import type { KubeObject } from './object.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Cluster } from './cluster.ts';
import { fields, maps, text } from './look.ts';

/** A ConfigMap that a pod reads. */
export interface ConfigMapAsk {
  readonly by: KubeObject;
  readonly at: Pointer;
  readonly name: string;
  readonly key?: { readonly name: string; readonly at: Pointer };
}

export function configMapAsks(cluster: Cluster): readonly ConfigMapAsk[] {
  return cluster.pods.flatMap(({ owner: by, spec, at, containers }) => {
    const asks: ConfigMapAsk[] = [];
    const ask = (value: unknown, sourceAt: Pointer): void => {
      const source = fields(value);
      const name = text(source['name']);
      if (name === undefined || source['optional'] === true) return;
      const one = { by, at: `${sourceAt}/name`, name };
      const key = text(source['key']);
      const read = maps(source['items'], `${sourceAt}/items`);
      if (key !== undefined) asks.push({ ...one, key: { name: key, at: `${sourceAt}/key` } });
      else if (read.length === 0) asks.push(one);
      for (const { item, at: itemAt } of read) asks.push({ ...one, key: { name: text(item['key']) ?? '', at: `${itemAt}/key` } });
    };
    for (const { item, at: volumeAt } of maps(spec['volumes'], `${at}/spec/volumes`)) {
      ask(item['configMap'], `${volumeAt}/configMap`);
      for (const { item: source, at: sourceAt } of maps(fields(item['projected'])['sources'], `${volumeAt}/projected/sources`))
        ask(source['configMap'], `${sourceAt}/configMap`);
    }
    for (const { fields: container, at: containerAt } of containers) {
      for (const { item, at: envAt } of maps(container['env'], `${containerAt}/env`))
        ask(fields(item['valueFrom'])['configMapKeyRef'], `${envAt}/valueFrom/configMapKeyRef`);
      for (const { item, at: fromAt } of maps(container['envFrom'], `${containerAt}/envFrom`)) ask(item['configMapRef'], `${fromAt}/configMapRef`);
    }
    return asks;
  });
}

export function configMapKeys(map: KubeObject): ReadonlySet<string> {
  return new Set([...Object.keys(fields(map['data'])), ...Object.keys(fields(map['binaryData']))]);
}

/** What clusters put into every namespace: Kubernetes, OpenShift, Istio. */
export const ROOT_CERTIFICATES: ReadonlySet<string> = new Set(['kube-root-ca.crt', 'openshift-service-ca.crt', 'istio-ca-root-cert']);
