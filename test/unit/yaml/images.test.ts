// Which texts of a file of config are images. What is none stays as it is.
import { expect, test } from 'vitest';
import { imagesIn } from '../../../generator/yaml/images.ts';

const ROWS: readonly (readonly [name: string, text: string, images: readonly string[]])[] = [
  ['of an agent', 'agents: { a: { image: r.io/a:1 } }', ['r.io/a:1']],
  ['in quotes of both kinds', 'image: "r.io/a:1"\nx: { image: \'r.io/b:1\' }', ['r.io/a:1', 'r.io/b:1']],
  ['of an image volume', 'volumes: [{ name: a, image: { reference: r.io/a:1, pullPolicy: Always } }]', ['r.io/a:1']],
  ['no reference of something else', 'secret: { reference: r.io/a:1 }', []],
  ['no reference that stands alone', 'reference: r.io/a:1', []],
  ['no reference below a key that is no text', '? [image]\n: { reference: r.io/a:1 }', []],
  ['that a patch puts there', '- { op: replace, path: /spec/containers/0/image, value: r.io/a:1 }', ['r.io/a:1']],
  ['that a patch puts into an image volume', '- { op: add, path: /spec/volumes/0/image/reference, value: r.io/a:1 }', ['r.io/a:1']],
  ['nothing else that a patch puts there', '- { op: add, path: /spec/replicas, value: 1 }\n- { op: remove, path: 1 }', []],
  ['no block of text', 'image: |\n  r.io/a:1\n', []],
  ['nothing empty, and no number', 'image: ""\nx: { image: 1 }\ny: { image: }\n', []],
  ['no key that is no text', '{ [image]: r.io/a:1, 1: { image: r.io/b:1 } }', ['r.io/b:1']],
];

test.each(ROWS)('%s', (_, text, images) => expect(imagesIn(text).map(({ image }) => image)).toEqual(images));
