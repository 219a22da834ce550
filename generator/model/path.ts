/** A path of keys as people write it: `storage.size`; a key with a dot in it stands in quotes. */
export function pathText(steps: readonly string[]): string {
  return steps.map((step) => (step.includes('.') || step === '' ? `"${step}"` : step)).join('.');
}

export function pathSteps(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|[^."]+/g)].map((match) => match[1] ?? match[0]);
}

/** Whether a path with forward slashes is a folder or below it. */
export function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
