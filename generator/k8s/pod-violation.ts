import { fields, maps, type Fields } from './look.ts';
import type { Pod } from './pod.ts';

/** Something in a pod that a Pod Security level does not admit. */
export interface Violation {
  readonly at: string;
  /** What to set instead. */
  readonly field: string;
  readonly message: string;
}

/** A security context, of a pod or of a container, and where it would stand. */
export interface Context {
  readonly fields: Fields;
  readonly at: string;
}

export function podContext(pod: Pod): Context {
  return { fields: fields(pod.spec['securityContext']), at: `${pod.at}/spec/securityContext` };
}

/** Every container there is, also one that was added to debug. */
export function containersOf(pod: Pod): { readonly fields: Fields; readonly at: string; readonly context: Context }[] {
  const debug = maps(pod.spec['ephemeralContainers'], `${pod.at}/spec/ephemeralContainers`);
  return [...pod.containers, ...debug.map(({ item, at }) => ({ fields: item, at }))].map((container) => ({
    ...container,
    context: { fields: fields(container.fields['securityContext']), at: `${container.at}/securityContext` },
  }));
}
