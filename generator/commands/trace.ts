import { compile } from '../compile.ts';
import { writtenIn } from '../check/declared.ts';
import { atLine } from '../history/at-line.ts';
import { asWritten } from '../history/as-written.ts';
import { madeBy } from '../history/influence.ts';
import type { Lines } from '../history/influence.ts';
import { described } from '../history/made.ts';
import { madeByFile } from '../history/of-file.ts';
import { differing } from '../history/pieces.ts';
import { Remaker } from '../history/remake.ts';
import { Failure } from '../io/failure.ts';
import { pathText } from '../model/path.ts';
import { pointer, segments } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Customs } from '../render/customs.ts';
import { madeJson, madeText } from '../report/made.ts';
import { style } from '../report/style.ts';
import { configRole } from '../yaml/config-path.ts';
import type { ConfigRole } from '../yaml/config-path.ts';
import { EXIT } from './command.ts';
import type { Command, Flags } from './command.ts';
import { HEAD_OPTION, configOf } from './head.ts';
import { limitOf } from './limit.ts';
import { printJson, refused } from './load.ts';
import { belowOut, configText, mustHave, placeIn } from './why.ts';
import type { Made } from './why.ts';

const LIMIT = 20;

export const trace: Command = {
  name: 'trace',
  summary: 'show what in out/ a line of config/ makes',
  usage: 'FILE:LINE [--limit N] [--head REF] [--out DIR]',
  help: `From a line of config/ to the lines of out/ that would be others without it. To find them, what stands on the line is changed or taken away in
memory, and what would be generated is held against what is; so it is true of whatever follows from it. Nothing is written.

Of a line that begins a block, such as the name of an agent, it is all that the block makes. The other way goes why.

Examples:
  pap-fleet trace config/fleet.yaml:66
  pap-fleet trace config/patches/all/agents/limits.yaml:9
  pap-fleet trace config/fleet.yaml:66 --json | jq -r '.trace.made[].file' | sort -u`,
  options: [
    { name: 'limit', value: 'N', help: `objects and files to show (default: ${LIMIT})` },
    HEAD_OPTION,
    { name: 'out', value: 'DIR', help: 'how the folder of what is generated is called (default: out)' },
  ],
  words: { max: 1, needs: 'a line of config/, as FILE:LINE' },
  run(context, flags, [word]) {
    const { file, line } = placeIn(word as string, 'config/fleet.yaml:66');
    const limit = limitOf(flags, LIMIT);
    if (belowOut(file, flags.out) !== undefined)
      throw new Failure('usage', `${file} is generated: it makes nothing`, `which line of ${flags.config}/ makes it: pap-fleet why ${file}:${line}`);
    const compiled = compile(configOf(flags));
    const exit = refused(
      context,
      { ...flags, format: flags.json ? 'json' : 'text' },
      'trace',
      compiled,
      'the fleet is not valid, so nobody can tell',
    );
    if (exit !== undefined) return exit;
    const made = compiled as Made;
    const text = configText(flags, file);
    mustHave(file, text, line);
    const at = atLine(text, line);
    const written = (text.split('\n')[line - 1] as string).trim();
    if (at === undefined)
      throw new Failure('usage', `${file}:${line} ${written === '' ? 'is empty' : 'holds no value'}`, 'name a line that sets something');
    const role = configRole(belowConfig(flags, file));
    const spot = { document: at.document, path: pointer(...at.path) };
    const isVendored = isForVendor(made, role, spot.path);
    const found = isVendored ? new Map<string, number[]>() : foundOf(made, flags, file, role, spot);
    if (found === undefined)
      throw new Failure(
        'usage',
        `${file}:${line}: ${pathText(at.path)} cannot be taken away, so what it makes cannot be seen`,
        'name a line of a value in it',
      );
    const traced = { file, line, text: written, what: pathText(at.path), out: flags.out, made: described(made.files, found), role, isVendored };
    if (flags.json) printJson(context, 'trace', EXIT.ok, { findings: compiled.findings, trace: madeJson(traced) });
    else context.streams.out(madeText(traced, limit, style(flags.color)));
    return EXIT.ok;
  },
};

function belowConfig(flags: Flags, file: string): string {
  return file.slice(flags.config.replace(/^(\.\/)+/, '').length + 1);
}

/** Whether what stands there goes into a rendering, which is made of it by another command. */
function isForVendor({ declared }: Made, role: ConfigRole, path: Pointer): boolean {
  if (role.role === 'kustomize') return true;
  if (role.role === 'rendered') return role.name === 'rendering.yaml';
  if (role.role !== 'component') return false;
  const chart = declared.find(({ name }) => name === role.component)?.chart;
  if (chart === undefined) return false;
  if (role.name === 'component.yaml') return /^\/(chart|kustomize)(\/|$)/.test(path);
  return chart.valuesFile?.endsWith(`/${role.component}/${role.name}`) === true;
}

/** What a value of a file makes. */
function foundOf(
  made: Made,
  flags: Flags,
  file: string,
  role: ConfigRole,
  at: { readonly document: number; readonly path: Pointer },
): Lines | undefined {
  const { files, customs, declared, fleet } = made;
  const ofFleet = (path: Pointer): Lines | undefined => madeBy(asWritten(made), new Remaker(declared, customs, fleet), files, path);
  if (role.role === 'fleet') return ofFleet(at.path);
  if (role.role === 'agents' || role.role === 'regions') return ofFleet(`${pointer(role.role, role.name)}${at.path}`);
  if (role.role === 'extra' || role.role === 'patches') return withoutCustom(made, file, at.path);
  if (role.role === 'rendered') return ofDeclared(made, file, at);
  if (role.role === 'component') {
    const own = ofDeclared(made, file, at);
    return own?.size === 0 ? madeByFile(configOf(flags), files, belowConfig(flags, file), at) : own;
  }
  if (role.role === 'freezes' || role.role === 'holds' || role.role === 'rollouts')
    return madeByFile(configOf(flags), files, belowConfig(flags, file), at);
  return new Map();
}

/** What an extra object, or an operation of a patch, makes: what is not there without it. */
function withoutCustom({ spec, files, customs, declared, fleet }: Made, file: string, at: Pointer): Lines | undefined {
  const isIn = (path: Pointer): boolean => path === at || path.startsWith(`${at}/`) || at.startsWith(`${path}/`) || at === '' || path === '';
  const patches = customs.patches.map((patch) => {
    if (patch.spot.file !== file || !isIn(patch.spot.path)) return patch;
    // Without the operations that stand there; a line about the whole patch is about all of them.
    const kept = patch.operations.map((_, i) => !isIn(patch.operationSpots[i]?.path ?? ''));
    const all = kept.every(Boolean);
    return {
      ...patch,
      operations: patch.operations.filter((_, i) => !all && kept[i] === true),
      operationSpots: patch.operationSpots.filter((_, i) => !all && kept[i] === true),
    };
  });
  const extras = customs.extras.filter(({ spot }) => spot.file !== file || !isIn(spot.path));
  const without: Customs = { extras, patches: patches.filter(({ operations }) => operations.length > 0) };
  const there = new Remaker(declared, without, fleet).of(spec);
  return there === undefined ? undefined : differing(files, there.files);
}

/** What a value of a component of the fleet's own makes: the same field of each object that its document has become. */
function ofDeclared(
  { spec, files, customs, declared, fleet }: Made,
  file: string,
  { document, path }: { readonly document: number; readonly path: Pointer },
): Lines | undefined {
  const whole = new Remaker(declared, customs, fleet).of(spec);
  if (whole === undefined) return undefined;
  const titles = new Set<string>();
  for (const [object, { spot }] of writtenIn(whole.overlays))
    if (spot.file === file && segments(spot.path)[0] === String(document)) titles.add(titleOf(object));
  const found = new Map<string, number[]>();
  for (const part of described(files, new Map([...files].map(([path, text]) => [path, text.split('\n').map((_, i) => i + 1)]))))
    if (titles.has(part.object))
      found.set(part.file, [...(found.get(part.file) ?? []), ...linesAt(files.get(part.file) as string, part.lines, path)]);
  return found;
}

/** Of the lines of an object those of a field. */
function linesAt(text: string, lines: readonly { readonly line: number }[], path: Pointer): number[] {
  return lines.flatMap(({ line }) => {
    const at = atLine(text, line);
    const own = at === undefined ? '' : pointer(...at.path);
    return own === path || own.startsWith(`${path}/`) ? [line] : [];
  });
}

function titleOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
