// Runs that write out/, in a process of their own: to be killed, raced and starved. Arguments: out/, what to do, seconds to wait.
// What to do: a variant to write; `hold`: only take the lock, say so, and keep it until standard input ends; `small-a,small-b`: say so, and write
// one after the other for ever; `told`: write what standard input says, one variant and seconds to wait a line, and answer each
// with a line.
import { readSync, writeSync } from 'node:fs';
import { Disk } from '../../../generator/io/disk.ts';
import { Failure } from '../../../generator/io/failure.ts';
import { readOutTree } from '../../../generator/io/out-tree.ts';
import { recover } from '../../../generator/io/recover.ts';
import { RunLock } from '../../../generator/io/run-lock.ts';
import { writeOut } from '../../../generator/io/write-out.ts';
import { changes } from '../../../generator/render/changes.ts';
import { filesOf } from './variants.ts';

const [out = '', what = '', wait = '0'] = process.argv.slice(2);

function write(wanted: ReadonlyMap<string, string>, seconds: number): void {
  RunLock.holding(out, seconds, () => {
    const disk = new Disk();
    recover(disk, out);
    const present = readOutTree(out);
    writeOut(disk, out, wanted, changes(wanted, present), present);
  });
}

const trees = new Map<string, ReadonlyMap<string, string>>();
function treeOf(variant: string): ReadonlyMap<string, string> {
  const tree = trees.get(variant) ?? filesOf(variant);
  trees.set(variant, tree);
  return tree;
}

/** The next line of standard input; undefined at its end. */
function line(): string | undefined {
  const bytes = Buffer.alloc(100);
  const size = readSync(0, bytes);
  return size === 0 ? undefined : bytes.toString('utf8', 0, size).trim();
}

/** @returns the exit code, and why */
function ended(run: () => void): [number, string] {
  try {
    run();
    return [0, ''];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [4, error.message];
  }
}

if (what === 'told') {
  for (let order = line(); order !== undefined; order = line()) {
    const [variant, seconds] = order.split(' ') as [string, string];
    writeSync(1, `${JSON.stringify(ended(() => write(treeOf(variant), Number(seconds))))}\n`);
  }
} else if (what === 'hold')
  RunLock.holding(out, Number(wait), () => {
    writeSync(1, 'held');
    line();
  });
else {
  const variants = what.split(',').map(treeOf);
  const [code, message] = ended(() => {
    if (variants.length > 1) writeSync(1, 'begun');
    do for (const tree of variants) write(tree, Number(wait));
    while (variants.length > 1);
  });
  if (message !== '') writeSync(2, `${message}\n`);
  process.exitCode = code;
}
