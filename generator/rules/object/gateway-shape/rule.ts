import { goSeconds } from '../../../k8s/duration.ts';
import { child, defineRule, each, fields, quoted, shown, text, type FoundIn, type KubeObject, type Placed } from '../../kit.ts';

/** gateway-api, apis/v1/gateway_types.go, httproute_types.go: the rules of CEL that its definitions carry. */
export const rule = defineRule('object', {
  code: 'object/gateway-shape',
  severity: 'error',
  what: 'A Gateway or an HTTPRoute is not what the rules of its definition ask for.',
  why: 'The API server asks the rules of the definition and refuses the object.',
  fix: 'Correct what the message names.',
  order: 168,
  kinds: ['gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/HTTPRoute'],
  *run(object, kinds) {
    // The definition itself says more, and is asked.
    if (kinds.definitionOf(object) !== undefined) return;
    yield* object.kind === 'Gateway' ? listeners(object) : routes(object);
  },
});

function* listeners(gateway: KubeObject): Iterable<FoundIn<'object'>> {
  const seen = new Map<string, Placed>();
  for (const listener of each(gateway, 'spec.listeners[]')) {
    const { item, at } = listener;
    const [name, protocol, host] = [text(item['name']), text(item['protocol']) ?? '', text(item['hostname']) ?? ''];
    if (['HTTP', 'TCP', 'UDP'].includes(protocol) && 'tls' in item)
      yield { path: child(at, 'tls'), key: true, message: `tls is not for the protocol ${protocol}`, hint: 'remove it, or correct the protocol' };
    if (['TCP', 'UDP'].includes(protocol) && host !== '')
      yield {
        path: child(at, 'hostname'),
        key: true,
        message: `hostname is not for the protocol ${protocol}`,
        hint: 'remove it, or correct the protocol',
      };
    if (protocol === 'HTTPS' && fields(item['tls'])['mode'] === 'Passthrough')
      yield { path: `${at}/tls/mode`, message: 'HTTPS ends at the Gateway', hint: 'write Terminate, or the protocol TLS' };
    for (const [key, words] of [
      [`name ${name ?? ''}`, `the name ${quoted(name ?? '')}`],
      [`place ${String(item['port'])} ${protocol} ${host}`, 'port, protocol and hostname'],
    ] as const) {
      const other = seen.get(key);
      if (other !== undefined && (name !== undefined || !key.startsWith('name')))
        yield {
          path: at,
          message: `has ${words} of another listener`,
          hint: 'let the listeners differ',
          related: [{ path: other.at, note: 'the other one' }],
        };
      else seen.set(key, listener);
    }
  }
}

/** What may stand in a rule once only. */
const ONCE = ['CORS', 'RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite'];
const fieldOf = (type: string): string =>
  type === 'URLRewrite' ? 'urlRewrite' : type === 'CORS' ? 'cors' : `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

function* routes(route: KubeObject): Iterable<FoundIn<'object'>> {
  for (const part of each(route, 'spec.rules[]')) {
    yield* filters(part);
    for (const { item, at } of each(part, 'backendRefs[]'))
      if ((item['kind'] ?? 'Service') === 'Service' && (item['group'] ?? '') === '' && item['port'] === undefined)
        yield { path: at, message: 'a Service needs a port', hint: 'write port' };
    for (const { item, at } of each(part, 'matches[].path')) {
      const [type, value] = [text(item['type']) ?? 'PathPrefix', text(item['value']) ?? '/'];
      if (type !== 'RegularExpression' && !value.startsWith('/'))
        yield { path: child(at, 'value'), message: `${quoted(value)} does not begin with a slash`, hint: 'write the whole path' };
    }
    const { request, backendRequest } = fields(part.item['timeouts']);
    const [whole, one] = [request, backendRequest].map((value) => (typeof value === 'string' ? goSeconds(value) : undefined));
    if (whole !== undefined && one !== undefined && whole > 0 && one > whole)
      yield {
        path: `${part.at}/timeouts/backendRequest`,
        message: 'backendRequest is longer than request, of which it is a part',
        hint: 'make it shorter, or request longer',
      };
  }
}

function* filters(part: Placed): Iterable<FoundIn<'object'>> {
  const all = each(part, 'filters[]');
  const types = new Set(all.map(({ item }) => item['type']));
  const backends = part.item['backendRefs'];
  const seen = new Set<string>();
  for (const { item, at } of all) {
    const type = text(item['type']) ?? '';
    if (seen.has(type) && ONCE.includes(type)) yield { path: at, message: `${shown(type)} stands in the rule twice`, hint: 'make one of both' };
    seen.add(type);
    if ((ONCE.includes(type) || type === 'RequestMirror' || type === 'ExtensionRef') && !(fieldOf(type) in item))
      yield { path: at, message: `a filter of the type ${type} needs ${fieldOf(type)}`, hint: 'write it, or correct the type' };
    if (type === 'RequestRedirect' && Array.isArray(backends) && backends.length > 0)
      yield { path: at, message: 'a redirect goes to no backend, and the rule has some', hint: 'remove the filter, or backendRefs' };
    if (type === 'RequestRedirect' && types.has('URLRewrite'))
      yield { path: at, message: 'a redirect and a rewrite cannot stand together', hint: 'keep one of them' };
    const path = fields(fields(item[fieldOf(type)])['path']);
    const matches = each(part, 'matches[]');
    // Without a match the rule is for the prefix "/".
    const isPrefix = (match: Placed | undefined): boolean => (fields(match?.item['path'])['type'] ?? 'PathPrefix') === 'PathPrefix';
    if (path['type'] === 'ReplacePrefixMatch' && matches.length > 0 && !(matches.length === 1 && isPrefix(matches[0])))
      yield { path: at, message: 'replaces a prefix, and the rule has not exactly one match, of a prefix', hint: 'match one PathPrefix' };
  }
}
