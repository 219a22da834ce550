// The least that a program can do which leaves the same files behind: same bytes, same folders, same flushes and renames
// as generator/io/write-out.ts, with nothing to think about. Argument 1 is a pack, argument 2 the folder to write.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  for (const [path, length] of index) {
    const target = join(folder, path);
    const parent = dirname(target);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    const fd = openSync(`${target}.new`, 'w', 0o644);
    writeSync(fd, bytes, at, length);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(`${target}.new`, target);
    at += length;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) unpack(process.argv[2], process.argv[3]);
