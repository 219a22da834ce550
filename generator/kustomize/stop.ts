import type { Origin } from './node.ts';

/** Kustomize refuses the folder: thrown within this room, and caught by who builds. */
export class Refused extends Error {
  readonly at: Origin | undefined;
  readonly hint: string | undefined;

  constructor(message: string, at?: Origin, hint?: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

/** It is not built here, and what Kustomize would make of it is not known. */
export class Unbuilt extends Error {
  readonly at: Origin | undefined;

  constructor(message: string, at?: Origin) {
    super(message);
    this.at = at;
  }
}
