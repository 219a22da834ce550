// Short ways to write what people write: objects of config/extra, patches of config/patches, settings.
import type { Data } from '../../support/fleets.ts';
import type { Edit, Files, Spec } from './fleet.ts';

export type Operation = readonly [op: 'add' | 'replace' | 'remove', path: string, value?: unknown];

/** A file of config/extra. @param of `region/component` */
export function extra(of: string, object: Data): Files {
  return { [`extra/${of}/added.yaml`]: object };
}

/** A file of config/patches. @param of `region/component` @param target `Kind name` or `group/Kind name` */
export function patch(of: string, target: string, ...operations: readonly Operation[]): Files {
  const [kind, name] = target.split(' ') as [string, string];
  const slash = kind.indexOf('/');
  return {
    [`patches/${of}/patch.yaml`]: [
      {
        target: { kind: kind.slice(slash + 1), name, ...(slash === -1 ? {} : { group: kind.slice(0, slash) }) },
        patch: operations.map(([op, path, value]) => (op === 'remove' ? { op, path } : { op, path, value })),
      },
    ],
  };
}

/** Patch the pods of agent alpha, by paths below their `spec`. */
export function pod(...operations: readonly Operation[]): Files {
  return patch(
    'north/agents',
    'Deployment alpha-agent',
    ...operations.map(([op, path, value]): Operation => [op, `/spec/template/spec${path}`, value]),
  );
}

/** Patch the one container of agent alpha. */
export function container(...operations: readonly Operation[]): Files {
  return pod(...operations.map(([op, path, value]): Operation => [op, `/containers/0${path}`, value]));
}

/** Set a setting of a component, for the fleet. */
export function component(name: string, settings: Data): Edit {
  return (spec) => void (spec.components[name] = { ...spec.components[name], ...settings });
}

/** Set a setting of a component in one region. */
export function regional(region: string, name: string, settings: Data): Edit {
  return (spec) => {
    const own = spec.regions[region] as Spec['regions'][string];
    own.components = { ...own.components, [name]: { ...own.components?.[name], ...settings } };
  };
}

/** Change fields of an agent. */
export function agent(name: string, fields: Data): Edit {
  return (spec) => void Object.assign(spec.agents[name] as Data, fields);
}

/** Change fields of an agent in one region. */
export function override(name: string, region: string, fields: Data): Edit {
  return (spec) => {
    const own = spec.agents[name] as Spec['agents'][string];
    own.overrides = { ...own.overrides, [region]: { ...own.overrides?.[region], ...fields } };
  };
}

/** Change fields of every agent. */
export function every(fields: (name: string) => Data): Edit {
  return (spec) => Object.entries(spec.agents).forEach(([name, own]) => Object.assign(own, fields(name)));
}

/** Change fields of a region. */
export function region(name: string, fields: Data): Edit {
  return (spec) => void Object.assign(spec.regions[name] as Data, fields);
}

export function image(name: string, tag: string): Data {
  return { image: `registry.example.net/agents/${name}:${tag}` };
}

/** An object of a namespace. */
export function object(apiVersion: string, kind: string, name: string, body: Data, namespace: string | null = 'agents'): Data {
  return { apiVersion, kind, metadata: { name, ...(namespace === null ? {} : { namespace }) }, ...body };
}

/** A dashboard, and the folder into which the sidecar of Grafana is to write it. */
export function board(folder: string, data: Readonly<Record<string, string>>): Files {
  return extra('north/monitoring', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'board',
      namespace: 'agents',
      labels: { grafana_dashboard: '1' },
      annotations: { 'k8s-sidecar-target-directory': folder },
    },
    data,
  });
}
