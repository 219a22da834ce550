// Where what a kustomization names lies.

/** Whether a path is a folder or below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** What Kustomize takes for the address of a repository. */
export function isRemote(text: string): boolean {
  return (
    /^(?:[a-z][a-z0-9+.-]*::?\/\/|git::|git@|[\w.-]+@[\w.-]+[:/]|(?:www\.)?github\.com[/:]|gh:|ssh:)/i.test(text) || /[?&](?:ref|version)=/.test(text)
  );
}
