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
}

/** @param args of the lint command, files or a folder last */
export function lintedBy(program: string, args: readonly string[]): Linted {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (!stdout.startsWith('{')) throw new Error(`kube-linter says nothing that can be read: ${stderr.slice(-1000)}`);
  const { Reports } = JSON.parse(stdout) as { Reports: readonly { Check: string; Object: { Metadata: { FilePath: string } } }[] | null };
  const [refused, advised] = [new Set<number>(), new Set<number>()];
  for (const { Check, Object: about } of Reports ?? [])
    (Check === 'failed-to-load-object' ? refused : advised).add(Number(/(\d+)\.[a-z]+$/.exec(about.Metadata.FilePath)?.[1]));
  return { refused, advised };
}
