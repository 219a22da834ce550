/** What a Git URL says about where it leads. */
export interface Place {
  /** As Git names it for `protocol.<name>.allow`; a folder is `file`. */
  readonly scheme: string;
  /** In lower case, without port; absent for a folder and for what only Git understands. */
  readonly host?: string;
  readonly port?: string;
}

export function placeOf(url: string): Place {
  // `ext::sh -c …` names a program that Git is to run.
  const helper = /^([\w-]+)::/.exec(url)?.[1];
  if (helper !== undefined) return { scheme: helper.toLowerCase() };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    if (scheme === 'file' || !URL.canParse(url)) return { scheme };
    const { hostname, port } = new URL(url);
    return { scheme, host: hostname.toLowerCase(), ...(port === '' ? {} : { port }) };
  }
  // `git@host:path`; `C:\path` is a folder of Windows.
  const host = /^(?:[^/\\:@]+@)?([^/\\:@]{2,}):(?!\/\/)/.exec(url)?.[1];
  return host === undefined ? { scheme: 'file' } : { scheme: 'ssh', host: host.toLowerCase() };
}

/** Whether nobody is between this machine and the host. */
export function isLoopback(host: string | undefined): boolean {
  return host === 'localhost' || host === '[::1]' || (host !== undefined && /^127\.\d+\.\d+\.\d+$/.test(host));
}

/** Whether nobody on the way can read or change a request: https, or http to this machine itself; and nothing secret in the URL. */
export function isSecure(url: URL): boolean {
  return url.username + url.password === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
}

/** An address that a token may be sent to: https, nothing in it that could be read in two ways. Without port 443 and a slash at the end. */
export function strictHttps(url: string): string | undefined {
  if (!/^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\/?$/i.test(url) || !URL.canParse(url))
    return undefined;
  return new URL(url).href.replace(/\/$/, '');
}

/** Whether two URLs mean one repository, as GitHub compares names. */
export function sameRepository(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(url: string): string {
  return url
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}
