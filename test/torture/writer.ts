// A run that writes out/, as a process of its own: to be killed, raced and starved. Arguments: out/, variant
// (or `hold`: only take the lock, say so, and keep it until standard input ends), seconds to wait.
import { readFileSync, writeSync } from 'node:fs';
import { Disk } from '../../generator/io/disk.ts';
import { Failure } from '../../generator/io/failure.ts';
import { readOutTree } from '../../generator/io/out-tree.ts';
import { recover } from '../../generator/io/recover.ts';
import { RunLock } from '../../generator/io/run-lock.ts';
import { writeOut } from '../../generator/io/write-out.ts';
import { changes } from '../../generator/layout/changes.ts';
import { filesOf } from './variants.ts';

const [out = '', variant = '', wait = '0'] = process.argv.slice(2);
try {
  RunLock.holding(out, Number(wait), () => {
    if (variant === 'hold') {
      writeSync(1, 'held');
      readFileSync(0);
      return;
    }
    const disk = new Disk();
    recover(disk, out);
    const present = readOutTree(out);
    const wanted = filesOf(variant);
    writeOut(disk, out, wanted, changes(wanted, present), present);
  });
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  writeSync(2, `${error.message}\n`);
  process.exitCode = 4;
}
