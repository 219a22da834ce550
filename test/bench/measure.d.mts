export function cost(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
  how?: { readonly cwd?: string; readonly program?: string; readonly expected?: number },
): { readonly wall: number; readonly cpu: number };
