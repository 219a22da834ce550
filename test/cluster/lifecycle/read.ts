// What Go source of Kubernetes says of its APIs: the functions of prerelease-lifecycle-gen, and the fields of structs. It is read as text, by the
// form that generators and gofmt give it.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Life {
  introduced?: string;
  deprecated?: string;
  removed?: string;
  /** `group/version/Kind` */
  instead?: string;
  /** Not served unless --runtime-config says so. */
  off?: true;
}

/** Folders of a module that hold the types of one group and version, and its group. */
export function groupVersions(folder: string): { readonly path: string; readonly name: string; readonly apiVersion: string }[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /(^|\/)v\d\w*\/register\.go$/.test(file));
  return files.sort().flatMap((file) => {
    const [, group] = /^(?:const|\t)?\s*GroupName = "([^"]*)"/m.exec(readFileSync(join(folder, file), 'utf8')) ?? groupOf(folder, file);
    if (group === undefined) return [];
    const parts = file.split('/').slice(0, -1);
    const version = parts.at(-1) as string;
    return [{ path: join(folder, ...parts), name: parts.slice(-2).join('.'), apiVersion: group === '' ? version : `${group}/${version}` }];
  });
}

/** Of a package that takes the name of its group from the one above. */
function groupOf(folder: string, file: string): RegExpExecArray | [] {
  try {
    return /GroupName = "([^"]*)"/.exec(readFileSync(join(folder, file, '../../register.go'), 'utf8')) ?? [];
  } catch {
    return [];
  }
}

/** Kind → what its functions say. */
export function livesIn(path: string): Map<string, Life> {
  const lives = new Map<string, Life>();
  let text: string;
  try {
    text = readFileSync(join(path, 'zz_generated.prerelease-lifecycle.go'), 'utf8');
  } catch {
    return lives;
  }
  const life = (kind: string): Life => {
    const found = lives.get(kind) ?? {};
    lives.set(kind, found);
    return found;
  };
  for (const [, kind, what, major, minor] of text.matchAll(
    /^func \(in \*(\w+)\) APILifecycle(Introduced|Deprecated|Removed)\(\) \(major, minor int\) \{\n\treturn (\d+), (\d+)\n/gm,
  ))
    life(kind as string)[(what as string).toLowerCase() as 'introduced'] = `${major}.${minor}`;
  for (const [, kind, group, version, instead] of text.matchAll(
    /^func \(in \*(\w+)\) APILifecycleReplacement\(\) schema\.GroupVersionKind \{\n\treturn schema\.GroupVersionKind\{Group: "([^"]*)", Version: "([^"]*)", Kind: "([^"]*)"\}/gm,
  ))
    life(kind as string).instead = [group, version, instead].filter((part) => part !== '').join('/');
  return lives;
}

/** Struct → names of its fields in JSON, those of embedded structs of the same package among them. */
export function structsIn(path: string): Map<string, ReadonlySet<string>> {
  const own = new Map<string, { readonly fields: Set<string>; readonly embedded: string[] }>();
  for (const file of readdirSync(path).filter((name) => name.endsWith('.go') && !/_test\.go$|^zz_|^generated/.test(name))) {
    let here: { readonly fields: Set<string>; readonly embedded: string[] } | undefined;
    for (const line of readFileSync(join(path, file), 'utf8').split('\n')) {
      const name = /^type (\w+) struct \{/.exec(line)?.[1];
      if (name !== undefined) own.set(name, (here = { fields: new Set(), embedded: [] }));
      if (line === '}') here = undefined;
      if (here === undefined || name !== undefined) continue;
      const embedded = /^\t(\w+)\s+`json:",inline/.exec(line)?.[1];
      const field = /`json:"([^",]+)/.exec(line)?.[1];
      if (embedded !== undefined) here.embedded.push(embedded);
      else if (field !== undefined && field !== '-' && /^\t\w/.test(line)) here.fields.add(field);
    }
  }
  const all = (name: string): string[] => {
    const { fields = [], embedded = [] } = own.get(name) ?? {};
    return [...fields, ...embedded.flatMap(all)];
  };
  return new Map([...own.keys()].map((name) => [name, new Set(all(name))]));
}
