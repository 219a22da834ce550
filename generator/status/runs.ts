import { DRAINING_ANNOTATION, SUSPENDED_ANNOTATION, VERSION_LABEL } from '../k8s/labels.ts';
import type { KubeObject } from '../k8s/object.ts';
import { fillPlaceholder } from '../k8s/region-placeholder.ts';
import { maps, text } from '../k8s/look.ts';
import { get } from '../model/data.ts';
import { memo, remembered } from '../model/memo.ts';
import type { Agent } from '../fleet/agent.ts';
import { agentOf } from '../k8s/agent-of.ts';
import { readerOf } from '../plan/memory.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Tree } from '../render/tree.ts';
import type { Run } from './status.ts';

/** Agent → what runs of it. */
export type Runs = ReadonlyMap<string, Run>;

export function runOf({ version, image, state }: Agent): Run {
  return { version, image, suspended: state === 'suspended', ...(state === 'draining' ? { draining: true as const } : {}) };
}

export function sameRun(a: Run, b: Run): boolean {
  return a.version === b.version && a.image === b.image && a.suspended === b.suspended && a.draining === b.draining;
}

/** Agents by region, as trees of `out/` deliver them. */
export class Delivered {
  readonly #known = new Map<Tree, Map<string, Runs>>();

  /** @throws Unreadable where the tree is not as pap-fleet writes it */
  in(tree: Tree, region: string): Runs {
    return memo(
      memo(this.#known, tree, () => new Map<string, Runs>()),
      region,
      () => {
        const folder = `overlays/${region}/agents`;
        if (!tree.paths.has(`${folder}/kustomization.yaml`)) return new Map();
        return new Map(
          readerOf(tree)
            .objects(folder)
            .flatMap((object) => entryOf(object)),
        );
      },
    );
  }
}

/** The same of what was rendered. */
export function runsOf({ region: { name }, units, own }: Overlay): Runs {
  return new Map(
    [...units, ...own]
      .flatMap(({ objects }) => objects.flatMap((object) => entryOf(object)))
      .map(([agent, run]) => [agent, { ...run, image: fillPlaceholder(run.image, name) }]),
  );
}

const entryOf = remembered((object: KubeObject): [string, Run][] => {
  const { kind, metadata } = object;
  const agent = agentOf(object);
  if (kind !== 'Deployment' || agent === undefined) return [];
  const [container] = maps(get(object, ['spec', 'template', 'spec', 'containers']), '');
  const image = text(container?.item['image']) ?? '';
  const has = (annotation: string): boolean => metadata.annotations?.[annotation] !== undefined;
  const draining = has(DRAINING_ANNOTATION) ? { draining: true as const } : {};
  return [[agent, { version: metadata.labels?.[VERSION_LABEL] ?? '', image, suspended: has(SUSPENDED_ANNOTATION), ...draining }]];
});
