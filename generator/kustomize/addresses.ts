/** What Kustomize takes for the address of a repository. */
export function isRemote(text: string): boolean {
  return (
    /^(?:[a-z][a-z0-9+.-]*::?\/\/|git::|git@|[\w.-]+@[\w.-]+[:/]|(?:www\.)?github\.com[/:]|gh:|ssh:)/i.test(text) || /[?&](?:ref|version)=/.test(text)
  );
}
