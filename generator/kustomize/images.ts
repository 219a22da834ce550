import { hasMatch, regexpFlaw } from '../model/regexp.ts';
import { visitField } from './fields.ts';
import { field, setText, type Node, type Origin } from './node.ts';
import type { Resources } from './resources.ts';
import { Refused, Unbuilt } from './stop.ts';
import { tables } from './tables.ts';

/** What an image becomes. */
export interface ImageChange {
  readonly name: string;
  readonly newName: string;
  readonly newTag: string;
  readonly digest: string;
  readonly tagSuffix: string;
  readonly at: Origin;
}

/** Change images wherever containers stand, whatever the kind; not in definitions of kinds. @returns whether there was one */
export function setImages(resources: Resources, change: ImageChange): boolean {
  // To Kustomize the name is an expression: a dot fits any character.
  const pattern = `^${change.name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`;
  if (change.name.length > 1000 || regexpFlaw(pattern) !== undefined) throw new Unbuilt('the name of an image is not understood', change.at);
  let isFound = false;
  const visit = (node: Node): void => {
    if (node.kind !== 'scalar') throw new Refused('an image is no text', node.at);
    if (!hasMatch(pattern, node.text)) return;
    isFound = true;
    setText(node, changed(node.text, change), change.at);
  };
  for (const { root, kind } of resources.all()) {
    if (kind === 'CustomResourceDefinition') continue;
    resources.work.walk(root, change.at);
    inContainers(root, visit);
    for (const spec of tables().fields.images) visitField(root, spec, { at: change.at }, visit);
  }
  return isFound;
}

function inContainers(node: Node, visit: (node: Node) => void): void {
  if (node.kind === 'list') for (const item of node.items) inContainers(item, visit);
  if (node.kind !== 'map') return;
  for (const [key, { value }] of node.entries) {
    inContainers(value, visit);
    if ((key !== 'containers' && key !== 'initContainers') || value.kind !== 'list') continue;
    for (const item of value.items) {
      if (item.kind !== 'map') throw new Refused(`an item of ${key} is no map`, item.at);
      const image = field(item, 'image');
      if (image !== undefined) visit(image);
    }
  }
}

function changed(image: string, { newName, newTag, digest, tagSuffix }: ImageChange): string {
  const before = split(image);
  const name = newName === '' ? before.name : newName;
  let after = { tag: before.tag, digest: before.digest };
  if (newTag !== '') after = { tag: newTag, digest };
  else if (digest !== '') after = { tag: '', digest };
  else if (tagSuffix !== '') after = { tag: before.tag + tagSuffix, digest: '' };
  return `${name}${after.tag === '' ? '' : `:${after.tag}`}${after.digest === '' ? '' : `@${after.digest}`}`;
}

/** A colon before the first slash is that of a port. */
function split(image: string): { name: string; tag: string; digest: string } {
  const from = Math.max(0, image.indexOf('/'));
  const [at, colon] = [image.indexOf('@', from), image.indexOf(':', from)];
  if (at !== -1 && (colon === -1 || at < colon)) return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) };
  if (colon === -1) return { name: image, tag: '', digest: '' };
  const name = image.slice(0, colon);
  return at === -1 ? { name, tag: image.slice(colon + 1), digest: '' } : { name, tag: image.slice(colon + 1, at), digest: image.slice(at + 1) };
}
