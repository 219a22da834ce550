import { get } from '../../../../model/data.ts';
import { any, first, leaves, restarts, when } from '../../rule.ts';
import type { Rule } from '../../rule.ts';
import type { Fields } from '../../table.ts';

const privileged = (says: string): Rule => any('power', says);

const SECCOMP = first(
  when(
    (_, after) => get(after, ['type']) !== 'RuntimeDefault',
    'power',
    'the container may use other system calls: all of them, or those that a file of the node lists',
  ),
  restarts,
);
/** A user or group: 0 is root. */
export const MAY_BE_ROOT = first(
  when((_, after) => after === 0, 'power', 'the container runs as root'),
  restarts,
);
const NOT_ROOT = first(when(leaves([true], false), 'power', 'the container may run as root'), restarts);

/** What `securityContext` has of containers and of pods alike. */
export const IDENTITY_OF_PROCESS: Fields = {
  'securityContext.appArmorProfile': privileged('the kernel confines the container in another way'),
  'securityContext.runAsGroup': MAY_BE_ROOT,
  'securityContext.runAsNonRoot': NOT_ROOT,
  'securityContext.runAsUser': MAY_BE_ROOT,
  'securityContext.seLinuxOptions': privileged('the kernel confines the container in another way'),
  'securityContext.seccompProfile': SECCOMP,
  'securityContext.windowsOptions': privileged('the container runs with other rights'),
};
