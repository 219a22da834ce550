import { dirname, join } from 'node:path';
import { compile, type Compiled } from '../compile.ts';
import { exists } from '../io/disk.ts';
import { Failure } from '../io/failure.ts';
import type { Helm } from '../io/helm.ts';
import { byCodeUnit } from '../model/order.ts';
import { wantedOf } from '../render/wanted.ts';
import { withArchive, withVersion } from '../yaml/archives.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { arrival, type Arrival } from './archive.ts';
import { renderedOf, type RenderedChart } from './chart.ts';
import { decoded, textOf, type Charted } from './charted.ts';
import { refuseProblems } from './problems.ts';

interface Taking {
  /** What the config is without anything new. */
  readonly before: Compiled;
  readonly helm: Helm | undefined;
  readonly kubectl: string;
  readonly config: readonly ConfigFile[];
  readonly chosen: readonly Charted[];
  readonly version: string | undefined;
  readonly archive: string | undefined;
  readonly say: (text: string) => void;
}

/** What is to be written, once nothing is wrong. */
export interface Taken {
  /** Path → content. */
  readonly writes: ReadonlyMap<string, string | Uint8Array>;
  /** Folders that nothing asks for any more. */
  readonly removed: readonly string[];
  readonly rendered: readonly RenderedChart[];
}

/**
 * Take what is new, and render what is missing. Nothing is written here.
 * @returns `unreadable`: what the config would be with a new archive, where that cannot be read
 * @throws Failure where something is not taken
 */
export function take({ helm, kubectl, config, before, chosen, version, archive, say }: Taking): Taken | { readonly unreadable: Compiled } {
  const writes = new Map<string, string | Uint8Array>();
  let files = config;
  const arrivals = new Map<string, Arrival>();
  for (const { component, asked } of asks(chosen, before, { version, archive })) {
    say(
      `taking ${[component.chart.name, asked.version].filter((word) => word !== undefined).join(' ')} from ${asked.file ?? component.chart.repository ?? 'nowhere'}`,
    );
    const found = arrival(component, asked, helm as Helm);
    if (found === undefined) continue;
    arrivals.set(`${component.name} ${found.line.version}`, found);
    writes.set(join(dirname(component.file), found.line.file), found.bytes);
    if (component.chart.archives[found.line.version] !== undefined) continue;
    files = files.map((file) => (file.path === component.file ? edited(file, found.line, component.chart.version !== undefined) : file));
    writes.set(component.file, textOf(files, component.file) as string);
  }
  const compiled = files === config ? before : compile(files);
  if (compiled.fleet === undefined) return { unreadable: compiled };
  const rendered = chosen.map(({ name }) =>
    renderedOf((compiled.declared ?? []).find((each) => each.name === name) as Charted, compiled, { helm, kubectl, config: files, say, arrivals }),
  );
  refuseProblems(rendered, 'nothing was written');
  for (const each of rendered) for (const [path, text] of each.files) if (textOf(files, path) !== text) writes.set(path, text);
  return { writes, removed: [...new Set(rendered.flatMap((each) => each.stale))].sort(byCodeUnit), rendered };
}

/** What archives are to be taken: the one that was asked for, or those that regions want and nobody has. */
function asks(chosen: readonly Charted[], { fleet }: Compiled, { version, archive }: Pick<Taking, 'version' | 'archive'>) {
  return chosen.flatMap((component) => {
    if (component.chart.kustomize !== undefined) {
      if (version === undefined && archive === undefined) return [];
      throw new Failure('usage', `${component.name} has a folder of Kustomize, which has no versions`, 'leave out --version and --archive');
    }
    if (version !== undefined || archive !== undefined) return [{ component, asked: { version, file: archive } }];
    const unknown = fleet === undefined ? [] : [...wantedOf(component, fleet).unknown.keys()];
    const lost = Object.entries(component.chart.archives).filter(([, { file }]) => !exists(join(dirname(component.file), file)));
    return [...unknown, ...lost.map(([each]) => each)].map((each) => ({
      component,
      asked: { version: each === '' ? undefined : each, file: undefined },
    }));
  });
}

/** @param isPinned whether component.yaml says which version is meant */
function edited(file: ConfigFile, line: Arrival['line'], isPinned: boolean): ConfigFile {
  const text = decoded(file);
  return { ...file, bytes: new TextEncoder().encode(isPinned ? withArchive(text, line) : withVersion(withArchive(text, line), line.version)) };
}
