/** What an image reference says about which bytes it means. */
export function isPinned(image: string): boolean {
  return /@sha256:[0-9a-f]{64}$/.test(image);
}

/** The tag, or undefined: the colon of a registry's port is none. */
export function tagOf(image: string): string | undefined {
  const [named = ''] = image.split('@', 1);
  return /:([A-Za-z0-9_][A-Za-z0-9_.-]*)$/.exec(named)?.[1];
}
