import type { ErrorObject } from 'ajv';

/** Made from `schemas/` by `npm run build`; not in Git. */
export const validateFleet: {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
};
