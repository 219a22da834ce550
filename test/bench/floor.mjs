// The least that a program can do which leaves the same files behind: same bytes, same folders, same flushes and renames
// as generator/io/write-out.ts, with nothing to think about. Argument 1 is a pack, argument 2 the folder to write.
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const STAGED = '.pap-fleet-new';

/** Put every file of a folder into one. */
export function pack(folder, file) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  const contents = paths.map((path) => readFileSync(join(folder, path)));
  const index = Buffer.from(JSON.stringify(paths.map((path, i) => [path, contents[i].length])));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(index.length);
  writeFileSync(file, Buffer.concat([head, index, ...contents]));
  return { files: paths.length, bytes: contents.reduce((sum, { length }) => sum + length, 0) };
}

function unpack(file, folder) {
  const bytes = readFileSync(file);
  let at = 4 + bytes.readUInt32LE(0);
  const index = JSON.parse(bytes.toString('utf8', 4, at));
  const made = new Set();
  const targets = [];
  for (const [path, length] of index) {
    const target = join(folder, path);
    const parent = dirname(target);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    const fd = openSync(target + STAGED, 'w', 0o644);
    writeSync(fd, bytes, at, length);
    closeSync(fd);
    targets.push(target);
    at += length;
  }
  if (targets.length < 50 || spawnSync('sync', ['-f', folder], { stdio: 'ignore' }).status !== 0) {
    for (const target of targets) {
      const fd = openSync(target + STAGED, 'r+');
      fsyncSync(fd);
      closeSync(fd);
    }
  }
  for (const target of targets) renameSync(target + STAGED, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) unpack(process.argv[2], process.argv[3]);
