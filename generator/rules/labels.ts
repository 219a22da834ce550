import { shown } from './kit.ts';

/** What everything of one release has in common: no sign that these pods are meant. */
export const SHARED_LABELS = /^(?:app\.kubernetes\.io\/(?:part-of|instance|managed-by|version)|helm\.sh\/chart|release|heritage|chart)$/;

/** `app=web, tier=front` */
export function shownLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${shown(key)}=${shown(value)}`);
  return pairs.length === 0 ? 'it asks for' : pairs.join(', ');
}
