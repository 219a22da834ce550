/**
 * The region's name inside an object that all regions share. In memory it is a character that no input may hold, so
 * it can neither be typed nor forged; in a base it is written REGION, and an overlay replaces it. Private Use One (ISO 6429)
 * is of the first 256: with any other, texts would take two bytes a character.
 */
export const REGION_PLACEHOLDER = '\u0091';

/** How a placeholder stands in a base. */
export const REGION_WORD = 'REGION';

/** A string of a shared object that names the region. */
export interface Placeholder {
  /** JSON Pointer within the object. */
  readonly path: string;
  /** The string with {@link REGION_PLACEHOLDER} in it. */
  readonly template: string;
}

export function fillPlaceholder(template: string, region: string): string {
  return template.replaceAll(REGION_PLACEHOLDER, region);
}

/** The placeholders of an object, in the order of its keys. A placeholder in a key is a bug: Kustomize cannot replace keys. */
export function placeholdersOf(object: unknown): Placeholder[] {
  const placeholders: Placeholder[] = [];
  walk(object, '', placeholders);
  return placeholders;
}

function walk(value: unknown, path: string, placeholders: Placeholder[]): void {
  if (typeof value === 'string') {
    if (value.includes(REGION_PLACEHOLDER)) placeholders.push({ path, template: value });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) walk(value[i], `${path}/${i}`, placeholders);
    return;
  }
  for (const key of Object.keys(value)) {
    if (key.includes(REGION_PLACEHOLDER)) throw new Error(`a key at ${path} names the region`);
    walk((value as Record<string, unknown>)[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, placeholders);
  }
}

/** A copy of a value with every placeholder filled. Values without placeholders are shared, not copied. */
export function fillPlaceholders<T>(value: T, region: string): T {
  if (typeof value === 'string') return (value.includes(REGION_PLACEHOLDER) ? fillPlaceholder(value, region) : value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => fillPlaceholders(item, region));
    return (items.some((item, i) => item !== value[i]) ? items : value) as T;
  }
  const out: Record<string, unknown> = {};
  let differs = false;
  for (const key of Object.keys(value)) {
    const own = (value as Record<string, unknown>)[key];
    out[key] = fillPlaceholders(own, region);
    differs ||= out[key] !== own;
  }
  return (differs ? out : value) as T;
}
