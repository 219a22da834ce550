/** `a, b, … and 3 more`: as many names as a reader takes in. */
export function listed(names: readonly string[], most: number): string {
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')}, … and ${names.length - most} more`;
}
