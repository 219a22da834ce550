import type { FleetSpec } from '../fleet/spec.ts';

/** A fleet whose regions are chosen as people wrote it: who looks at what follows from a label, or from a choice, needs that. {@link Remaker} names them. */
export function asWritten({ sources, spec }: { readonly sources: { readonly data: unknown }; readonly spec: FleetSpec }): FleetSpec {
  const { rollouts, holds } = spec;
  return { ...(sources.data as FleetSpec), ...(rollouts === undefined ? {} : { rollouts }), ...(holds === undefined ? {} : { holds }) };
}
