/** Why a step cannot be made, and the way out. */
export interface Flaw {
  readonly message: string;
  readonly hint: string;
}
