import { expandedOf } from '../../../k8s/expansion.ts';
import { POD_KINDS, containers } from '../../../k8s/pod.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** Arguments are no place for what nobody may see: /proc shows them to every process beside it, and so do crash reports. */
export const rule: Rule<'object'> = {
  code: 'security/secret-in-argument',
  severity: 'warning',
  what: 'A value of a Secret is put into the arguments of a container.',
  why: 'The arguments of a process are read by whoever sees its process list: other containers that share it, agents of the node, and reports of crashes.',
  source: 'https://cwe.mitre.org/data/definitions/214.html',
  fix: 'Let the program read the variable itself, or a file that the Secret is mounted as.',
  scope: 'object',
  order: 72,
  kinds: POD_KINDS,
  *run(object) {
    for (const container of containers(object)) {
      for (const { at, where, secrets } of expandedOf(container).texts) {
        const [first] = secrets;
        if (where !== 'argument' || first === undefined) continue;
        yield {
          path: at,
          message: `puts ${quoted(first.name)}, a value of the Secret ${quoted(first.secret ?? '')}, into an argument`,
          hint: 'let the program read the variable itself, or a mounted file',
        };
      }
    }
  },
};
