import { compile } from '../../generator/compile.ts';
import type { Compiled } from '../../generator/compile.ts';
import { overlayObjects } from '../../generator/render/overlay.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';

/** What a fleet is made of. @param files path below config/ → text */
export function compiled(files: Readonly<Record<string, string>>): Compiled {
  return compile(Object.entries(files).map(([relative, text]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) })));
}

/** `code file:line message (hint)` of everything that was found. */
export function said({ findings }: Compiled): string[] {
  return findings.map(({ code, place, message, hint }) => `${code} ${place.file}:${place.line} ${message}${hint === undefined ? '' : ` (${hint})`}`);
}

/** The objects of a component in a region. @throws when there are errors */
export function objectsOf(made: Compiled, region: string, component: string): KubeObject[] {
  if (made.overlays === undefined || made.files === undefined) throw new Error(said(made).join('\n'));
  const overlay = made.overlays.find((each) => each.region.name === region && each.component.name === component);
  return overlay === undefined ? [] : overlayObjects(overlay);
}
