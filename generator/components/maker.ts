import type { Declared } from '../fleet/declared/declared.ts';

/** How people change what a chart or a folder of Kustomize makes, since nobody edits it. @param title kind and name, `Job/names-check` */
export function wayToChange({ name, chart, file }: Declared, title: string): string {
  const folder = chart?.kustomize?.folder;
  const own = file.slice(0, file.lastIndexOf('/'));
  if (folder === undefined) return `let a value of the chart change it, or leave it out: leaveOut: [${JSON.stringify(title)}]`;
  return `change it in ${own}/${folder}, by a patch there or where it is written, and build it again: pap-fleet vendor ${name}`;
}

/** The same of what delivers the objects as they are: patches come after it. */
export function wayToPatch({ name, chart }: Declared): string {
  const folder = chart?.kustomize?.folder;
  const made =
    folder === undefined ? 'the chart makes this object: change it by values' : `Kustomize makes this object: change it in the folder ${folder}`;
  return `${made}, and run pap-fleet vendor ${name}; or by a patch in config/patches/all/${name}`;
}
