import type { ErrorObject } from 'ajv';

/** Made from `schemas/` by `npm run build`; not in Git. */
export const validateFleet: {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
};

/** One file of `config/approvals`. */
export const validateApproval: typeof validateFleet;

/** Every schema by its path below `schemas/`. */
export const schemaFiles: Readonly<Record<string, unknown>>;
