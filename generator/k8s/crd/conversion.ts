import { isMap } from '../../model/data.ts';
import { child, pointer, type Pointer } from '../../model/pointer.ts';
import { fields } from '../look.ts';
import { servicePathFlaw, webhookUrlFlaw } from '../webhook.ts';
import { shownValue } from '../shown.ts';
import type { Fault } from './fault.ts';

const LABEL = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

const KEYS: Readonly<Record<string, readonly string[]>> = {
  conversion: ['strategy', 'webhook'],
  webhook: ['clientConfig', 'conversionReviewVersions'],
  clientConfig: ['caBundle', 'service', 'url'],
  service: ['name', 'namespace', 'path', 'port'],
};

/** What a review of a conversion may be written in, so that the API server can read it. */
const READ = ['v1', 'v1beta1'];

/**
 * Why `spec.conversion` of a definition is none that the API server takes. After k8s.io/apiextensions-apiserver,
 * pkg/apis/apiextensions/validation/validation.go, validateCustomResourceConversion.
 */
export function* conversionFlaws(conversion: unknown): Iterable<Fault> {
  const at = '/spec/conversion';
  if (!isMap(conversion)) return;
  const { strategy } = conversion;
  yield* known(conversion, 'conversion', at);
  if (strategy !== 'None' && strategy !== 'Webhook')
    yield { path: child(at, 'strategy'), message: `must be None or Webhook, not ${shownValue(strategy)}` };
  const webhook = conversion['webhook'] ?? undefined;
  if (webhook !== undefined && !isMap(webhook)) yield { path: child(at, 'webhook'), message: `must be a map, not ${shownValue(webhook)}` };
  if (isMap(webhook)) yield* known(webhook, 'webhook', child(at, 'webhook'));
  const { clientConfig, conversionReviewVersions: versions } = fields(webhook);
  if (strategy === 'Webhook') {
    if (!isMap(clientConfig)) yield { path: child(at, 'webhook'), message: 'needs clientConfig, since strategy is Webhook' };
    else yield* clientFlaws(clientConfig, `${at}/webhook/clientConfig`);
    yield* versionFlaws(versions ?? undefined, `${at}/webhook/conversionReviewVersions`);
    return;
  }
  if (isMap(clientConfig)) yield { path: `${at}/webhook/clientConfig`, message: 'is for strategy Webhook alone' };
  if (Array.isArray(versions) && versions.length > 0)
    yield { path: `${at}/webhook/conversionReviewVersions`, message: 'is for strategy Webhook alone' };
}

function* known(item: Readonly<Record<string, unknown>>, name: string, at: Pointer): Iterable<Fault> {
  for (const key of Object.keys(item))
    if (!(KEYS[name] as readonly string[]).includes(key)) yield { path: child(at, key), key: true, message: `${shownValue(key)} is no field here` };
}

function* clientFlaws(client: Readonly<Record<string, unknown>>, at: Pointer): Iterable<Fault> {
  yield* known(client, 'clientConfig', at);
  const [url, service] = [client['url'] ?? undefined, client['service'] ?? undefined];
  const bundle = client['caBundle'] ?? '';
  if (typeof bundle !== 'string' || !isBase64(bundle)) yield { path: child(at, 'caBundle'), message: 'is no Base64' };
  if ((url === undefined) === (service === undefined)) yield { path: at, message: 'needs one of url and service' };
  else if (url !== undefined) {
    const flaw = typeof url === 'string' ? webhookUrlFlaw(url) : 'must be text';
    if (flaw !== undefined) yield { path: child(at, 'url'), message: flaw };
  } else if (!isMap(service)) yield { path: child(at, 'service'), message: `must be a map, not ${shownValue(service)}` };
  else yield* serviceFlaws(service, child(at, 'service'));
}

/** As Go reads it, which passes over line breaks. */
const isBase64 = (text: string): boolean => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replaceAll(/[\n\r]/g, ''));

function* serviceFlaws(service: Readonly<Record<string, unknown>>, at: Pointer): Iterable<Fault> {
  yield* known(service, 'service', at);
  for (const key of ['name', 'namespace']) {
    const value = service[key] ?? '';
    if (typeof value !== 'string') yield { path: child(at, key), message: `must be text, not ${shownValue(value)}` };
    else if (value === '') yield { path: at, message: `needs ${key}` };
  }
  const port = service['port'] ?? 443;
  // A larger number wraps around as it is read, and is no port that anybody meant.
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535)
    yield { path: child(at, 'port'), message: `${shownValue(port)} is no port` };
  const path = service['path'] ?? undefined;
  const flaw = path === undefined ? undefined : typeof path === 'string' ? servicePathFlaw(path) : `must be text, not ${shownValue(path)}`;
  if (flaw !== undefined) yield { path: child(at, 'path'), message: flaw };
}

function* versionFlaws(versions: unknown, at: Pointer): Iterable<Fault> {
  if (versions === undefined || (Array.isArray(versions) && versions.length === 0)) {
    yield { path: at.slice(0, at.lastIndexOf('/')), message: 'needs conversionReviewVersions, one at least' };
    return;
  }
  if (!Array.isArray(versions)) {
    yield { path: at, message: `must be a list, not ${shownValue(versions)}` };
    return;
  }
  const list = versions as unknown[];
  for (const [i, version] of list.entries()) {
    if (typeof version !== 'string' || !LABEL.test(version)) yield { path: `${at}${pointer(i)}`, message: `${shownValue(version)} is no version` };
    else if (list.indexOf(version) < i) yield { path: `${at}${pointer(i)}`, message: `${shownValue(version)} stands twice in its list` };
  }
  if (!READ.some((version) => list.includes(version))) yield { path: at, message: `must hold ${READ.join(' or ')}, which the API server reads` };
}
