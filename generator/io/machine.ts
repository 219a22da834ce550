import { release } from 'node:os';
import { runGit } from './git-run.ts';

/** What the program runs on: versions, and nothing that names a person or a machine. */
export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly release: string;
  /** Empty where there is none. */
  readonly git: string;
}

export function machine(): Machine {
  const { stdout } = runGit('.', ['--version']);
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    release: numbersIn(release()),
    git: numbersIn(stdout.toString('utf8')),
  };
}

/** The numbers of a version: what follows may name who built it. */
function numbersIn(text: string): string {
  return text.replace(/^[^0-9]*([0-9.]*)[^]*$/, '$1').replace(/\.$/, '');
}
