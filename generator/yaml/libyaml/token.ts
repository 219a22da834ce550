export type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export type TokenType =
  | 'stream end'
  | 'version'
  | 'tag directive'
  | 'document start'
  | 'document end'
  | 'block sequence start'
  | 'block mapping start'
  | 'block end'
  | 'flow sequence start'
  | 'flow sequence end'
  | 'flow mapping start'
  | 'flow mapping end'
  | 'block entry'
  | 'flow entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  /** The text of a scalar, the name of an anchor, the handle of a tag, a version. */
  readonly value: string;
  /** What follows a handle, or what a handle stands for. */
  readonly suffix?: string;
  /** Of a scalar. */
  readonly style?: Style;
  /** What this token begins if a colon follows. */
  key?: SimpleKey | undefined;
}

/** A place where a key may have begun, which only a colon behind it tells. */
export interface SimpleKey {
  possible: boolean;
  /** Whether nothing else than a key may stand there. */
  readonly required: boolean;
  /** Whether the token at its beginning is held back until it is known. */
  awaited: boolean;
  readonly number: number;
  readonly pos: number;
  readonly line: number;
  readonly column: number;
  /** The key that a flow collection itself may be. */
  readonly around?: SimpleKey | undefined;
}
