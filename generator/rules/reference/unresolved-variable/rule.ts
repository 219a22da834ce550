import { expandedOf } from '../../../k8s/expansion.ts';
import { POD_KINDS, containers } from '../../../k8s/pod.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** In arguments a shell may mean its own `$(command)`; what is written like a variable is one. */
const VARIABLE = { env: /^[A-Za-z_][A-Za-z0-9_]*$/, argument: /^[A-Z_][A-Z0-9_]*$/ } as const;

/** Variables that Kubernetes makes of the Services of the namespace. */
const OF_SERVICES = /_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;

/** Kubernetes leaves a variable that it does not know as it is written, and says nothing. */
export const rule: Rule<'object'> = {
  code: 'reference/unresolved-variable',
  severity: 'warning',
  what: 'A `$(NAME)` in a variable or an argument names no variable that stands before it.',
  why: 'Kubernetes puts in the variables of the same container that come earlier in the list; all others stay in the text as they are written.',
  source: 'https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/',
  fix: 'Define the variable before, in the same container; or write `$$(NAME)` where the text is meant.',
  scope: 'object',
  order: 120,
  kinds: POD_KINDS,
  *run(object) {
    for (const container of containers(object)) {
      for (const { at, where, unresolved } of expandedOf(container).texts) {
        for (const { name, later } of unresolved) {
          if (!VARIABLE[where].test(name) || OF_SERVICES.test(name)) continue;
          yield {
            path: at,
            message: later
              ? `names the variable ${quoted(name)}, which is defined after it`
              : `names the variable ${quoted(name)}, which the container does not have`,
            hint: later ? 'move it before the one that uses it' : `define it in env of this container, or write $$(${name}) for the text itself`,
          };
        }
      }
    }
  },
};
