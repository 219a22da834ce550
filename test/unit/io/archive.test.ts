// Archives of charts are read by the letter of their format; whatever leads out of them refuses them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { unpack } from '../../../generator/io/archive.ts';
import { scratch } from './folders.ts';

const folder = scratch();

/** What the tar of this machine makes of a folder. */
function packed(files: Readonly<Record<string, string>>, ...words: string[]): Uint8Array {
  const root = folder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'in', path)), { recursive: true });
    writeFileSync(join(root, 'in', path), text);
  }
  execFileSync('tar', ['-czf', join(root, 'a.tgz'), '-C', join(root, 'in'), ...words, '.']);
  return readFileSync(join(root, 'a.tgz'));
}

const read = (bytes: Uint8Array): Record<string, string> | string => {
  const unpacked = unpack(bytes);
  return 'refused' in unpacked
    ? unpacked.refused
    : Object.fromEntries([...unpacked.files].map(([name, content]) => [name, Buffer.from(content).toString()]));
};

const LONG = `${'a'.repeat(90)}/${'b'.repeat(90)}/${'c'.repeat(90)}.yaml`;

test.each([['ustar'], ['gnu'], ['pax']])('the files of an archive in the format %s are read', (format) => {
  const files = { 'notes/Chart.yaml': 'name: notes\n', 'notes/templates/empty': '', [`notes/${'n'.repeat(80)}/${'m'.repeat(60)}`]: 'x'.repeat(2000) };
  const more = format === 'ustar' ? {} : { [`notes/${LONG}`]: 'long\n' };
  expect(read(packed({ ...files, ...more }, `--format=${format}`))).toEqual({ ...files, ...more });
});

/** One entry of a tar archive. */
function entry(name: string, { type = '0', size = '0', body = '' } = {}): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(size.padStart(11, '0'), 124);
  header.write(type, 156);
  return Buffer.concat([header, Buffer.from(body)]);
}
const tgz = (...parts: readonly Buffer[]): Uint8Array => gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]));

describe('an archive is refused', () => {
  test('with a link', () => {
    const root = folder();
    mkdirSync(join(root, 'in'));
    symlinkSync('/etc/passwd', join(root, 'in', 'leak'));
    execFileSync('tar', ['-czf', join(root, 'a.tgz'), '-C', join(root, 'in'), '.']);
    expect(read(readFileSync(join(root, 'a.tgz')))).toBe('it holds "./leak", which is neither a file nor a folder');
  });

  test.each<[what: string, bytes: () => Uint8Array, expected: string]>([
    ['a name that leads out', () => tgz(entry('a/../../b')), 'it holds the name "a/../../b", which leads elsewhere'],
    ['a name from the root', () => tgz(entry('/etc/x')), 'which leads elsewhere'],
    ['a name of Windows', () => tgz(entry('C:x')), 'which leads elsewhere'],
    ['a backslash', () => tgz(entry('a\\b')), 'which leads elsewhere'],
    ['a hard link', () => tgz(entry('a', { type: '1' })), 'neither a file nor a folder'],
    ['a device', () => tgz(entry('a', { type: '3' })), 'neither a file nor a folder'],
    ['a size beyond its end', () => tgz(entry('a', { size: '7777777' })), 'it is cut short'],
    ['a size that is none', () => tgz(entry('a', { size: 'x' })), 'it is cut short'],
    ['nothing in it', () => tgz(), 'it holds no file'],
    ['folders alone', () => tgz(entry('a', { type: '5' })), 'it holds no file'],
    ['no gzip', () => Buffer.from('text'), 'it is no gzip archive'],
    ['more than is taken', () => gzipSync(Buffer.alloc(65 << 20)), 'unpacks to more than'],
    ['more files than are taken', () => tgz(...Array.from({ length: 10_001 }, (_, i) => entry(`f${i}`))), 'more than 10000 files'],
  ])('with %s', (_, bytes, expected) => expect(read(bytes())).toContain(expected));

  test('with a long name that leads out, in either way of saying one', () => {
    const padded = (text: string): string => text.padEnd(512, '\0');
    expect(read(tgz(entry('x', { type: 'L', size: '6', body: padded('../b/c') }), entry('a')))).toContain('which leads elsewhere');
    expect(read(tgz(entry('x', { type: 'x', size: '17', body: padded('15 path=../b/c\n') }), entry('a')))).toContain('which leads elsewhere');
    expect(read(tgz(entry('x', { type: 'g', size: '10', body: padded('8 a=b\n') }), entry('a')))).toEqual({ a: '' });
    expect(read(tgz(entry('x', { type: 'x', size: '10', body: padded('8 mtime=1\n') }), entry('a')))).toEqual({ a: '' });
  });
});
