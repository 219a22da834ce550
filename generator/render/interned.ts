import { objectId, type KubeObject } from '../k8s/object.ts';
import { identical } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { fragment, unit, type Fragment, type Unit } from './unit.ts';

/** Of one object hardly any fleet makes more; each is compared with all before it. */
const FORMS = 4;

interface Whole<T> {
  readonly of: readonly KubeObject[];
  readonly whole: T;
}

/**
 * What was made before. Regions with other settings make the same of an agent but for an object or two: what is the same
 * becomes one, so that it is written and judged once.
 */
export class Interned {
  readonly #forms = new Map<string, KubeObject[]>();
  readonly #units = new WeakMap<KubeObject, Whole<Unit>[]>();
  readonly #fragments = new WeakMap<KubeObject, Whole<Fragment>[]>();

  unit(component: string, name: string, objects: readonly KubeObject[]): Unit {
    return this.#whole(
      this.#units,
      objects,
      (known) => known.component === component && known.name === name,
      (own) => unit(component, name, own),
    );
  }

  fragment(objects: readonly KubeObject[]): Fragment {
    return this.#whole(this.#fragments, objects, () => true, fragment);
  }

  #whole<T>(
    wholes: WeakMap<KubeObject, Whole<T>[]>,
    objects: readonly KubeObject[],
    fits: (known: T) => boolean,
    make: (own: readonly KubeObject[]) => T,
  ): T {
    const own = objects.map((object) => this.#one(object));
    const before = memo(wholes, own[0] as KubeObject, () => []);
    const known = before.find(({ of, whole }) => fits(whole) && of.length === own.length && of.every((object, i) => object === own[i]));
    if (known !== undefined) return known.whole;
    const whole = make(own);
    before.push({ of: own, whole });
    return whole;
  }

  #one(object: KubeObject): KubeObject {
    const forms = memo(this.#forms, objectId(object), () => []);
    const known = forms.find((form) => identical(form, object));
    if (known !== undefined) return known;
    if (forms.length < FORMS) forms.push(object);
    return object;
  }
}
