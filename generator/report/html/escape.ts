import { visible } from '../style.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const known = new Map<string, string>();
/** Names and versions come again and again: so many are remembered. */
const MOST_KNOWN = 20_000;

/**
 * The only way of text into a page or a picture, whoever it is from: between tags, and in attributes that stand in quotation marks. No secret is in it,
 * what a reader would not see becomes visible, and what means something to HTML or XML is text.
 */
export function esc(text: string): string {
  let safe = known.get(text);
  if (safe === undefined) {
    if (known.size > MOST_KNOWN) known.clear();
    known.set(text, (safe = visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string)));
  }
  return safe;
}

/** A name for what is linked to: whatever the name is made of, it holds nothing but letters, digits, hyphens and underscores. */
export function anchor(kind: string, name: string): string {
  return `${kind}-${name.replace(/[^A-Za-z0-9-]/g, (character) => `_${(character.codePointAt(0) as number).toString(16)}_`)}`;
}
