import { componentsOf } from '../../components/index.ts';
import { maxReplicas, minReplicas, type Agent } from '../../fleet/agent.ts';
import { type Fleet } from '../../fleet/fleet.ts';
import { type Region } from '../../fleet/region.ts';
import { groupsOf } from '../../fleet/resolve/groups.ts';
import { labelsOf } from '../../fleet/resolve/selection.ts';
import type { FleetSpec } from '../../fleet/spec.ts';
import { untyped } from '../../k8s/crd/cel/untyped.ts';
import { agentAmong } from '../../k8s/agent-of.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { memo, remembered } from '../../model/memo.ts';
import { enabledComponents } from '../../render/build.ts';
import { AGENT } from './shapes.ts';

/** Regions and agents as policies see them. What is the same is one value. */
export class Views {
  readonly #fleet: Fleet;
  readonly #spec: FleetSpec;
  readonly #regions = new Map<string, unknown>();

  constructor(fleet: Fleet, spec: FleetSpec) {
    this.#fleet = fleet;
    this.#spec = spec;
  }

  region(region: Region): unknown {
    const { name, cluster, state, versions } = region;
    return memo(this.#regions, name, () =>
      untyped({
        name,
        cluster,
        state,
        labels: labelsOf(this.#spec.regions, name),
        groups: groupsOf(this.#spec, name).map((group) => group.name),
        versions,
        components: enabledComponents(componentsOf(this.#fleet.declared), region).map((component) => component.name),
      }),
    );
  }
}

/** What stands for the agent of what is no agent's: a question about it has an answer all the same. */
export const NO_AGENT: unknown = untyped(Object.fromEntries(Object.entries(AGENT).map(([name, { schema }]) => [name, nothingOf(schema.type)])));

function nothingOf(type: string | undefined): unknown {
  if (type === 'integer') return 0;
  if (type === 'boolean') return false;
  return type === 'object' ? {} : '';
}

export const agentView = remembered((agent: Agent): unknown => {
  const { name, ref, answerable, version, image, state, tier, mode, heartbeat, stateless, labels, annotations } = agent;
  return untyped({
    name,
    ref,
    team: answerable?.team ?? '',
    version,
    image,
    state,
    tier,
    mode,
    heartbeat,
    stateless,
    replicas: minReplicas(agent),
    maxReplicas: maxReplicas(agent),
    labels,
    annotations,
  });
});

/** The agent of a region that an object is of. @param unit that it is a part of, if regions may share it */
export function agentIn({ placements }: Pick<Region, 'placements'>, object: KubeObject, unit: string | undefined): Agent | undefined {
  return agentAmong(object, unit, (name) => placements.find(({ agent }) => agent.name === name)?.agent);
}
