// What a container says, in the words of an agent's settings.
import { fields, integer, maps, text, texts } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import { canonicalQuantity } from '../k8s/quantity.ts';
import type { Pointer } from '../model/pointer.ts';
import { child } from '../model/pointer.ts';
import { findSecrets, secretInSetting } from '../secrets/find.ts';
import type { Values } from './layers.ts';

/** Told of what is not understood, and where. */
export type Say = (at: Pointer, what: string, why: string) => void;

/** A variable, and what it is: a text, or where it comes from. */
export type Variables = Readonly<Record<string, string | { readonly from: string }>>;

/** Literals of variables; of a name that stands there twice the last counts. */
export function literals(container: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    maps(container['env'], '').flatMap(({ item }) => {
      const { name, value = '' } = item;
      return typeof name === 'string' && typeof value === 'string' && item['valueFrom'] === undefined ? [[name, value]] : [];
    }),
  );
}

/**
 * Variables besides those that PAP defines. A value that looks like a secret is not kept: it is to come from a Secret.
 * @param secret the Secret that holds what stood in the manifest
 */
export function variables(container: Fields, at: Pointer, known: ReadonlySet<string>, secret: string, say: Say): Variables {
  const found: Record<string, string | { from: string }> = {};
  for (const { item, at: place } of maps(container['env'], child(at, 'env'))) {
    const { name, value = '', valueFrom } = item;
    if (typeof name !== 'string' || known.has(name)) continue;
    const source = valueFrom === undefined ? undefined : sourceIn(fields(valueFrom));
    if (source !== undefined) found[name] = { from: source };
    else if (valueFrom !== undefined)
      say(place, `variable ${name}`, 'it comes from a field of the pod, and variables of an agent are texts or keys of Secrets and ConfigMaps');
    else if (typeof value !== 'string') say(place, `variable ${name}`, 'its value is no text');
    else if (findSecrets(value, [name]).length > 0 || secretInSetting(name, value) !== undefined) {
      found[name] = { from: `secret/${secret}/${name}` };
      say(
        place,
        `the value of ${name}`,
        `it looks like a secret, which Git must not have: the variable now comes from the key ${name} of the Secret ${secret}, to be made by hand`,
      );
    } else found[name] = value;
  }
  for (const { item, at: place } of maps(container['envFrom'], child(at, 'envFrom'))) {
    const name = text(fields(item['secretRef'])['name']) ?? text(fields(item['configMapRef'])['name']) ?? '?';
    say(place, `all variables of ${name}`, 'an agent names each variable that it takes: add them under env with `from`');
  }
  return found;
}

function sourceIn(from: Fields): string | undefined {
  for (const [key, kind] of [
    ['secretKeyRef', 'secret'],
    ['configMapKeyRef', 'configMap'],
  ] as const) {
    const { name, key: entry } = fields(from[key]);
    if (typeof name === 'string' && typeof entry === 'string') return `${kind}/${name}/${entry}`;
  }
  return undefined;
}

export function resourcesOf(container: Fields): Values {
  const side = (key: string): Values => {
    const { cpu, memory } = fields(fields(container['resources'])[key]);
    const amount = (value: unknown): string | undefined =>
      typeof value === 'string' || typeof value === 'number' ? canonicalQuantity(value) : undefined;
    return present({ cpu: amount(cpu), memory: amount(memory) });
  };
  return present({ requests: some(side('requests')), limits: some(side('limits')) });
}

/** Without keys that say nothing. */
export function present(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** A map that says something. */
export function some(values: Values): Values | undefined {
  return Object.keys(values).length === 0 ? undefined : values;
}

/** The path that a probe asks, if it asks by HTTP. */
export function probePath(container: Fields, probe: string): string | undefined {
  return text(fields(fields(container[probe])['httpGet'])['path']);
}

/** How long a startup probe lets a container take. */
export function startupSeconds(container: Fields): number | undefined {
  const probe = fields(container['startupProbe']);
  if (container['startupProbe'] === undefined) return undefined;
  return (integer(probe['failureThreshold']) ?? 3) * (integer(probe['periodSeconds']) ?? 10) + (integer(probe['initialDelaySeconds']) ?? 0);
}

/** An init container or a container beside the agent. */
export function furtherContainer({ item, at }: { item: Fields; at: Pointer }, beside: boolean, secret: string, say: Say): Values {
  const mounts = Object.fromEntries(
    maps(item['volumeMounts'], '').flatMap(({ item: mount }) =>
      typeof mount['name'] === 'string' && typeof mount['mountPath'] === 'string' ? [[mount['name'], mount['mountPath']]] : [],
    ),
  );
  const ports = Object.fromEntries(
    maps(item['ports'], '').flatMap(({ item: port }) =>
      typeof port['name'] === 'string' && typeof port['containerPort'] === 'number' ? [[port['name'], port['containerPort']]] : [],
    ),
  );
  const asked = text(fields(fields(item['readinessProbe'])['httpGet'])['port']) ?? text(fields(fields(item['livenessProbe'])['httpGet'])['port']);
  const probes = present({
    port: asked,
    liveness: probePath(item, 'livenessProbe'),
    readiness: probePath(item, 'readinessProbe'),
    startupSeconds: startupSeconds(item),
  });
  return present({
    name: item['name'],
    image: item['image'],
    command: list(item['command']),
    args: list(item['args']),
    env: some({ ...variables(item, at, new Set(), secret, say) }),
    resources: some(resourcesOf(item)),
    mounts: some(mounts),
    ...(beside ? { ports: some(ports), probes: asked === undefined ? undefined : probes } : {}),
  });
}

function list(value: unknown): readonly string[] | undefined {
  const found = texts(value);
  return found.length === 0 ? undefined : found;
}
