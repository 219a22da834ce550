import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../../generator/k8s/object.ts';

/** Objects of a file with several documents, of which some may be empty. */
export function manifestsIn(text: string): KubeObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
}
