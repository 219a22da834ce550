import { byCodeUnit } from '../model/order.ts';
import { comparedLines } from '../model/line-diff.ts';
import type { FileMap } from '../render/files.ts';
import { LOCK_NAME } from '../render/lock.ts';

/** A part of a file of out/ that stays itself when what is around it changes: an object, or a whole file. */
export interface Piece {
  /** Below out/. */
  readonly file: string;
  /** `Deployment agents/research-agent`; empty for a file that holds no objects. */
  readonly title: string;
  /** Line of the file, from 1, on which it begins. */
  readonly start: number;
  readonly lines: readonly string[];
}

/** A base is another folder when anything in it changes: it is known by whose it is. */
const BASE = /^(base\/[^/]+\/[^/]+)\/[^/]+\//;
/** What points at a base, without the hash of what is in it. */
const POINTER = /^(\s*- (?:\.\.\/)+base\/[^/]+\/[^/]+\/.*?)-?[0-9a-f]{8}$/;

/** The pieces of one file, in their order. */
export function piecesIn(file: string, text: string): Piece[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (!file.endsWith('.yaml')) return [{ file, title: '', start: 1, lines }];
  const pieces: Piece[] = [];
  let start = 0;
  for (let i = 0; i <= lines.length; i++) {
    if (i < lines.length && lines[i] !== '---') continue;
    const own = lines.slice(start, i);
    if (own.length > 0) pieces.push({ file, title: titleOf(own), start: start + 1, lines: own });
    start = i + 1;
  }
  return pieces;
}

/** What identifies an object that we have written: its kind, namespace and name. */
function titleOf(lines: readonly string[]): string {
  const value = (pattern: RegExp, from: number): string | undefined => {
    for (let i = from; i < lines.length; i++) {
      const line = lines[i] as string;
      const found = pattern.exec(line)?.[1];
      if (found !== undefined) return found.replace(/^"(.*)"$/, '$1');
      if (from > 0 && !line.startsWith(' ')) return undefined;
    }
    return undefined;
  };
  const kind = value(/^kind: (.+)$/, 0);
  const metadata = lines.indexOf('metadata:');
  if (kind === undefined || metadata === -1) return '';
  const [namespace, name] = [value(/^ {2}namespace: (.+)$/, metadata + 1), value(/^ {2}name: (.+)$/, metadata + 1)];
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name ?? ''}`;
}

export function keyOf({ file, title }: Pick<Piece, 'file' | 'title'>): string {
  return `${file.replace(BASE, '$1/')}\0${title}`;
}

/** Lines of a piece, from 1 within its file, that another state of it does not have; all of them where it has none. */
export function differingLines(piece: Piece, other: Piece | undefined): number[] {
  const all = piece.lines.map((_, i) => piece.start + i);
  if (other === undefined) return all;
  const [before, after] = [piece, other].map(({ lines }) => lines.map((line) => POINTER.exec(line)?.[1] ?? line)) as [string[], string[]];
  if (before.length === after.length && before.every((line, i) => line === after[i])) return [];
  const found: number[] = [];
  let at = piece.start;
  for (const { mark } of comparedLines(before, after)) {
    if (mark === '+') continue;
    if (mark === '-') found.push(at);
    at += 1;
  }
  return found;
}

/** Lines of an out/ that another one does not have, by file: what clusters get first. */
export function differing(files: FileMap, others: FileMap): Map<string, number[]> {
  const found = new Map<string, Set<number>>();
  const add = (file: string, lines: readonly number[]): void => {
    if (lines.length > 0) found.set(file, new Set([...(found.get(file) ?? []), ...lines]));
  };
  const compare = (file: string, other: string | undefined): void => {
    const [text, second] = [files.get(file), other === undefined ? undefined : others.get(other)];
    if (text === undefined || text === second) return;
    const there = new Map(piecesIn(other ?? '', second ?? '').map((piece) => [piece.title, piece]));
    for (const piece of piecesIn(file, text)) add(file, differingLines(piece, there.get(piece.title)));
  };
  const [slots, otherSlots] = [basesIn(files), basesIn(others)];
  const compared = new Set<string>();
  for (const [slot, folder] of slots) {
    const other = otherSlots.get(slot);
    // Regions share bases: each pair is looked at once.
    if (compared.has(`${folder} ${other}`)) continue;
    compared.add(`${folder} ${other}`);
    compare(`${folder}/objects.yaml`, other === undefined ? undefined : `${other}/objects.yaml`);
  }
  for (const file of files.keys()) if (!file.startsWith('base/') && !file.endsWith(LOCK_NAME)) compare(file, file);
  const place = (file: string): number => ['base/', 'overlays/', 'argocd/', 'dns/'].findIndex((top) => file.startsWith(top)) >>> 0;
  return new Map(
    [...found].sort(([a], [b]) => place(a) - place(b) || byCodeUnit(a, b)).map(([file, lines]) => [file, [...lines].sort((a, b) => a - b)]),
  );
}

const OVERLAY = /^overlays\/([^/]+)\/[^/]+\/kustomization\.yaml$/;

/** Region, component and unit → the base that the region has of it. */
function basesIn(files: FileMap): Map<string, string> {
  const found = new Map<string, string>();
  for (const [file, text] of files) {
    const region = OVERLAY.exec(file)?.[1];
    if (region === undefined) continue;
    for (const [, folder = '', unit = ''] of text.matchAll(/^- \.\.\/\.\.\/\.\.\/((base\/[^/\n]+\/[^/\n]+)\/[^/\n]+)$/gm))
      found.set(`${region} ${unit}`, folder);
  }
  return found;
}
