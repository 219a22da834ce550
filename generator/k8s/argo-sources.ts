import { each, fields, text, texts, type Placed } from './look.ts';
import type { KubeObject } from './object.ts';
import { child, type Pointer } from '../model/pointer.ts';

/** A file that a source takes from another one, written `$name/path`. */
export interface SourceFile {
  readonly at: Pointer;
  /** Of the source, without the `$`. */
  readonly name: string;
}

/** What Argo CD delivers: the specification of an Application, or of those that an ApplicationSet makes, unless it patches them. */
export function applicationSpec(object: KubeObject): Placed | undefined {
  if (fields(object['spec'])['templatePatch'] !== undefined) return undefined;
  return each(object, object.kind === 'ApplicationSet' ? 'spec.template.spec' : 'spec')[0];
}

/** The sources of a specification that may refer to each other. */
export function severalSources(spec: Placed): readonly Placed[] {
  return each(spec, 'sources[]');
}

/** The files that a source takes from others. https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/ */
export function filesOfOthers({ item, at }: Placed): readonly SourceFile[] {
  const helm = fields(item['helm']);
  const values = texts(helm['valueFiles']).map((file, i) => ({ file, at: `${at}/helm/valueFiles/${i}` }));
  const parameters = each({ item, at }, 'helm.fileParameters[]').flatMap((place) => {
    const file = text(place.item['path']);
    return file === undefined ? [] : [{ file, at: child(place.at, 'path') }];
  });
  return [...values, ...parameters].flatMap(({ file, at: place }) =>
    file.startsWith('$') ? [{ at: place, name: (file.split('/')[0] as string).slice(1) }] : [],
  );
}
