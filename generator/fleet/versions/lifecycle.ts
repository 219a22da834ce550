import { lifecycle } from './upstream.js';

/** When a kind of Kubernetes came and goes, by the minors of its own source. */
export interface Life {
  readonly introduced?: string;
  readonly deprecated?: string;
  readonly removed?: string;
  /** `group/version/Kind` */
  readonly instead?: string;
  /** Not served unless --runtime-config says so. */
  readonly off?: true;
}

/** When a field of a type did. */
export interface FieldLife {
  readonly since?: string;
  readonly removed?: string;
}

/** What the definition of a kind of another system says of its versions, in one release of the system. */
export interface Published {
  readonly system: string;
  readonly release: string;
  readonly versions: Readonly<Record<string, { readonly served?: false; readonly deprecated?: string }>>;
}

interface Table {
  readonly released: Readonly<Record<string, string>>;
  readonly apis: Readonly<Record<string, Life>>;
  readonly fields: Readonly<Record<string, Readonly<Record<string, FieldLife>>>>;
  readonly definitions: Readonly<Record<string, Published>>;
}

let parsed: Table | undefined;

/** Parsed on the first ask. */
const table = (): Table => (parsed ??= JSON.parse(lifecycle) as Table);

const at = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

/** @returns undefined of a kind that was there before what is supported, and stays */
export const lifeOf = (apiVersion: string, kind: string): Life | undefined => at(table().apis, `${apiVersion}/${kind}`);

/** By the name of a type, such as `core.v1.PodSpec`: fields that not every supported minor has. */
export const fieldLives = (): Table['fields'] => table().fields;

/** @param kind as `group/Kind` */
export const publishedOf = (kind: string): Published | undefined => at(table().definitions, kind);

/** `1.25 (2022-08-23)`; the minor alone where it is still to come. */
export function dated(minor: string): string {
  const day = at(table().released, minor);
  return day === undefined ? minor : `${minor} (${day})`;
}
