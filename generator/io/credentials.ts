import { TOKEN_USER } from './token.ts';
import type { Settings } from './git-run.ts';

/**
 * The only credential helper of a command that has the token. Git asks it with `get` and says on stdin for what; it answers for the one
 * scheme, host and path, and keeps nothing (`store`, `erase`). Written for the shell that comes with Git on every system.
 */
const HELPER =
  '!f() { test "$1" = get || exit 0; protocol= host= path=; ' +
  'while IFS= read -r line && test -n "$line"; do case "$line" in ' +
  'protocol=*) protocol=${line#*=} ;; host=*) host=${line#*=} ;; path=*) path=${line#*=} ;; esac; done; ' +
  'test "$protocol" = https && test "$host" = "$PAP_FLEET_HOST" && test "$path" = "$PAP_FLEET_PATH" || exit 0; ' +
  `printf 'username=${TOKEN_USER}\\npassword=%s\\n' "$PAP_FLEET_TOKEN"; }; f`;

/** @param url of strictHttps */
export function credentialSettings(url: string): Settings {
  return {
    'credential.helper': '',
    'credential.useHttpPath': 'true',
    [`credential.${url}.helper`]: HELPER,
    'http.sslVerify': 'true',
    [`http.${url}.sslVerify`]: 'true',
    'http.emptyAuth': 'false',
  };
}

/** For the helper; no other process may have it. */
export function credentialEnv(url: string, token: string): Record<string, string> {
  const { host, pathname } = new URL(url);
  return { PAP_FLEET_HOST: host, PAP_FLEET_PATH: pathname.slice(1), PAP_FLEET_TOKEN: token };
}
