import { fields, maps, text } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import type { KubeObject } from '../k8s/object.ts';
import { STATION_SECRET, clientTlsSecret, signingKeySecret } from '../model/names.ts';
import type { Brought, View } from './brought.ts';
import type { Say } from './pod.ts';
import { podSpec } from './workload.ts';

/** Volumes that every agent has, by the name that ours have. */
const OWN_VOLUMES = new Set(['client-tls', 'signing-keys', 'station', 'tmp', 'state']);

/** Where every agent of a fleet sees Secrets, and which. */
const OWN_PATHS: Readonly<Record<string, (agent: string) => string>> = {
  '/etc/pap/tls': clientTlsSecret,
  '/etc/pap/keys': signingKeySecret,
  '/etc/pap/station': () => STATION_SECRET,
};

/** Secrets and ConfigMaps that the container reads as files. */
export function filesOf({ object }: Brought, container: Fields, view: View, name: string, say: Say): Record<string, unknown> {
  const usual = new Set([clientTlsSecret(name), STATION_SECRET]);
  const found: [string, unknown][] = [];
  for (const { item, at } of maps(podSpec(object)['volumes'], '/spec/template/spec/volumes')) {
    const volume = String(item['name']);
    const what = `volume ${volume}`;
    const secret = text(fields(item['secret'])['secretName']);
    const config = text(fields(item['configMap'])['name']);
    const source = secret ?? config;
    if (
      item['persistentVolumeClaim'] !== undefined ||
      (OWN_VOLUMES.has(volume) && (source === undefined || usual.has(source) || source.startsWith(signingKeySecret(name))))
    )
      continue;
    if (secret !== undefined && (usual.has(secret) || secret.startsWith(signingKeySecret(name)))) continue;
    const mounts = maps(container['volumeMounts'], '').filter(({ item: mount }) => mount['name'] === volume);
    const [mount] = mounts;
    if (mount !== undefined && OWN_PATHS[String(mount.item['mountPath'])] !== undefined && source !== undefined)
      say(
        at,
        what,
        `agents of a fleet see ${OWN_PATHS[String(mount.item['mountPath'])]?.(name) ?? ''} there, and not ${source}: put the same keys into it`,
      );
    else if (source === undefined) say(at, what, 'an agent has volumes of Secrets and ConfigMaps, one of its own, and /tmp');
    else if (mount === undefined || mounts.length > 1) say(at, what, 'the container sees it in no place, or in several');
    else if (mount.item['subPath'] !== undefined) say(at, what, 'it is mounted by subPath; volumes of an agent are folders');
    else {
      const listed = maps(fields(item['secret'] ?? item['configMap'])['items'], '');
      const renamed = listed.filter(({ item: entry }) => entry['key'] !== entry['path']);
      const keys = listed.length > 0 ? listed.flatMap(({ item: entry }) => text(entry['key']) ?? []) : keysOf(view, object, config);
      if (renamed.length > 0) say(at, what, 'its keys have other names as files; volumes of an agent keep the names of the keys');
      else if (keys.length === 0) say(at, what, `which keys ${source} has is not among the manifests: name them under volumes.${volume}.keys`);
      else found.push([volume, { from: `${secret === undefined ? 'configMap' : 'secret'}/${source}`, keys, mountPath: mount.item['mountPath'] }]);
    }
  }
  return Object.fromEntries(found);
}

function keysOf(view: View, { metadata }: KubeObject, config: string | undefined): string[] {
  const found = view.of('ConfigMap').find(({ object }) => object.metadata.name === config && object.metadata.namespace === metadata.namespace);
  return found === undefined ? [] : Object.keys(fields(found.object['data']));
}
