import type { Place } from '../model/finding.ts';
import type { Kept } from '../model/memory.ts';
import { segments } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { findSecrets } from '../secrets/find.ts';
import { LIMITS } from './limits.ts';
import { parseSource, tokensIn } from './source.ts';
import type { Parsed, Source } from './source.ts';
import { Lines, decode } from './text.ts';
import type { InputFile } from './text.ts';

/** A part of a file that is read by itself: the key it stands under, if that has a line of its own, and whole lines. */
interface Piece {
  /** `regions:`, with its line break; empty for a key of the file itself. */
  readonly head: string;
  /** Number of the line on which the head stands. */
  readonly headLine: number;
  readonly text: string;
  /** Number of its first line. */
  readonly line: number;
}

/** A key at the beginning of a line, as everybody writes them. */
const KEY = /^( *)([A-Za-z0-9_][A-Za-z0-9_.-]*):(?= |$)/;
/** A key whose value stands on the lines below it. */
const HEAD = /^[A-Za-z0-9_][A-Za-z0-9_.-]*: *(?: #.*)?$/;
/** A line that says nothing. */
const SILENT = /^ *(?:#|$)/;

/**
 * Read a file piece by piece, one agent or region each: of a large file mostly all pieces but one are known. A piece with its head is a file of its
 * own, and is read as such.
 * @param open gives the pieces that are known, by their text
 * @returns undefined where something has to be said of the file, or where it is not certain that the pieces are the whole: it is read as a whole then
 */
export function parseInPieces(file: InputFile, open: () => Kept): Parsed | undefined {
  if (file.bytes.length > (file.limit ?? LIMITS.bytes)) return undefined;
  const decoded = decode(file.bytes);
  const { text } = decoded;
  if ('problem' in decoded || findSecrets(text).length > 0) return undefined;
  const pieces = piecesOf(text);
  if (pieces === undefined) return undefined;
  const kept = open();
  // All of them, so that those that are in order are known when the others have been mended.
  const read = pieces.map((piece): Owned => {
    const own = piece.head + piece.text;
    return { piece, ...kept.of(own, [file.path], () => parseSource({ path: file.path, bytes: Buffer.from(own) })) };
  });
  const tokens = read.reduce((sum, each) => sum + each.tokens, 0);
  if (read.some(({ findings }) => findings.length > 0) || tokens > tokensIn(file.limit)) return undefined;
  const owners = ownersOf(read);
  if (owners === undefined) return undefined;
  const { data, byKey, first } = owners;
  const lines = new Lines(text);
  const ownerOf = (at: Pointer): Owned => {
    const [section = '', name = ''] = segments(at);
    return byKey.get(`${section}/${name}`) ?? byKey.get(section) ?? first;
  };
  const source: Source = {
    path: file.path,
    data,
    locate: (at, ...where) => {
      const { piece, source: own } = ownerOf(at);
      return moved(own.locate(at, ...where), piece);
    },
    line: (n) => lines.line(n),
    covered: (n) => lines.covered(n),
    written: (at) => ownerOf(at).source.written(at),
  };
  return { source, findings: [], secrets: [], tokens };
}

interface Owned extends Parsed {
  readonly piece: Piece;
}

/** The data of all pieces, and by key, or by section and key, the piece that says it. @returns undefined where they are not the whole */
function ownersOf(read: readonly Owned[]): { data: Record<string, unknown>; byKey: Map<string, Owned>; first: Owned } | undefined {
  const data = nothing();
  const byKey = new Map<string, Owned>();
  const add = (to: Record<string, unknown>, key: string, value: unknown, owner: Owned, path: string): boolean => {
    // Beside a name, a value may be a secret by that name: the reader has to see both.
    if (key in to || key === 'value') return false;
    to[key] = value;
    byKey.set(path, owner);
    return true;
  };
  for (const owner of read) {
    const { piece, source } = owner;
    // It begins with a key, and nothing had to be said of it.
    for (const [key, value] of Object.entries(source.data as object)) {
      if (piece.head === '') {
        if (!add(data, key, value, owner, key)) return undefined;
        continue;
      }
      const open = byKey.get(key);
      if (open === undefined ? !add(data, key, nothing(), owner, key) : open.piece.headLine !== piece.headLine) return undefined;
      const section = data[key] as Record<string, unknown>;
      for (const [name, each] of Object.entries(value as object)) if (!add(section, name, each, owner, `${key}/${name}`)) return undefined;
    }
  }
  const [first] = read;
  return first === undefined ? undefined : { data, byKey, first };
}

function nothing(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

function moved(place: Place, { head, headLine, line }: Piece): Place {
  const heads = head === '' ? 0 : 1;
  return { ...place, line: place.line <= heads ? headLine : place.line - heads - 1 + line };
}

/** @returns undefined where a line begins as no line of plain maps does */
function piecesOf(text: string): Piece[] | undefined {
  if (/\r|^ *\t/m.test(text)) return undefined;
  const pieces: Piece[] = [];
  const lines = text.split('\n');
  // Comments and empty lines belong to what stands above them, or to the first piece.
  let [from, isBegun] = [0, false];
  let section: { readonly head: string; readonly at: number; readonly first: number; readonly indent: number } | undefined;
  const cut = (to: number): void => {
    if (!isBegun) return;
    const rest = to < lines.length ? '\n' : '';
    const own = lines.slice(from, to).join('\n') + rest;
    pieces.push({ head: section?.head ?? '', headLine: (section?.at ?? 0) + 1, text: own, line: from + 1 });
    from = to;
  };
  for (const [i, line] of lines.entries()) {
    if (SILENT.test(line)) continue;
    const indent = KEY.exec(line)?.[1]?.length;
    if (line.startsWith(' ')) {
      if (!isBegun) return undefined;
      if (section === undefined || indent !== section.indent || i === section.first) continue;
      cut(i);
      continue;
    }
    if (indent === undefined) return undefined;
    cut(i);
    [isBegun, section] = [true, undefined];
    if (!HEAD.test(line)) continue;
    let first = i + 1;
    while (SILENT.test(lines[first] ?? 'end')) first += 1;
    const inner = KEY.exec(lines[first] ?? '')?.[1]?.length ?? 0;
    if (inner === 0) continue;
    section = { head: `${line}\n`, at: i, first, indent: inner };
    from = i + 1;
  }
  cut(lines.length);
  return pieces;
}
