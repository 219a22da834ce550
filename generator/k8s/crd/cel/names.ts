// How a field is called in CEL: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#escaping

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
const PARTS: Readonly<Record<string, string>> = { __: '__underscores__', '.': '__dot__', '-': '__dash__', '/': '__slash__' };

/** The name of a field in expressions; undefined where expressions cannot name it. */
export function celName(field: string): string | undefined {
  if (RESERVED.has(field)) return `__${field}__`;
  const name = field.replace(/__|[./-]/g, (part) => PARTS[part] ?? part);
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : undefined;
}
