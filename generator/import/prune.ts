import { validate } from '../fleet/schema/validate.ts';
import type { Unplaced } from '../model/finding.ts';
import { isMap } from '../model/data.ts';
import { segments } from '../model/pointer.ts';
import type { Config } from './assemble.ts';
import { findSecrets } from '../secrets/find.ts';
import { isSecretOption } from '../secrets/keys.ts';
import type { Brought, Told } from './brought.ts';
import type { Values } from './layers.ts';

/** More rounds than there can be levels of settings. */
const ROUNDS = 40;

/** Keys that cannot be left out. */
const NEEDED = /^\/(?:name|gitops\/repoURL|zone\/name|agents\/[^/]+\/(?:ref|image))$/;

/** Without what may be a secret: Git must not have it, and whoever imports may not know that it is there. */
export function withoutSecrets({ fleet, agents }: Config, told: Told): Config {
  const safe = (values: Values, at: string, from?: Brought): Values =>
    Object.fromEntries(
      Object.entries(values).filter(([key, value]) => {
        if (key === 'overrides' || !hasSecret(value, [key])) return true;
        const why = 'it holds what looks like a secret, which Git must not have: let it come from a Secret, by env or volumes';
        told.notes.push({ kind: 'left', ...(from === undefined ? {} : { place: from.locate() }), about: `${at}.${key}`, why });
        return false;
      }),
    );
  return {
    fleet,
    agents: new Map(
      [...agents].map(([name, values]) => {
        const from = [...told.taken].find(([, into]) => into === `agents.${name}`)?.[0];
        const own = safe(values, `agents.${name}`, from);
        const overrides = Object.entries((own['overrides'] ?? {}) as Record<string, Values>).map(([region, each]) => [
          region,
          safe(each, `agents.${name}.overrides.${region}`, from),
        ]);
        return [name, overrides.length === 0 ? own : { ...own, overrides: Object.fromEntries(overrides) as Values }];
      }),
    ),
  };
}

function hasSecret(value: unknown, above: readonly string[]): boolean {
  if (typeof value === 'string')
    return findSecrets(value, above).length > 0 || findSecrets(`${above.at(-1) ?? ''}: ${value}`).length > 0 || valuesAssigned(value);
  if (Array.isArray(value)) return value.some((item, i) => hasSecret(item, above) || (typeof item === 'string' && isSecretOption(value[i - 1])));
  return isMap(value) && Object.entries(value).some(([key, item]) => hasSecret(item, [...above, key]));
}

/** Whether an option on a command line holds the secret that its name says. */
function valuesAssigned(text: string): boolean {
  const [, option, value] = /^(--?[A-Za-z0-9_-]+)=(.+)$/.exec(text) ?? [];
  return option !== undefined && value !== undefined && !value.startsWith('$(') && isSecretOption(option);
}

/** Without settings that the schema has no room for, which are told of: what a cluster runs may be more than a fleet allows. */
export function prune({ fleet, agents }: Config, told: Told): Config {
  let all: Values = { ...fleet, agents: Object.fromEntries(agents) };
  for (let round = 0; round < ROUNDS; round++) {
    const flaws = validate(all, () => undefined).filter(({ path }) => !NEEDED.test(path) && path !== '');
    const [first] = flaws;
    if (first === undefined) break;
    const gone = new Set<string>();
    for (const flaw of flaws) {
      const path = removable(all, flaw.path);
      if (gone.has(path) || NEEDED.test(path) || path === '') continue;
      gone.add(path);
      tell(path, flaw, told);
    }
    if (gone.size === 0) break;
    for (const path of gone) all = without(all, segments(path)) as Values;
  }
  const { agents: own, ...rest } = all;
  return { fleet: rest, agents: new Map(Object.entries(own as Record<string, Values>)) };
}

function tell(path: string, { message, hint }: Unplaced, told: Told): void {
  const agent = /^\/agents\/([^/]+)/.exec(path)?.[1];
  const from = [...told.taken].find(([, into]) => into === `agents.${agent ?? ''}`)?.[0];
  const about = segments(path).join('.');
  const why = `${message}${hint === undefined ? '' : `; ${hint}`}`;
  told.notes.push({ kind: 'left', ...(from === undefined ? {} : { place: from.locate() }), about, why });
}

/** Where a list is wrong in one item, all of it goes: half a list would say something else. */
function removable(data: unknown, path: string): string {
  const steps = segments(path);
  let at: unknown = data;
  for (const [i, step] of steps.entries()) {
    if (Array.isArray(at)) return `/${steps.slice(0, i).map(escape).join('/')}`;
    at = isMap(at) ? at[step] : undefined;
  }
  return path;
}

function escape(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function without(data: unknown, [first, ...below]: readonly string[]): unknown {
  if (!isMap(data) || first === undefined) return data;
  if (below.length === 0) return Object.fromEntries(Object.entries(data).filter(([key]) => key !== first));
  return { ...data, [first]: without(data[first], below) };
}
