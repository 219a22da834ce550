import { text } from '../../../../k8s/look.ts';
import { restarts, setting } from '../../rule.ts';
import type { Rule } from '../../rule.ts';
import type { Weight } from '../../../../components/weight.ts';
import { ownerOf } from './agent.ts';

/** Variables by which a process loads other code, trusts others or speaks through others. */
const LOADERS =
  /^(LD_.*|NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_.*|PYTHON(?!UNBUFFERED$|DONTWRITEBYTECODE$).*|PERL5(LIB|OPT)|RUBY(LIB|OPT)|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|BASH_ENV|ENV|PATH|GODEBUG|GIT_.*|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|.*_PROXY|.*_proxy|KUBECONFIG|KUBERNETES_.*|AWS_.*|GOOGLE_.*|AZURE_.*|DOCKER_.*|VAULT_.*|DOTNET_.*|CORECLR_.*|COR_.*|OPENSSL_.*|SSLKEYLOGFILE|GLIBC_TUNABLES|MALLOC_CONF|RES_OPTIONS|LOCALDOMAIN|HOSTALIASES|OTEL_.*|npm_config_.*|NPM_CONFIG_.*|PIP_.*|GRPC_.*|PHP_INI_SCAN_DIR|PHPRC|GEM_.*|BUNDLE_.*|LUA_(PATH|CPATH|INIT)(_.*)?)$/;

/** A value that is an address: `postgres://db.example.net/x?sslmode=verify-full`. */
const ADDRESS = /[a-z][a-z0-9+.-]*:\/\//i;

/** Variables by which a process knows whose host and region it is of. */
const NAMES_OF_SELF = /^AGENT_(DNS_NAME|REGION)$/;

/** What a variable, or a line of a ConfigMap that is read as one, does to a process beyond a restart. */
export function variableDanger(name: string, before: unknown, after: unknown): Weight | undefined {
  if (LOADERS.test(name)) return { class: 'power', says: `the variable ${name} decides which code a process loads, or whom it trusts` };
  if (SIGNERS.test(name)) return { class: 'power', says: 'updates of the zone are signed with another key' };
  if (ENDPOINTS.test(name) || ADDRESS.test(text(before) ?? '') || ADDRESS.test(text(after) ?? ''))
    return { class: 'power', says: `the process trusts another endpoint (${name})` };
  return undefined;
}

/** Variables that say whom the agent trusts. */
const ENDPOINTS = /^(PAP_.*ENDPOINT|EXTERNAL_DNS_.*)$/;

/** Variables that say with which key ExternalDNS signs. */
const SIGNERS = /^EXTERNAL_DNS_RFC2136_TSIG_(KEYNAME|SECRET)$/;

/** `value` of a variable of a container. */
export const variable: Rule = setting({
  weigh(before, after, spot) {
    const name = spot.items.at(-1) ?? '';
    const danger = variableDanger(name, before, after);
    if (danger !== undefined) return danger;
    if (NAMES_OF_SELF.test(name) && spot.verb !== 'create')
      return { class: 'identity', says: 'the process takes itself for another: it answers for another host or region' };
    if (name === 'AGENT_UUID' && spot.verb !== 'create' && ownerOf(before) !== ownerOf(after))
      return { class: 'identity', says: 'the pods of one agent become those of another: its name, host and volume change owner' };
    return restarts.weigh(before, after, spot);
  },
});
