import { sha256 } from '../model/sha256.ts';

/** A file that another program reads, of a component: only its bytes count. */
export interface SourceFile {
  readonly component: string;
  /** Below the component's folder. */
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** One digest of files, whatever their order. */
export function digestOf(files: readonly SourceFile[]): string {
  return sha256(JSON.stringify(files.map(({ name, bytes }) => `${sha256(bytes)} ${name}`).sort()));
}
