import type { Style } from './token.ts';

interface Placed {
  /** From where to where it stands, tags and anchors not counted. */
  readonly start: number;
  end: number;
  /** What it is said to be, or nothing. */
  readonly tag: string;
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly value: string;
  /** Whether its text tells what it is: it has no quotes, or the tag `!`. */
  readonly isImplicit: boolean;
  readonly style: Style;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly items: Node[];
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  /** A key, its value, the next key. */
  readonly items: Node[];
}

export interface AliasNode extends Placed {
  readonly kind: 'alias';
  readonly target: Node;
}

export type Node = ScalarNode | ListNode | MapNode | AliasNode;
