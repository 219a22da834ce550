import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { causeAt } from '../check/cause.ts';
import { writtenIn } from '../check/declared.ts';
import { whereIn } from '../check/where.ts';
import { asWritten } from '../history/as-written.ts';
import { atLine } from '../history/at-line.ts';
import { influencesOn, targetOf } from '../history/influence.ts';
import type { Target } from '../history/influence.ts';
import { Remaker } from '../history/remake.ts';
import type { Extent, Remade } from '../history/remake.ts';
import type { Reason } from '../history/reason.ts';
import { Blames } from '../io/blame.ts';
import type { Blame } from '../io/blame.ts';
import { Failure } from '../io/failure.ts';
import { WorkingCopy } from '../io/git.ts';
import { pathFromRoot } from '../io/path-from-root.ts';
import { readText } from '../io/read-text.ts';
import { fillPlaceholder } from '../k8s/region-placeholder.ts';
import type { KubeObject } from '../k8s/object.ts';
import { deliveryFile } from '../model/delivery-paths.ts';
import type { Place } from '../model/finding.ts';
import { pathText } from '../model/path.ts';
import { pointer, segments } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { quoted } from '../model/quoted.ts';
import { LOCK_NAME } from '../render/lock.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Extra } from '../render/customs.ts';
import { valuesBehind } from '../history/of-file.ts';
import { keyOf } from '../history/pieces.ts';
import { reasonText, reasonJson } from '../report/reason.ts';
import { style } from '../report/style.ts';
import { configRole } from '../yaml/config-path.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { EXIT } from './command.ts';
import type { Command, Flags } from './command.ts';
import { HEAD_OPTION, configOf, headOf } from './head.ts';
import { printJson, refused } from './load.ts';

/** A file of out/ has a few thousand lines. */
const MOST_BYTES = 64 << 20;

export const why: Command = {
  name: 'why',
  summary: 'show which line of config/ makes a line of out/, and the commit that set it',
  usage: 'FILE:LINE [--head REF] [--out DIR]',
  help: `From a line of out/ to the lines of config/ that it follows from, and from those to the commits that set them: who, when, and by which pull
request. To find them, values are changed one after the other in memory, and what would be generated is held against the line; so a line
that is always the same is said to be one that no line of config/ makes, with the component that writes it.

Of a line of config/ it shows the commit alone; what such a line makes shows trace. A line that is not committed yet is said to be so, and
where a clone has too little history, nothing is said of who set it.

Examples:
  pap-fleet why out/overlays/us-east/ingress/objects.yaml:12
  pap-fleet why config/fleet.yaml:66                    who set this line, and when?
  pap-fleet why out/secrets.md:20 --json | jq '.why.causes[].commit'`,
  options: [HEAD_OPTION, { name: 'out', value: 'DIR', help: 'folder that Argo CD reads (default: out)' }],
  words: { max: 1, needs: 'a line, as FILE:LINE' },
  run(context, flags, [word]) {
    const { file, line } = placeIn(word as string, 'out/overlays/us-east/agents/kustomization.yaml:12');
    const compiled = compile(configOf(flags));
    const exit = refused(context, { ...flags, format: flags.json ? 'json' : 'text' }, 'why', compiled, 'the fleet is not valid, so nobody can tell');
    if (exit !== undefined) return exit;
    const made = compiled as Made;
    const below = belowOut(file, flags.out);
    const found = below === undefined ? ofConfig(flags, file, line) : ofOut(made, flags, below, line);
    const reason = withBlame(found, flags);
    if (flags.json) printJson(context, 'why', EXIT.ok, { findings: compiled.findings, why: reasonJson(reason) });
    else context.streams.out(reasonText(reason, style(flags.color)));
    return EXIT.ok;
  },
};

export type Made = Required<Compiled>;

/** `FILE:LINE`, or `FILE:LINE:COLUMN` as findings print it. */
export function placeIn(word: string, example: string): { readonly file: string; readonly line: number } {
  const [, file, line] = /^(.+?):([1-9][0-9]{0,8})(?::[0-9]+)?$/.exec(word) ?? [];
  if (file === undefined) throw new Failure('usage', `${quoted(word)} names no line`, `write FILE:LINE, for example ${example}`);
  return { file: file.replace(/^(\.\/)+/, ''), line: Number(line) };
}

/** The path below out/; undefined of a file that lies elsewhere. */
export function belowOut(file: string, out: string): string | undefined {
  const folder = out.replace(/^(\.\/)+/, '');
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined;
}

type Found = Omit<Reason, 'history'>;

/** The line of the config that holds a line, which is itself. */
function ofConfig(flags: Flags, file: string, line: number): Found {
  if (!file.startsWith(`${flags.config.replace(/^(\.\/)+/, '')}/`))
    throw new Failure('usage', `${quoted(file)} lies neither in ${flags.out}/ nor in ${flags.config}/`, 'name a line of a file of one of them');
  const text = configText(flags, file);
  mustHave(file, text, line);
  const at = atLine(text, line);
  const place: Place = { file, line, col: 1, length: 1 };
  return {
    file,
    line,
    text: (text.split('\n')[line - 1] as string).trim(),
    causes: [{ place, what: at === undefined ? '' : pathText(at.path), text: (text.split('\n')[line - 1] as string).trim() }],
  };
}

/** The text of a file of the config, as it was read. */
export function configText(flags: Flags, file: string): string {
  const found = configOf(flags).find(({ path }) => path.replace(/^(\.\/)+/, '') === file);
  if (found === undefined)
    throw new Failure('usage', `${quoted(file)} is no file that is read of ${flags.config}/`, 'name a line of a file that is there');
  return Buffer.from(found.bytes).toString('utf8');
}

export function mustHave(file: string, text: string, line: number): void {
  const count = text.replace(/\n$/, '').split('\n').length;
  if (line > count) throw new Failure('usage', `${file} has ${count} lines, and no line ${line}`, `name a line from 1 to ${count}`);
}

/** The lines of the config that a line of out/ follows from. */
function ofOut(made: Made, flags: Flags, path: string, line: number): Found {
  const { files, sources } = made;
  const spec = asWritten(made);
  const file = `${flags.out}/${path}`;
  if (path.endsWith(LOCK_NAME))
    throw new Failure('usage', `${file} lists hashes of the files beside it`, 'ask about a line of the file that the line names');
  const here = textHere(made, flags, path);
  mustHave(file, here, line);
  const target = targetOf(path, here, line);
  const text = (here.split('\n')[line - 1] as string).trim();
  if (target === undefined) throw new Failure('usage', `${file}:${line} separates two objects`, 'name a line of one of them');
  const remaker = new Remaker(made.declared, made.customs, made.fleet);
  const whole = remaker.of(spec) as Remade;
  const own = overlayOf(whole, path, target);
  // An agent of its own first: the fewer are looked at, the sooner it is known.
  const region = own?.overlay.region.name ?? deliveryFile(path)?.region;
  const extents: Extent[] = [...(region === undefined ? [] : [...(own?.agent === undefined ? [] : [{ region, agent: own.agent }]), { region }]), {}];
  const key = keyOf(target.piece);
  const same = ({ lines }: Target['piece']): boolean => lines.join('\n') === target.piece.lines.join('\n');
  const extent = extents.find((each) => {
    const there = remaker.piece(spec, each, key);
    return there !== undefined && same(there);
  });
  if (extent === undefined)
    throw new Failure(
      'usage',
      `${file}:${line} is not what ${flags.config}/ says now, so no line of it makes this one`,
      `it was generated from another config, or edited: pap-fleet check; of a delivery that is older: --head COMMIT`,
    );
  const steps = path.endsWith('.yaml') ? atLine(target.piece.lines.join('\n'), line - target.piece.start + 1)?.path : undefined;
  const direct = own?.object === undefined || steps === undefined ? undefined : writtenAt(made, whole, own.overlay, own.object, pointer(...steps));
  const values = direct === undefined ? influencesOn(spec, remaker, target, extent) : [];
  const ofFleet = direct === undefined ? onePerLine(nearestFirst(values, text, made).map((at) => causeOf(made, at))) : [direct];
  const causes = ofFleet.length > 0 ? ofFleet : onePerLine(besideFleet(made, configOf(flags), { file: path, line }, own?.overlay));
  const brought = own?.agent === undefined ? own?.overlay.region.at : pointer('agents', own.agent);
  return {
    file,
    line,
    text,
    ...(target.piece.title === '' ? {} : { object: target.piece.title }),
    ...(steps === undefined ? {} : { field: pathText(steps) }),
    ...(own === undefined ? {} : { component: own.overlay.component.name, regions: own.regions }),
    causes,
    ...(brought === undefined ? {} : { brought: { what: pathText(segments(brought)), place: sources.locate({ path: brought, key: true }) } }),
  };

  function mustBeThere(): never {
    const near = [...files.keys()].filter((name) => name.split('/')[0] === path.split('/')[0]).slice(0, 3);
    throw new Failure(
      'usage',
      `there is no ${file}`,
      near.length === 0 ? 'pap-fleet generate writes it' : `there is, for example, ${flags.out}/${near[0]}`,
    );
  }

  function textHere({ files: all }: Made, asked: Flags, name: string): string {
    if (headOf(asked) !== undefined) return all.get(name) ?? mustBeThere();
    return readText(`${asked.out}/${name}`, MOST_BYTES);
  }
}

interface InOverlay {
  readonly overlay: Overlay;
  /** Every region that has the same. */
  readonly regions: readonly string[];
  readonly object?: KubeObject;
  readonly agent?: string;
}

/** The overlay that a file of out/ belongs to; of a base, the first that points at it. */
function overlayOf({ overlays }: Remade, path: string, { piece }: Target): InOverlay | undefined {
  const [top, ...rest] = path.split('/');
  const folder = path.slice(0, path.lastIndexOf('/'));
  const having =
    top === 'base'
      ? overlays.filter(({ units }) => units.some((unit) => unit.folder === folder))
      : overlays.filter(({ region, component }) => top === 'overlays' && region.name === rest[0] && component.name === rest[1]);
  const [overlay] = having;
  if (overlay === undefined) return undefined;
  const object = [...overlay.units, ...overlay.own]
    .flatMap(({ objects }) => objects)
    .find((each) => titleOf(each, overlay.region.name) === piece.title.replaceAll('REGION', overlay.region.name));
  const unit = overlay.units.find((each) => each.folder === folder)?.name;
  const name = unit ?? object?.metadata.labels?.['app.kubernetes.io/name'];
  const agent = overlay.region.placements.find((placement) => placement.agent.name === name)?.agent.name;
  return {
    overlay,
    regions: having.map(({ region }) => region.name),
    ...(object === undefined ? {} : { object }),
    ...(agent === undefined ? {} : { agent }),
  };
}

function titleOf({ kind, metadata: { namespace, name } }: KubeObject, region: string): string {
  return fillPlaceholder(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, region);
}

/** Where people wrote the value themselves: in an object, in a patch, or in a component of the fleet's own. */
function writtenAt(
  { customs, spec, sources }: Made,
  { log, overlays }: Remade,
  overlay: Overlay,
  object: KubeObject,
  path: Pointer,
): Found['causes'][number] | undefined {
  const extras = new Map([...writtenIn(overlays), ...customs.extras.map((extra): [KubeObject, Extra] => [extra.object, extra])]);
  const spot = causeAt(object, path, overlay, { extras, log, layers: whereIn(spec) });
  if (spot.file === undefined) return undefined;
  return { place: sources.locate(spot), what: pathText(segments(path)) };
}

function causeOf({ sources }: Made, at: Pointer): Found['causes'][number] {
  const place = sources.locate({ path: at });
  const written = sources.written(at);
  return { place, what: pathText(segments(at)), ...(written === undefined ? {} : { text: written }) };
}

/** The same of what does not stand in fleet.yaml: freezes and holds, and what a component of the fleet's own says of itself. */
function besideFleet(
  { files, sources }: Made,
  config: readonly ConfigFile[],
  target: { readonly file: string; readonly line: number },
  overlay: Overlay | undefined,
): Found['causes'] {
  const having = (...names: string[]): ConfigFile[] => config.filter(({ relative }) => names.includes(roleOf(relative)));
  const own = overlay === undefined || overlay.component.origin !== undefined ? having('component') : [];
  return [having('freezes', 'holds'), own]
    .flatMap((asked) => valuesBehind(config, files, target, asked))
    .map(({ file, document, path, value }) => ({
      place: sources.locate({ file, path: /\/component\.yaml$/.test(file) ? `${pointer(String(document))}${path}` : path }),
      what: pathText(segments(path)),
      text: String(value),
    }));
}

function roleOf(relative: string): string {
  const role = configRole(relative);
  // Objects of a component are known by where they come from, and the rest of its files is for other commands.
  return role.role === 'component' && role.name !== 'component.yaml' ? '' : role.role;
}

/** Of several values on one line the first. */
function onePerLine(causes: readonly Found['causes'][number][]): Found['causes'][number][] {
  const key = ({ place }: Found['causes'][number]): string => `${place.file}:${place.line}`;
  return causes.filter((cause, i) => causes.findIndex((other) => key(other) === key(cause)) === i);
}

/** Values whose text the line shows come first, then those that are about the least. */
function nearestFirst(values: readonly Pointer[], text: string, { sources }: Made): Pointer[] {
  const rank = (at: Pointer): number => {
    const written = sources.written(at) ?? '';
    return (written !== '' && text.includes(written) ? 0 : 1000) - written.length * Number(text.includes(written)) - segments(at).length;
  };
  return [...values].sort((a, b) => rank(a) - rank(b));
}

/** With what Git says of each line; why it says nothing, where it does not. */
export function withBlame<T extends Found>(found: T, flags: Flags): T & Pick<Reason, 'history'> {
  const repository = WorkingCopy.around('.');
  if (repository === undefined) return { ...found, history: { unknown: 'this is no Git repository' } };
  const lines = new Map<string, number[]>();
  const places = [...found.causes.map(({ place }) => place), ...(found.brought === undefined ? [] : [found.brought.place])];
  const key = ({ file, line }: Place): string | undefined => {
    const path = pathFromRoot(repository.prefix, file);
    return path === undefined ? undefined : `${path}:${line}`;
  };
  for (const place of places) {
    const path = pathFromRoot(repository.prefix, place.file);
    if (path !== undefined) lines.set(path, [...new Set([...(lines.get(path) ?? []), place.line])]);
  }
  const blames = new Blames(repository, headOf(flags)?.commit).of(lines);
  const blameOf = (place: Place): Blame | undefined => blames.get(key(place) ?? '');
  return { ...found, history: { blameOf } };
}
