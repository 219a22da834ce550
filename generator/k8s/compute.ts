import { rememberedOfBoth } from '../model/memo.ts';
import { fields, type Fields } from './look.ts';
import type { Pod } from './pod.ts';
import { MILLIONTHS, amount } from './quantity.ts';

/** Amounts by the name of the resource, in millionths, which add up exactly. */
export type Amounts = Readonly<Record<string, number>>;

export interface Compute {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** What a namespace gives containers that say nothing. */
export const NO_DEFAULTS: Compute = { requests: {}, limits: {} };

export function amountsIn(value: unknown): Amounts {
  const amounts: Record<string, number> = {};
  const given = fields(value);
  for (const key in given) {
    const found = amount(given[key]);
    if (found !== undefined) amounts[key] = Math.round(found * MILLIONTHS);
  }
  return amounts;
}

/** What a container asks for as the API server stores it: a limit without a request is one, then come the defaults. */
export function computeOf(container: Fields, defaults: Compute): Compute {
  const resources = fields(container['resources']);
  const limits = amountsIn(resources['limits']);
  return {
    requests: { ...defaults.requests, ...limits, ...amountsIn(resources['requests']) },
    limits: { ...defaults.limits, ...limits },
  };
}

/**
 * What a pod counts for, as scheduler and quota see it. Init containers run one after the other and before the rest, those
 * that stay (`restartPolicy: Always`) beside all that comes after them.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export const podCompute = rememberedOfBoth(({ containers, spec }: Pod, defaults: Compute): Compute => {
  const all = containers.map(({ item: container, init }) => ({
    ...computeOf(container, defaults),
    init,
    stays: init && container['restartPolicy'] === 'Always',
  }));
  const of = (part: 'requests' | 'limits'): Record<string, number> => {
    const running: Record<string, number> = {};
    const beside: Record<string, number> = {};
    const peak: Record<string, number> = {};
    for (const { init, stays, [part]: own } of all) {
      if (stays) addTo(beside, own);
      if (init) raiseTo(peak, stays ? beside : sum(beside, own));
      else addTo(running, own);
    }
    const total = sum(running, beside);
    raiseTo(total, peak);
    return total;
  };
  const [requests, limits] = [of('requests'), of('limits')];
  // What is said of the pod as a whole holds instead of the sum.
  const whole = fields(spec['resources']);
  const most = amountsIn(whole['limits']);
  Object.assign(limits, most);
  Object.assign(requests, { ...most, ...requests, ...amountsIn(whole['requests']) });
  const overhead = amountsIn(spec['overhead']);
  addTo(requests, overhead);
  for (const key in overhead) if ((limits[key] ?? 0) > 0) limits[key] = (limits[key] as number) + (overhead[key] as number);
  return { requests, limits };
});

export function addTo(sums: Record<string, number>, amounts: Amounts, times = 1): void {
  for (const key in amounts) sums[key] = (sums[key] ?? 0) + (amounts[key] as number) * times;
}

/** Lifts what is lower. */
export function raiseTo(peaks: Record<string, number>, amounts: Amounts): void {
  for (const key in amounts) peaks[key] = Math.max(peaks[key] ?? 0, amounts[key] as number);
}

function sum(a: Amounts, b: Amounts): Record<string, number> {
  const total = { ...a };
  addTo(total, b);
  return total;
}
