// Who owns a file, by the rules that GitHub documents for CODEOWNERS ("About code owners", CODEOWNERS syntax).

export interface OwnerRule {
  readonly pattern: string;
  readonly owners: readonly string[];
}

export function readOwners(text: string): OwnerRule[] {
  return text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [pattern, ...owners] = line.split(/\s+/) as [string, ...string[]];
      return { pattern, owners };
    });
}

/** The owners of a path: those of the last rule that matches, who may be nobody. */
export function ownersOf(rules: readonly OwnerRule[], path: string): readonly string[] {
  return rules.findLast(({ pattern }) => matches(pattern, path))?.owners ?? [];
}

/**
 * As in .gitignore, but without `!` and `[…]`, which GitHub does not take. A pattern with a slash before its end begins at the
 * root; one that ends in a slash is for all below that folder; `*` crosses no slash, and `docs/*` goes no deeper.
 */
function matches(pattern: string, path: string): boolean {
  if (/[![\]\\]/.test(pattern)) throw new Error(`${pattern}: GitHub does not take this form`);
  const isFolder = pattern.endsWith('/');
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '');
  const isAnchored = pattern.replace(/\/$/, '').includes('/');
  const body = bare
    .split(/(\*\*\/|\/\*\*|\*|\?)/)
    .map((part) => ({ '**/': '(?:.*/)?', '/**': '/.*', '*': '[^/]*', '?': '[^/]' })[part] ?? part.replace(/[.+^${}()|]/g, '\\$&'))
    .join('');
  const below = isFolder ? '/.*' : pattern === '*' || !bare.endsWith('/*') ? '(?:/.*)?' : '';
  return new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${body}${below}$`, 's').test(path);
}
