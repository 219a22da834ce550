// Where webhooks are reached. After k8s.io/apiserver, pkg/util/webhook/validation.go.
import { isSubdomain } from '../model/names.ts';
import { shownValue } from './shown.ts';

/** Why a path of a webhook's Service is none that the API server takes. ValidateWebhookService. */
export function servicePathFlaw(path: string): string | undefined {
  if (path === '/' || path === '') return undefined;
  if (!path.startsWith('/')) return `${shownValue(path)} is no absolute path`;
  const wrong = path
    .slice(1)
    .replace(/\/$/, '')
    .split('/')
    .find((step) => !isSubdomain(step));
  return wrong === undefined ? undefined : `${shownValue(path)}: ${shownValue(wrong)} is no name of lower-case letters, digits, hyphens and dots`;
}

/** Why an address of a webhook is none that the API server takes. ValidateWebhookURL. */
export function webhookUrlFlaw(url: string): string | undefined {
  return /^https:\/\/[^/?#@\s]+(\/[^?#]*)?$/.test(url) ? undefined : `${shownValue(url)} is no address of https://host/path`;
}
