/** What tools put into texts: Helm, envsubst, Jinja, other programs. */
const PLACEHOLDER = /^(?:\{\{|\{%|\$\{|\$\(|\$\w|<[%\w<]|%\w+%|@\w+@|\[\[)/;

/** Whether what is wrong at a character is a place that is filled in before anybody reads the text. */
export function isFilledIn(text: string, offset: number): boolean {
  // Of two braces the first one is JSON still.
  const from = Math.max(0, offset - 1);
  return (
    PLACEHOLDER.test(text.slice(offset, offset + 40)) ||
    /^\{[{%]/.test(text.slice(from, from + 2)) ||
    /(?:\{\{|\{%)[^}]*$/.test(text.slice(Math.max(0, offset - 200), offset))
  );
}
