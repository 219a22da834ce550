import { objectId, type KubeObject } from '../k8s/object.ts';
import { identical } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { fragment, unit, type Fragment, type Unit } from './unit.ts';

/** Of one object hardly any fleet makes more; each is compared with all before it. */
const FORMS = 4;
/** So many wholes that begin with one object are kept. */
const WHOLES = 64;

interface Form {
  readonly object: KubeObject;
  /** In which fleet it was seen last. */
  seen: number;
}

interface Whole<T> {
  readonly of: readonly KubeObject[];
  readonly whole: T;
}

/**
 * What was made before. Regions with other settings make the same of an agent but for an object or two: what is the same
 * becomes one, so that it is written and judged once.
 */
export class Interned {
  readonly #forms = new Map<string, Form[]>();
  #now = 0;
  readonly #units = new WeakMap<KubeObject, Whole<Unit>[]>();
  readonly #fragments = new WeakMap<KubeObject, Whole<Fragment>[]>();

  /** Of another fleet, or of the same one at a later time: its forms take the place of earlier ones. */
  begin(): void {
    this.#now += 1;
  }

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
    if (before.length > WHOLES) before.shift();
    return whole;
  }

  #one(object: KubeObject): KubeObject {
    const forms = memo(this.#forms, objectId(object), () => []);
    const known = forms.find((form) => identical(form.object, object));
    if (known !== undefined) {
      known.seen = this.#now;
      return known.object;
    }
    const old = forms.length < FORMS ? forms.length : forms.findIndex(({ seen }) => seen < this.#now);
    if (old !== -1) forms[old] = { object, seen: this.#now };
    return object;
  }
}
