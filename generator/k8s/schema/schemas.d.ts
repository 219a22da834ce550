/** JSON of `{ kinds, $defs }`. Made from `schemas/objects/` by `npm run build`; not in Git. */
export const objectSchemas: string;
/** JSON of `schemas/objects/served.json`: `{ kinds, types }`. */
export const servedTypes: string;
/** The JSON of schemas/objects/limits.json: `apiVersion/kind` → what its definition asks of values. */
export const valueLimits: string;
/** JSON of `schemas/objects/kustomize.json`: what Kustomize merges by which keys, and which fields it changes. */
export const kustomizeTables: string;
/** JSON of `schemas/objects/flags.json`: flags by controller and by the first and last minor that has them. */
export const controllerFlags: string;
