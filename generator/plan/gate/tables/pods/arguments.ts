import { goSeconds } from '../../../../k8s/duration.ts';
import { RESTARTS } from '../../rule.ts';
import type { Rule } from '../../rule.ts';

/** Flags of ExternalDNS that change how often it works or how it asks, not what it may touch. */
const MILD_FLAGS = /^--(interval|log-level|log-format|rfc2136-min-ttl|managed-record-types|rfc2136-axfr|rfc2136-tsig-axfr)(=|$)/;

/** `args` of a container; those of ExternalDNS one by one. */
export const args: Rule = {
  weigh(before, after) {
    const [old, now] = [before, after].map((value) => (Array.isArray(value) ? value.map(String) : [])) as [string[], string[]];
    const changed = [...old.filter((item) => !now.includes(item)), ...now.filter((item) => !old.includes(item))];
    const rare = now.find((item) => !old.includes(item) && (goSeconds(/^--interval=(.*)$/.exec(item)?.[1] ?? '') ?? 0) > 3600);
    if (rare !== undefined && changed.length > 0)
      return { class: 'work', effect: 'weakens', always: true, says: 'ExternalDNS looks so rarely that new records come hours late' };
    if (changed.length > 0 && changed.every((item) => MILD_FLAGS.test(item))) return RESTARTS;
    const filters = [old, now].map((items) => items.filter((item) => item.startsWith('--domain-filter=')).length);
    if (changed.length > 0 && changed.every((item) => item.startsWith('--domain-filter=')) && filters.includes(0))
      return {
        class: 'names',
        says:
          filters[1] === 0
            ? 'ExternalDNS looks at every name, as no --domain-filter is left: it may write and delete records of any zone that it reaches'
            : 'ExternalDNS no longer looks at every name: a record of another one that is still there stays for ever',
      };
    if (changed.length > 0 && changed.every((item) => item.startsWith('--domain-filter=')))
      return {
        class: 'names',
        says: changed.some((item) => old.includes(item))
          ? 'ExternalDNS no longer looks at a name: a record that is still there stays for ever; `null` in the place of the host has it deleted first'
          : 'ExternalDNS writes a further name',
      };
    if (changed.some((item) => /^--(source|txt-|domain-filter|exclude-domains|registry|policy|annotation-filter|label-filter)/.test(item)))
      return { class: 'names', says: 'ExternalDNS takes other records for its own, and deletes or leaves those it had' };
    return { class: 'power', says: 'the container runs another command' };
  },
};
