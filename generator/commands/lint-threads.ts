import { startHelper, type Line } from '../io/helper.ts';
import { Failure } from '../io/failure.ts';
import { readManifest, type Named } from '../io/read-manifests.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import { readKinds } from '../k8s/crd/read-kinds.ts';
import { alone, type SettingAlone } from '../lint/alone.ts';
import type { Alone } from '../lint/lint.ts';
import { listsOf, pack, TOGETHER, unpack, unpackLists, type Packed } from '../lint/packed.ts';
import type { Told } from '../lint/said.ts';
import type { Progress } from './progress.ts';
import { forgetAll } from '../model/memo.ts';
import { parseManifests, type Manifest, type ParsedManifests } from '../yaml/manifests.ts';

/** Less than this is read before a second thread has begun. */
const MUCH = 3 << 20;
/** So many bytes are read in one go. */
const AT_ONCE = 1 << 17;

type Definitions = readonly Readonly<Record<string, unknown>>[];

/** What the first thread says. */
type Order =
  | { readonly read: readonly (readonly Named[])[] }
  | { readonly unit: number; readonly files: readonly Packed[] }
  | { readonly judge: SettingAlone; readonly definitions: Definitions };

/** What the second one says. */
type Report =
  | { readonly unit: number; readonly files: readonly Packed[] }
  | { readonly list: number; readonly told: readonly (readonly [number, Told])[] }
  | { readonly failure: Pick<Failure, 'kind' | 'message' | 'hint'>; readonly unit: number }
  | { readonly bug: string };

/** Files that are read, and who looks at each of their objects. */
export interface Reading {
  readonly parsed: readonly ParsedManifests[];
  /** @param definitions what the kinds were made of */
  readonly alone?: (setting: SettingAlone, kinds: Kinds, definitions: Definitions) => Alone;
}

/** Read files, many of them with a second thread. @param mayShare whether objects are judged by what another thread can know */
export function readFiles(files: readonly Named[], mayShare: boolean, progress: Progress): Reading {
  const size = files.reduce((sum, file) => sum + sizeOf(file), 0);
  const line = !mayShare || size < MUCH ? undefined : startHelper<Order, Report>();
  if (line !== undefined) return new Together(line, files, progress).read();
  const parsed = files.map((file, i) => {
    progress.at('reading files', i, files.length);
    return parseManifests(readManifest(file));
  });
  progress.end();
  return { parsed };
}

function sizeOf(file: Named): number {
  return 'bytes' in file ? file.bytes.length : file.size;
}

/** The part of the first thread. */
class Together {
  readonly #line: Line<Order, Report>;
  readonly #progress: Progress;
  readonly #named: readonly (readonly Named[])[];
  readonly #units: (readonly ParsedManifests[] | Failure)[] = [];
  /** Units that nobody has read yet, and then lists that nobody has looked at. */
  #left = 0;
  readonly #told = new Map<Manifest, Told>();
  #lists: readonly (readonly Manifest[])[] = [];

  constructor(line: Line<Order, Report>, files: readonly Named[], progress: Progress) {
    this.#line = line;
    this.#progress = progress;
    this.#named = unitsOf(files);
  }

  read(): Reading {
    this.#line.send({ read: this.#named });
    this.#left = this.#named.length;
    for (let unit = this.#line.take(0); unit < this.#named.length; unit = this.#line.take(0)) {
      this.#readUnit(unit);
      this.#hearAll();
      this.#progress.at('reading files', this.#named.length - this.#left, this.#named.length);
    }
    this.#rest();
    const parsed = this.#units.flatMap((unit) => {
      if (unit instanceof Failure) throw unit;
      return unit;
    });
    this.#lists = parsed.flatMap(({ manifests }) => listsOf(manifests));
    return { parsed, alone: (...given) => this.#alone(...given) };
  }

  #readUnit(unit: number): void {
    this.#left -= 1;
    const result = readUnit(this.#named[unit] as readonly Named[]);
    if (result instanceof Failure) this.#units[unit] = result;
    else {
      this.#units[unit] = result.map(unpack);
      this.#line.send({ unit, files: result });
    }
  }

  #alone(setting: SettingAlone, kinds: Kinds, definitions: Definitions): Alone {
    const { versions, minors, whole } = setting;
    this.#line.send({ judge: { versions, ...(minors === undefined ? {} : { minors }), whole }, definitions });
    this.#left = this.#lists.length;
    const tell = alone(setting, kinds);
    return () => {
      // What stands between objects has been looked at: what it remembered is of no more use.
      forgetAll();
      for (let list = this.#line.take(1); list < this.#lists.length; list = this.#line.take(1)) {
        this.#left -= 1;
        for (const manifest of this.#lists[list] as readonly Manifest[]) {
          const told = tell(manifest);
          if (told !== undefined) this.#told.set(manifest, told);
        }
        forgetAll();
        this.#hearAll();
        this.#progress.at('looking at objects', TOGETHER * (this.#lists.length - this.#left), TOGETHER * this.#lists.length);
      }
      this.#rest();
      return this.#told;
    };
  }

  /** Wait for what the other thread has taken. */
  #rest(): void {
    this.#progress.end();
    while (this.#left > 0) this.#hear(this.#line.next());
  }

  #hearAll(): void {
    for (let report = this.#line.receive(); report !== undefined; report = this.#line.receive()) this.#hear(report);
  }

  #hear(report: Report): void {
    if ('bug' in report) throw new Error(report.bug);
    this.#left -= 1;
    if ('list' in report) {
      const manifests = this.#lists[report.list] as readonly Manifest[];
      for (const [i, told] of report.told) this.#told.set(manifests[i] as Manifest, told);
    } else if ('failure' in report) {
      const { kind, message, hint } = report.failure;
      this.#units[report.unit] = new Failure(kind, message, hint);
    } else this.#units[report.unit] = report.files.map(unpack);
  }
}

/** The part of the second thread. @param line to the first */
export function helpLint(line: Line<Report, Order>): void {
  try {
    help(line);
  } catch (error) {
    line.send({ bug: (error as Error).stack ?? String(error) });
  }
}

function help(line: Line<Report, Order>): void {
  const { read } = line.next() as Extract<Order, { read: unknown }>;
  const units: (readonly Packed[])[] = [];
  for (let unit = line.take(0); unit < read.length; unit = line.take(0)) {
    const result = readUnit(read[unit] as readonly Named[]);
    if (result instanceof Failure) {
      const { kind, message, hint } = result;
      line.send({ unit, failure: { kind, message, hint } });
      continue;
    }
    units[unit] = result;
    line.send({ unit, files: result });
  }
  let order = line.next();
  for (; 'unit' in order; order = line.next()) units[order.unit] = order.files;
  const { judge: setting, definitions } = order as Extract<Order, { judge: unknown }>;
  const { kinds } = readKinds(definitions.map((data) => ({ where: {}, data })));
  const lists = units.flatMap((files) => files.flatMap(unpackLists));
  const tell = alone(setting, kinds);
  for (let list = line.take(1); list < lists.length; list = line.take(1)) {
    const all = (lists[list] as () => Manifest[])().map(tell);
    line.send({ list, told: all.flatMap((told, i) => (told === undefined ? [] : [[i, told] as const])) });
    forgetAll();
  }
}

/** Read some files, or say why one cannot be read: of several the first is told of, whoever met it. */
function readUnit(unit: readonly Named[]): readonly Packed[] | Failure {
  try {
    return unit.map((named) => pack(readManifest(named)));
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Files, some together where they are small. */
function unitsOf(files: readonly Named[]): Named[][] {
  const units: Named[][] = [];
  let size = Infinity;
  for (const file of files) {
    if (size > AT_ONCE) {
      units.push([]);
      size = 0;
    }
    (units.at(-1) as Named[]).push(file);
    size += sizeOf(file);
  }
  return units;
}
