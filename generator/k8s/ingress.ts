import { get } from '../model/data.ts';

/** Whether a backend of an Ingress names no Service but an action in its annotations, as the AWS Load Balancer Controller has it. */
export function isAction(backend: unknown): boolean {
  return get(backend, ['service', 'port', 'name']) === 'use-annotation';
}
