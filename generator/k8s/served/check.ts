import { isAddress, network } from '../ip.ts';
import { isDnsLabel, isLabelKey, isLabelValue, isPortName, isSubdomain } from '../../model/names.ts';
import { isMap } from '../../model/data.ts';
import { celFlaw } from '../crd/cel/syntax.ts';
import { quantity } from '../quantity.ts';
import { shownValue } from '../shown.ts';

/** What validation of the API server asks of one field: words for what is wrong. What has another type is the type's to say. */
export type Check = (value: unknown) => string | undefined;

export const text =
  (is: (text: string) => boolean, what: string): Check =>
  (value) =>
    // An empty text is as good as none, but where a field is needed.
    typeof value !== 'string' || value === '' || is(value) ? undefined : `${shownValue(value)} is no ${what}`;

export const number =
  (least: number, most = Infinity): Check =>
  (value) =>
    typeof value !== 'number' || (value >= least && value <= most)
      ? undefined
      : `must be ${most === Infinity ? `at least ${least}` : `from ${least} to ${most}`}, not ${value}`;

export const items =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? value.map(check).find((message) => message !== undefined) : undefined;

export const filled: Check = (value) => ((Array.isArray(value) && value.length === 0) || value === '' ? 'must not be empty' : undefined);

/** Of items of lists, null included. */
export const nonEmpty: Check = (value) => ((value ?? '') === '' ? 'must not be empty' : undefined);

/** A field that is a pointer in Go: an empty text is one, and refused. */
export const alsoEmpty =
  (check: Check): Check =>
  (value) =>
    (value ?? '') === '' ? 'must not be empty' : check(value);

export const both =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.map((check) => check(value)).find((message) => message !== undefined);

export const oneOf = (...words: readonly string[]): Check => text((word) => words.includes(word), `word of ${words.join(', ')}`);

export const bytes =
  (most: number): Check =>
  (value) =>
    typeof value === 'string' && Buffer.byteLength(value) > most ? `may have ${most} bytes at most` : undefined;

/** Of a field that is any JSON to the types, and a map to validation. */
export const map: Check = (value) => (isMap(value) ? undefined : `must be a map, not ${shownValue(value)}`);

export const atMost =
  (most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length > most ? `may have ${most} items at most` : undefined;

/** Items that may be there once each. */
export const unrepeated: Check = (value) => {
  if (!Array.isArray(value)) return undefined;
  const list = (value as unknown[]).map((item) => JSON.stringify(item));
  const again = list.find((item, i) => list.indexOf(item) < i);
  return again === undefined ? undefined : `${again} stands twice in its list`;
};

export const keys =
  (is: (key: string) => boolean, what: string): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const wrong = Object.keys(value).find((key) => !is(key));
    return wrong === undefined ? undefined : `${shownValue(wrong)} is no ${what}`;
  };

export const label = text(isDnsLabel, 'name of lower-case letters, digits and hyphens, 63 at most');

export const label35 = text(
  (name) => isDnsLabel(name) && /^[a-z]/.test(name),
  'name that begins with a lower-case letter and has 63 letters, digits and hyphens at most',
);

export const subdomain = text(isSubdomain, 'name of lower-case letters, digits, hyphens and dots');

/** As a name that something is put behind: a hyphen may end it. apimachinery, pkg/api/validation/name.go, maskTrailingDash. */
export const prefix = text(
  (name) => isSubdomain(name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name),
  'name of lower-case letters, digits, hyphens and dots',
);

export const segment = text((name) => name !== '.' && name !== '..' && !/[/%]/.test(name), 'name without slash and percent sign');

export const qualified = text(isLabelKey, 'name with or without a DNS name and a slash before it');

export const labelValue = text(isLabelValue, 'legal value of a label');

export const configKey = text(
  (key) => /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..'),
  'key of letters, digits, hyphens, underscores and dots',
);

export const port = number(1, 65_535);

export const portName = text(isPortName, 'name of a port: at most 15 lower-case letters, digits and hyphens, with a letter');

export const ip = text((address) => isAddress(address), 'IP address');

export const cidr = text((range) => network(range) !== undefined, 'range of addresses such as 10.0.0.0/8');

export const absolute = text((path) => path.startsWith('/'), 'absolute path');

export const inside = text((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'path inside a volume: relative, and without ".."');

export const noBack = text((path) => !path.split('/').includes('..'), 'path without ".."');

export const positive = number(1);

export const natural = number(0);

export const amount: Check = (value) => ((quantity(value) ?? 0) < 0 ? 'must not be negative' : undefined);

export const amountAbove: Check = (value) => ((quantity(value) ?? 1) <= 0 ? 'must be more than zero' : undefined);

const amounts: Check = (value) =>
  typeof value !== 'object' || value === null
    ? undefined
    : Object.values(value)
        .map(amount)
        .find((message) => message !== undefined);

export const resources = both(
  keys((key) => isLabelKey(key), 'name of a resource'),
  amounts,
);

export const intPort: Check = (value) => (typeof value === 'number' ? port(value) : value === '' ? 'must not be empty' : portName(value));

/** Syntax alone: what expressions may name differs from field to field. */
export const cel = text((expression) => celFlaw(expression) === undefined, 'expression in CEL');
