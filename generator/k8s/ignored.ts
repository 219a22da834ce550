/** Paths by which Argo CD finds what it is to ignore: argo-cd, util/argo/normalizers/diff_normalizer.go. */

export interface PathFlaw {
  readonly message: string;
  readonly hint: string;
}

/** Maps whose keys may hold slashes: nothing lies below them. */
const FLAT = /^\/metadata\/(?:annotations|labels)\/([^/]+\/.+)$/;

/** Why a JSON pointer leads nowhere: evanphx/json-patch goes on when there is nothing to remove. */
export function pointerFlaw(pointer: string): PathFlaw | undefined {
  if (!pointer.startsWith('/'))
    return {
      message: 'is no JSON pointer, and ignores nothing',
      hint: /^\.?[\w.]+$/.test(pointer) ? `write /${pointer.replace(/^\./, '').replaceAll('.', '/')}` : 'write the path with a slash before each key',
    };
  if (/~(?![01])/.test(pointer))
    return { message: 'has a ~ that means nothing, and ignores nothing', hint: 'write ~0 for ~, and ~1 for / within a key' };
  const key = FLAT.exec(pointer)?.[1];
  if (key !== undefined)
    return {
      message: 'leads below a text, and ignores nothing',
      hint: `a / within a key is ~1: write ${pointer.slice(0, pointer.length - key.length)}${key.replaceAll('/', '~1')}`,
    };
  if (/\/\*(?:\/|$)/.test(pointer))
    return { message: 'means a key "*", and ignores nothing', hint: 'a JSON pointer names each index; jqPathExpressions take [] for all' };
  return undefined;
}

/** What objects have at their top: as the first word of a path for jq it lacks its dot. */
const TOP = /^(?:metadata|spec|status|data|stringData|webhooks|rules|subjects|roleRef|subsets|secrets)(?:[.[]|$)/;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Why jq does not read a path: only what surely is none is said. */
export function jqFlaw(path: string): PathFlaw | undefined {
  const hint = 'write a path of jq, such as .spec.template.spec.containers[].image';
  if (path.trim() === '') return { message: 'is empty, and jq reads no such path', hint };
  if (TOP.test(path)) return { message: 'is no path of jq: it has no dot before it', hint: `write .${path}` };
  if (/^[/$](?![A-Za-z_])|^\$\.|^\/[A-Za-z]/.test(path)) return { message: 'is no path of jq', hint };
  // To jq it is a subtraction, or a division by something that it does not know.
  if (/^[\w./-]+$/.test(path) && /^\.[\w.]*\w[-/][A-Za-z_]/.test(path))
    return {
      message: 'has a key that jq reads as a calculation',
      hint: 'put the key in quotes and brackets, such as .metadata.annotations["example.net/a-b"]',
    };
  if (/\[\?/.test(path)) return { message: 'has [?( )], which is JSONPath', hint: 'write [] | select(.name == "a")' };
  return isBalanced(path) ? undefined : { message: 'has a bracket or a quote that is not closed', hint: 'close what is open' };
}

function isBalanced(path: string): boolean {
  const open: string[] = [];
  // Within a text \( ) holds an expression: such texts are left alone.
  if (path.includes('\\(')) return true;
  const bare = path.replace(/"(?:[^"\\]|\\.)*"/g, '');
  if (bare.includes('"')) return false;
  for (const char of bare.replace(/#.*$/gm, '')) {
    const closing = CLOSING[char];
    if (closing !== undefined) open.push(closing);
    else if (/[)\]}]/.test(char) && open.pop() !== char) return false;
  }
  return open.length === 0;
}
