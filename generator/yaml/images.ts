import { isMap, isPair, isScalar, parseDocument, Scalar, visit, type Node, type YAMLMap } from 'yaml';

/** An image in a file of config, and where its text stands. */
export interface ImageText {
  readonly image: string;
  /** UTF-16 code units from the beginning of the text. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly quote: '' | '"' | "'";
}

/**
 * The images that a file names: values of `image`, `reference` of an image volume, and values that a JSON patch puts there.
 * @param text of a file that could be read
 */
export function imagesIn(text: string): ImageText[] {
  const found: ImageText[] = [];
  const document = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'error' });
  const add = (node: unknown): void => {
    if (!isScalar(node) || typeof node.value !== 'string' || node.value === '' || !node.range) return;
    const quote = QUOTES.get(String(node.type));
    if (quote === undefined) return; // a block of text; nobody writes images so
    const [start, end] = node.range;
    found.push({ image: node.value, start, end, line: text.slice(0, start).split('\n').length, quote });
  };
  visit(document, {
    Map(_, map) {
      const path = map.get('path');
      if (typeof path === 'string' && /\/(image|reference)$/.test(path)) add(map.get('value', true));
    },
    Pair(_, pair, ancestors) {
      if (!isScalar(pair.key)) return;
      const parent = ancestors.at(-2);
      if (pair.key.value === 'image') add(pair.value);
      else if (pair.key.value === 'reference' && isPair(parent) && isImageVolume(parent.key, ancestors.at(-1))) add(pair.value);
    },
  });
  return found.sort((a, b) => a.start - b.start);
}

const QUOTES: ReadonlyMap<string, ImageText['quote']> = new Map([
  [Scalar.PLAIN, ''],
  [Scalar.QUOTE_DOUBLE, '"'],
  [Scalar.QUOTE_SINGLE, "'"],
]);

function isImageVolume(key: unknown, map: unknown): map is YAMLMap<Node, Node> {
  return isScalar(key) && key.value === 'image' && isMap(map);
}

/** The text with other images in their places; everything else stays, to the byte. @param edits images by their place */
export function withImages(text: string, edits: ReadonlyMap<ImageText, string>): string {
  let out = '';
  let from = 0;
  for (const [{ start, end, quote }, image] of [...edits].sort(([a], [b]) => a.start - b.start)) {
    out += `${text.slice(from, start)}${quote}${image}${quote}`;
    from = end;
  }
  return out + text.slice(from);
}
