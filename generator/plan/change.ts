import type { KubeObject } from '../k8s/object.ts';
import { objectId } from '../k8s/object.ts';
import type { Consequence, Verb } from '../components/consequence.ts';
import { consequencesOf } from './consequences.ts';
import { fieldChanges } from './fields.ts';
import type { FieldChange } from './fields.ts';
import { immutableChanges } from './immutable.ts';

/** Pseudo-components of what no region's overlay delivers. No component has a space in its name. */
export const ARGOCD = 'argocd';
export const DNS = 'dns files';
/** The Applications of an Argo CD. @param hub empty where the fleet has one */
export function deliveryOf(hub: string): string {
  return hub === '' ? ARGOCD : `${ARGOCD} ${hub}`;
}

/** The hub whose Applications these are; an empty name where the fleet has one Argo CD. */
export function hubOf(component: string): string {
  return component.slice(ARGOCD.length + 1);
}

/** Whether a component is the Applications of an Argo CD. */
export function isDelivery(component: string): boolean {
  return component === ARGOCD || component.startsWith(`${ARGOCD} `);
}

/** Pseudo-region of what belongs to no region: the root Application, the zone. */
export const FLEET = '';

/** One object that will be other than it is. */
export interface Change {
  readonly verb: Verb;
  /** {@link FLEET} for what belongs to none. */
  readonly region: string;
  readonly component: string;
  /** What of the component it is a part of, by its base in out/: an agent's name, `common` or `extra`; absent where the region has it for itself. */
  readonly unit?: string;
  /** Identity within its cluster: `apps/Deployment agents/research-agent`. */
  readonly id: string;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** Fields that differ; for creation and deletion none, as all of them would. */
  readonly fields: readonly FieldChange[];
  /** Of the fields, those the API server refuses to change. */
  readonly immutable: readonly FieldChange[];
  /** What it means, in words. */
  readonly consequences: readonly string[];
  /** Everything of its component comes or goes with it. */
  readonly whole: boolean;
  /** The object it is renamed to, or from: the identity of the other change. */
  readonly renamed?: string;
  /** The fleet says that it is renamed. */
  readonly moved?: true;
}

/** The object a change is about: as it was, if it was. */
export function subject({ before, after }: Pick<Change, 'before' | 'after'>): KubeObject {
  return (before ?? after) as KubeObject;
}

/** How a component of a region changes. @param own what the component says, where the fleet brings it @param isAll whether these are all of its objects */
export function changesBetween(
  region: string,
  component: string,
  old: readonly KubeObject[],
  now: readonly KubeObject[],
  own: readonly Consequence[] = [],
  isAll = true,
): Change[] {
  const [before, after] = [byId(old), byId(now)];
  const whole = isAll && component !== DNS && (before.size === 0 || after.size === 0);
  const found: Change[] = [];
  const change = (verb: Verb, place: Place, sides: Sides, fields?: readonly FieldChange[]): Change => changeOf(verb, place, sides, own, fields);
  for (const [id, object] of before) {
    const next = after.get(id);
    if (next === undefined) found.push(change('delete', { region, component, id, whole }, { before: object }));
    else {
      const fields = fieldChanges(object, next);
      if (fields.length > 0) found.push(change('update', { region, component, id, whole }, { before: object, after: next }, fields));
    }
  }
  for (const [id, object] of after) if (!before.has(id)) found.push(change('create', { region, component, id, whole }, { after: object }));
  return found;
}

function byId(objects: readonly KubeObject[]): Map<string, KubeObject> {
  return new Map(objects.map((object) => [objectId(object), object]));
}

type Place = Pick<Change, 'region' | 'component' | 'id' | 'whole'>;
type Sides = Pick<Change, 'before' | 'after'>;

function changeOf(verb: Verb, place: Place, sides: Sides, own: readonly Consequence[], fields: readonly FieldChange[] = []): Change {
  const immutable = sides.before === undefined ? [] : immutableChanges(sides.before, fields);
  const judged = { verb: immutable.length > 0 ? ('replace' as const) : verb, ...sides, fields, immutable };
  return { ...judged, ...place, consequences: consequencesOf(judged, undefined, own) };
}
