import type { KubeObject } from '../../k8s/object.ts';
import { objectId } from '../../k8s/object.ts';
import { appliesTo, meets } from '../../render/customs.ts';
import type { Customs } from '../../render/customs.ts';
import { memo } from '../../model/memo.ts';

/**
 * Who makes an object. `component`: pap-fleet, from settings. `people`: a file of `config/extra`, or of a component that the fleet
 * brings. Paths: a component, but patches write these fields, without the indexes of lists and what lies below them.
 */
export type Maker = 'component' | 'people' | readonly string[];

/** Who makes the objects of a fleet. Without customs nobody knows: then people make all of them. */
export class Makers {
  readonly #customs: Customs | undefined;
  readonly #declared: ReadonlySet<string>;
  readonly #extras: ReadonlySet<string>;
  readonly #patched = new Map<string, readonly string[]>();

  /** @param declared components that the fleet brings */
  constructor(customs: Customs | undefined, declared: ReadonlySet<string> = new Set()) {
    this.#customs = customs;
    this.#declared = declared;
    this.#extras = new Set((customs?.extras ?? []).map(({ region, component, object }) => `${region} ${component} ${objectId(object)}`));
  }

  of(region: string, component: string, object: KubeObject): Maker {
    if (this.#customs === undefined || this.#declared.has(component) || this.isAdded(region, component, object)) return 'people';
    const id = `${component} ${objectId(object)}`;
    if (this.#customs.patches.length === 0) return 'component';
    const paths = memo(this.#patched, `${region} ${id}`, () => this.#paths(region, component, object));
    return paths.length === 0 ? 'component' : paths;
  }

  /** Whether an object is one that people add to a component: nobody counts it among those that a component has. */
  isAdded(region: string, component: string, object: KubeObject): boolean {
    if (this.#customs === undefined) return true;
    const id = `${component} ${objectId(object)}`;
    return this.#extras.size > 0 && (this.#extras.has(`${region} ${id}`) || this.#extras.has(`all ${id}`));
  }

  /** How many objects people add to a region. */
  count(region: string): number {
    return (this.#customs?.extras ?? []).filter((extra) => extra.region === region || extra.region === 'all').length;
  }

  #paths(region: string, component: string, object: KubeObject): string[] {
    // Labels are not asked: what a patch chose by one, it may have taken away.
    const own = (this.#customs as Customs).patches.filter(({ target, ...patch }) => appliesTo(patch, region, component) && meets({ target }, object));
    return own.flatMap(({ operations }) => operations.filter(({ op }) => op !== 'test').map(({ path }) => written(path)));
  }
}

/** A JSON Pointer as a path up to the first index: `/spec/template/spec/containers/0/image` → `spec.template.spec.containers`. */
function written(pointer: string): string {
  const keys: string[] = [];
  for (const step of pointer.split('/').slice(1)) {
    if (/^([0-9]+|-)$/.test(step)) break;
    keys.push(step.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return keys.join('.');
}

/** Whether a patch wrote the field at a path, or something above or below it. */
export function isWritten(paths: readonly string[], path: string): boolean {
  const plain = path.replace(/\[[^\]]*\]/g, '');
  return paths.some((own) => own === '' || plain === own || plain.startsWith(`${own}.`) || own.startsWith(`${plain}.`));
}
