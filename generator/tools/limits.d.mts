import type { KubeObject } from '../k8s/object.ts';

/** @param isKnown whether the program has a closed schema of `apiVersion/kind` */
export function limits(definitions: readonly KubeObject[], isKnown: (kind: string) => boolean): Record<string, unknown>;
