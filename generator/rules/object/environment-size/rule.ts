import { expandedOf } from '../../../k8s/expansion.ts';
import { POD_KINDS, containers } from '../../../k8s/pod.ts';
import type { Rule } from '../../rule.ts';

/** MAX_ARG_STRLEN of Linux: 32 pages of 4 KiB, of which one octet ends the text (include/uapi/linux/binfmts.h). */
const MOST_OF_ONE = 131_071;
/** A quarter of the usual stack of 8 MiB (fs/exec.c). */
const MOST_OF_ALL = 2_097_152;

/** What a process is started with has limits; beyond them the container never starts. */
export const rule: Rule<'object'> = {
  code: 'object/environment-size',
  severity: 'error',
  what: 'Variables or arguments of a container are longer than a process can be given.',
  why: 'Linux starts no process with a text of more than 128 KiB, or with more than 2 MiB in all: the container ends with "argument list too long" before its first line.',
  fix: 'Mount long values as a file, from a ConfigMap or a Secret.',
  scope: 'object',
  order: 125,
  kinds: POD_KINDS,
  *run(object) {
    for (const container of containers(object)) {
      const { variables, texts } = expandedOf(container);
      for (const { at, of, size } of texts) {
        const whole = size + (of === undefined ? 0 : of.length + 1);
        if (whole > MOST_OF_ONE)
          yield {
            path: at,
            message: `is ${whole} octets long once variables are put in, and a process takes ${MOST_OF_ONE}`,
            hint: 'mount it as a file',
          };
      }
      const args = texts.filter(({ where }) => where === 'argument');
      // Each ends with an octet, and is pointed at by eight.
      const sum = variables.reduce((all, { name, size }) => all + name.length + size + 10, 0) + args.reduce((all, { size }) => all + size + 9, 0);
      if (sum > MOST_OF_ALL)
        yield {
          path: container.at,
          message: `its variables and arguments are ${sum} octets long in all, and a process takes ${MOST_OF_ALL}`,
          hint: 'mount long values as files',
        };
    }
  },
};
