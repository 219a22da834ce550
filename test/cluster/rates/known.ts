// Kinds whose closed schemas the program brings, by the name that they have in schemas/objects/.
import { knownKinds } from '../../../generator/k8s/schema/kinds.ts';

const known = new Set(knownKinds());

export const isKnown = (kind: string): boolean => known.has(kind);
