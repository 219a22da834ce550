/** Where text goes. Only `main` knows the real ones. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /** Whether stderr is a terminal that shows colours. */
  readonly color: boolean;
}
