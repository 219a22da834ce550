/** Names in a line, and how many are left out: `a, b and 3 more`. */
export function few(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
