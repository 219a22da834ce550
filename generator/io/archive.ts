import { gunzipSync } from 'node:zlib';

/** What a chart's archive holds, or why it is not taken. */
export type Unpacked = { readonly files: ReadonlyMap<string, Uint8Array> } | { readonly refused: string };

/** Helm's own limits are 20 MiB for an archive's file, and 100 MiB for all. */
const MOST_BYTES = 64 << 20;
const MOST_FILES = 10_000;
const BLOCK = 512;

/**
 * The files of a tar archive that gzip made smaller (POSIX.1-2017 pax, ustar; GNU's long names). Charts hold files and folders: whatever else it
 * has, and names that lead out of it, refuse the archive, since programs that unpack it would follow them.
 */
export function unpack(bytes: Uint8Array): Unpacked {
  let tar: Buffer;
  try {
    tar = gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    return { refused: `it is no gzip archive, or unpacks to more than ${MOST_BYTES} bytes` };
  }
  const files = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length;) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const octal = field(header, 124, 12);
    const size = parseInt(octal, 8);
    if (!/^[0-7]+$/.test(octal) || at + BLOCK + size > tar.length) return { refused: 'it is cut short, or is no tar archive' };
    const data = tar.subarray(at + BLOCK, at + BLOCK + size);
    const type = String.fromCharCode(header[156] as number);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x') longName = paxPath(data) ?? longName;
    else if (type === 'L') longName = data.toString('utf8').replace(/\0[^]*$/, '');
    else if (type !== 'g') {
      const prefix = field(header, 257, 5) === 'ustar' ? field(header, 345, 155) : '';
      const name = longName ?? (prefix === '' ? field(header, 0, 100) : `${prefix}/${field(header, 0, 100)}`);
      longName = undefined;
      if (type !== '0' && type !== '\0' && type !== '5') return { refused: `it holds ${JSON.stringify(name)}, which is neither a file nor a folder` };
      if (!isInside(name)) return { refused: `it holds the name ${JSON.stringify(name)}, which leads elsewhere` };
      if (type !== '5') files.set(name.replace(/^(\.\/)+/, ''), Uint8Array.from(data));
      if (files.size > MOST_FILES) return { refused: `it holds more than ${MOST_FILES} files` };
    }
  }
  return files.size === 0 ? { refused: 'it holds no file' } : { files };
}

function field(header: Buffer, start: number, length: number): string {
  return header
    .subarray(start, start + length)
    .toString('utf8')
    .replace(/\0[^]*$/, '')
    .trim();
}

/** `path` of an extended header: `27 path=charts/a/b.yaml\n`. */
function paxPath(data: Buffer): string | undefined {
  return /(?:^|\n)[0-9]+ path=([^\n]*)\n/.exec(data.toString('utf8'))?.[1];
}

function isInside(name: string): boolean {
  return !/^\/|^[A-Za-z]:|\\|\p{Cc}/u.test(name) && !name.split('/').includes('..');
}
