/** How grave a change is; what nobody classifies is power. */
export const FIELD_CLASSES = ['none', 'loss', 'power', 'identity', 'names', 'work'] as const;
export type FieldClass = (typeof FIELD_CLASSES)[number];

/** What a fleet says of changes of a kind that it brings. Each row is taken on trust by itself. */
export type ClassRow =
  | { readonly kind: string; readonly field: string; readonly class: FieldClass }
  /** What it means that an object goes, or that people add one. */
  | { readonly kind: string; readonly when: 'brought' | 'gone'; readonly class: FieldClass };
