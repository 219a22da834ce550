// kube-linter over a folder of objects, one per file: which it cannot load, and of which its default checks say something.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedAt, makeOnce } from '../programs/cache.ts';
import { go } from '../programs/go.ts';

const MODULE = join(import.meta.dirname, 'kube-linter');
const MAIN = 'golang.stackrox.io/kube-linter/cmd/kube-linter';

/** The version that its go.mod pins, without the `v`. */
export function versionOfKubeLinter(): string {
  return /kube-linter v([0-9.]+)$/m.exec(readFileSync(join(MODULE, 'go.mod'), 'utf8'))?.[1] as string;
}

/** Builds it the first time, which takes minutes. @throws with the words of Go */
export function kubeLinter(): string {
  const target = cachedAt('kube-linter', ...['go.mod', 'go.sum'].map((name) => readFileSync(join(MODULE, name))));
  makeOnce(target, (into) =>
    go(['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', join(into, 'kube-linter'), MAIN], {
      cwd: MODULE,
      env: { CGO_ENABLED: '0' },
    }),
  );
  return join(target, 'kube-linter');
}

/** What it says of files that are named by a number. */
export interface Linted {
  /** It loads no object from them. */
  readonly refused: ReadonlySet<number>;
  /** Its default checks have something to say about them. */
  readonly advised: ReadonlySet<number>;
  /** It ends without an answer where one of them is asked. */
  readonly broken: ReadonlySet<number>;
}

export const LINT = ['lint', '--format', 'json', '--fail-on-invalid-resource'];

const numberOf = (path: string): number => Number(/(\d+)\.[a-z]+$/.exec(path)?.[1]);

/** It panics at some objects, and says nothing of the others then: those are found by halves. */
export function lintedBy(program: string, files: readonly string[]): Linted {
  const [refused, advised, broken] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const ask = (some: readonly string[]): void => {
    const { stdout } = spawnSync(program, [...LINT, ...some], { encoding: 'utf8', maxBuffer: 2 ** 30 });
    const at = stdout.indexOf('{');
    if (at !== -1) {
      const { Reports } = JSON.parse(stdout.slice(at)) as {
        Reports: readonly { Check: string; Object: { Metadata: { FilePath: string } } }[] | null;
      };
      for (const { Check, Object: about } of Reports ?? [])
        (Check === 'failed-to-load-object' ? refused : advised).add(numberOf(about.Metadata.FilePath));
    } else if (some.length === 1) broken.add(numberOf(some[0] as string));
    else for (const half of [some.slice(0, some.length >> 1), some.slice(some.length >> 1)]) ask(half);
  };
  for (let at = 0; at < files.length; at += 1000) ask(files.slice(at, at + 1000));
  return { refused, advised, broken };
}
