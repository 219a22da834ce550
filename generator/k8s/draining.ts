import { drainingMiddleware } from '../model/names.ts';
import { isAgents } from './agent.ts';
import { DRAINING_ANNOTATION } from './labels.ts';
import type { KubeObject } from './object.ts';

/** Whether an object says of itself that its agent drains. */
export function isDrained(object: KubeObject | undefined): boolean {
  return object?.metadata.annotations?.[DRAINING_ANNOTATION] !== undefined;
}

/** The middleware by which the agent of an object drains. */
export function refusalOf({ metadata }: KubeObject): string {
  return drainingMiddleware(metadata.labels?.['app.kubernetes.io/name'] ?? '');
}

/** Whether an object is that middleware: its labels are for the fleet alone to set. */
export function isRefusal(object: KubeObject): boolean {
  return isAgents(object) && object.kind === 'Middleware' && object.metadata.name === refusalOf(object);
}
