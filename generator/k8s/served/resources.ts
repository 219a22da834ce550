// Names and amounts of resources. kubernetes, pkg/apis/core/validation/validation.go and pkg/apis/core/helper/helpers.go.
import { isMap } from '../../model/data.ts';
import { isLabelKey } from '../../model/names.ts';
import { quantity } from '../quantity.ts';
import { shownValue } from '../shown.ts';
import type { Check } from './check.ts';

const COUNTED = new Set(
  'pods resourcequotas services replicationcontrollers secrets configmaps persistentvolumeclaims services.nodeports services.loadbalancers'.split(
    ' ',
  ),
);
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const OF_QUOTAS = new Set([
  ...COMPUTE,
  ...COUNTED,
  ...'requests.cpu requests.memory requests.storage requests.ephemeral-storage limits.cpu limits.memory limits.ephemeral-storage'.split(' '),
]);

const isHuge = (name: string): boolean => name.startsWith('hugepages-');

/** IsStandardQuotaResourceName. */
export const isQuotaResource = (name: string): boolean => OF_QUOTAS.has(name) || isHuge(name) || name.startsWith('requests.hugepages-');

/** validateResourceName. */
const isResource = (name: string): boolean => isLabelKey(name) && (name.includes('/') || name === 'storage' || isQuotaResource(name));

const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');

/** IsExtendedResourceName. */
const isExtended = (name: string): boolean => !isNative(name) && !name.startsWith('requests.') && isLabelKey(`requests.${name}`);

/** validateContainerResourceName. */
export const isContainerResource = (name: string): boolean =>
  isResource(name) && (name.includes('/') ? isNative(name) || isExtended(name) : COMPUTE.includes(name) || isHuge(name));

/** validateLimitRangeResourceName. */
export const isLimitedResource = (type: unknown, name: string): boolean =>
  type === 'Pod' || type === 'Container' ? isContainerResource(name) : isResource(name);

const UNIT = 1_000_000_000n;
const MILLI = 1_000_000n;

/** ValidateResourceQuantityValue: thousandths are what it looks at, rounded up. */
export function amountFlaw(name: string, value: unknown): string | undefined {
  const nanos = quantity(value);
  if (nanos === undefined) return undefined;
  if (nanos < 0n) return 'must not be negative';
  const millis = (nanos + MILLI - 1n) / MILLI;
  return (COUNTED.has(name) || isExtended(name)) && (millis * MILLI) % UNIT !== 0n ? `${name} must be a whole number` : undefined;
}

const amountsOf =
  (is: (name: string) => boolean): Check =>
  (value) => {
    if (!isMap(value)) return undefined;
    for (const [name, amount] of Object.entries(value)) {
      if (!is(name)) return `${shownValue(name)} is no name of a resource here`;
      const flaw = amountFlaw(name, amount);
      if (flaw !== undefined) return flaw;
    }
    return undefined;
  };

export const containerResources = amountsOf(isContainerResource);

/** ValidateResourceQuotaResourceName. */
export const quotaResources = amountsOf((name) => isResource(name) && (name.includes('/') || isQuotaResource(name)));
