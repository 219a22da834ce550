import { DRAINING_ANNOTATION, SUSPENDED_ANNOTATION, VERSION_LABEL } from '../k8s/labels.ts';
import type { KubeObject } from '../k8s/object.ts';
import { REGION_PLACEHOLDER, fillPlaceholder } from '../k8s/region-placeholder.ts';
import { maps, text } from '../k8s/look.ts';
import { get } from '../model/data.ts';
import { memo, remembered } from '../model/memo.ts';
import type { Agent } from '../fleet/agent.ts';
import { agentOf } from '../k8s/agent-of.ts';
import { readerOf } from '../plan/memory.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Tree } from '../render/tree.ts';
import type { Part } from './same.ts';
import type { Run } from './status.ts';

/** Agent → what runs of it. */
export type Runs = ReadonlyMap<string, Run>;

export const runOf = remembered(({ version, image, state }: Agent): Run => ({
  version,
  image,
  suspended: state === 'suspended',
  ...(state === 'draining' ? { draining: true as const } : {}),
}));

export function sameRun(a: Run, b: Run): boolean {
  return a === b || (a.version === b.version && a.image === b.image && a.suspended === b.suspended && a.draining === b.draining);
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
  return new Map([...units, ...own].flatMap(({ objects }) => objects.flatMap((object) => filledEntry(object, name))));
}

/** The same of what is delivered, of which a part was rendered. */
export function runsOfPart({ units, objects }: Part, region: string): Runs {
  return new Map([...units.flatMap((unit) => unit.objects.flatMap((object) => filledEntry(object, region))), ...objects.flatMap(entryOf)]);
}

function filledEntry(object: KubeObject, region: string): readonly [string, Run][] {
  const [entry] = entryOf(object);
  if (entry?.[1].image.includes(REGION_PLACEHOLDER) !== true) return entryOf(object);
  return [[entry[0], { ...entry[1], image: fillPlaceholder(entry[1].image, region) }]];
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
