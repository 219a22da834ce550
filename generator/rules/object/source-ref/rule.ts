import { suggest } from '../../../fleet/schema/suggest.ts';
import { applicationSpec, filesOfOthers, severalSources, type SourceFile } from '../../../k8s/argo-sources.ts';
import { normalAddress } from '../../../k8s/project.ts';
import { child, defineRule, each, fields, quoted, shown, text, type FoundIn, type Placed } from '../../kit.ts';

/** argo-cd, reposerver/repository/repository.go, resolveReferencedSources; util/argo/argo.go, GetRefSources. */
export const rule = defineRule('object', {
  code: 'object/source-ref',
  severity: 'error',
  what: 'A source of an Application takes files from another source that is not there, or that cannot be told from others.',
  why: 'Argo CD makes no manifests of the Application at all (ComparisonError): nothing of it is updated any more.',
  fix: 'Give the source with the files a `ref` of its own, and write it after the `$`.',
  kinds: ['argoproj.io/Application', 'argoproj.io/ApplicationSet'],
  *run(object) {
    const spec = applicationSpec(object);
    if (spec === undefined) return;
    const sources = severalSources(spec);
    if (sources.length === 0) yield* ofOne(spec);
    const named = new Map<string, Placed>();
    for (const source of sources) {
      const ref = text(source.item['ref']);
      if (ref === undefined) continue;
      const at = child(source.at, 'ref');
      if (!/^[\w-]+$/.test(ref) && !ref.includes('{{'))
        yield { path: at, message: `${quoted(ref)} is no name of a source`, hint: 'use letters, digits, _ and -' };
      const other = named.get(ref);
      if (other !== undefined)
        yield {
          path: at,
          message: `${quoted(ref)} names two sources`,
          hint: 'give each source a name of its own',
          related: [{ path: child(other.at, 'ref'), note: 'the other one' }],
        };
      named.set(ref, source);
    }
    for (const source of sources) {
      const files = filesOfOthers(source);
      for (const file of files) yield* fileOf(file, named);
      yield* revisions(files, named);
    }
  },
});

function* fileOf({ at, name }: SourceFile, named: ReadonlyMap<string, Placed>): Iterable<FoundIn<'object'>> {
  if (name.includes('{{')) return;
  const source = named.get(name);
  const names = [...named.keys()];
  if (source === undefined)
    yield {
      path: at,
      message:
        names.length === 0
          ? `takes a file from ${quoted(name)}, and no source has a ref`
          : `takes a file from ${quoted(name)}, which no source is named`,
      hint:
        names.length === 0
          ? `write ref: ${shown(name)} into the source that has the file`
          : `write $${shown(suggest(name, names) ?? (names[0] as string))}, or name the source that has the file`,
    };
  else if (text(source.item['chart']) !== undefined)
    yield {
      path: at,
      message: `takes a file from ${quoted(name)}, which is a chart: Argo CD reads files of Git repositories alone`,
      hint: 'put the file into a Git repository, and name that source',
      related: [{ path: child(source.at, 'chart'), note: 'the source' }],
    };
}

/** Of one repository it has one revision at hand while it makes the manifests of a source. */
function* revisions(files: readonly SourceFile[], named: ReadonlyMap<string, Placed>): Iterable<FoundIn<'object'>> {
  const seen = new Map<string, Placed>();
  for (const { at, name } of files) {
    const source = named.get(name);
    if (source === undefined || text(source.item['chart']) !== undefined) continue;
    const repository = normalAddress(text(source.item['repoURL']) ?? '');
    const first = seen.get(repository);
    if (first !== undefined && (first.item['targetRevision'] ?? 'HEAD') !== (source.item['targetRevision'] ?? 'HEAD'))
      yield {
        path: at,
        message: `takes a file from ${quoted(name)}, which is another revision of a repository that this source reads already`,
        hint: 'give both the same targetRevision',
        related: [{ path: child(first.at, 'repoURL'), note: 'the other revision' }],
      };
    if (first === undefined) seen.set(repository, source);
  }
}

/** Variables that Argo CD fills in, and that people set for it, are in capitals. */
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

function* ofOne(spec: Placed): Iterable<FoundIn<'object'>> {
  for (const source of each(spec, 'source')) {
    if (fields(source.item['helm'])['ignoreMissingValueFiles'] === true) continue;
    for (const { at, name } of filesOfOthers(source))
      if (/^[\w-]+$/.test(name) && !VARIABLE.test(name))
        yield {
          path: at,
          message: `takes a file from the source ${quoted(name)}, and there is one source only`,
          hint: `write sources, a list, with a second source that has ref: ${shown(name)}`,
        };
  }
}
