/** Why a text cannot be read, and from where to where: thrown within this folder and caught by who reads a document. */
export class Flaw extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end = start + 1) {
    super(message);
    this.start = start;
    this.end = end;
  }
}
