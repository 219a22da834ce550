import { components } from '../../components/index.ts';
import type { Weight } from '../../components/weight.ts';

/** What it means that all of a component leaves a region that stays. */
export function leaving(component: string): Weight {
  const known = components.find(({ name }) => name === component)?.protection?.leaving;
  return known ?? { class: 'power', says: 'nobody has said yet what it means that the component leaves' };
}
