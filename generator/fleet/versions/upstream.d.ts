/** JSON of `schemas/objects/lifecycle.json`. Made from it by `npm run build`; not in Git. */
export const lifecycle: string;
