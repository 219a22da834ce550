// Objects of kinds that no manifest of other projects shows, or shows little of.
import type { KubeObject } from '../../../generator/k8s/object.ts';

export const SEEDS: readonly KubeObject[] = [];
