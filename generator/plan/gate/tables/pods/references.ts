import { text } from '../../../../k8s/look.ts';
import { get } from '../../../../model/data.ts';
import { STATION_SECRET, clientTlsSecret, firstGeneration, signingKeySecret, workloadName } from '../../../../model/names.ts';
import { first, restarts, when } from '../../rule.ts';
import type { Rule, Spot } from '../../rule.ts';

/** Names of the Secrets and volumes that belong to an agent. */
function isOwn(name: unknown, spot: Spot): boolean {
  const { cluster, before, after } = spot;
  const { agent } = cluster;
  if (name === STATION_SECRET || name === undefined) return true;
  const own = agent ?? '';
  return (
    agent !== undefined &&
    ([workloadName(own), clientTlsSecret(own)].includes(text(name) ?? '') || isSigningKey(name, spot)) &&
    (before ?? after)?.kind === 'Deployment'
  );
}

function reference(what: string): Rule {
  return {
    weigh: (before, after, spot) =>
      isOwn(after, spot) ? restarts.weigh(before, after, spot) : { class: 'identity', says: `the pods read ${what} that was another's` },
  };
}

/** Whether a value names a generation of the signing key of the agent that a change is about. */
function isSigningKey(name: unknown, { cluster: { agent } }: Spot): boolean {
  return agent !== undefined && firstGeneration(text(name) ?? '') === signingKeySecret(agent);
}

/** The name of a Secret that pods read. */
export const SECRET = first(
  when(
    (before, after, spot) => isSigningKey(before, spot) && isSigningKey(after, spot),
    'identity',
    'the agent signs with another key and no longer has the one before: what it signed during the last 7 days is refused; list both, one step before',
  ),
  reference('a Secret'),
);
export const PROJECTED_SECRET: Rule = { weigh: (before, after, spot) => SECRET.weigh(get(before, ['name']), get(after, ['name']), spot) };
export const CLAIM = first(
  when(
    (before, after, { verb }) => verb !== 'create' && before !== undefined && after === undefined,
    'loss',
    'the pods no longer see the data of their volume',
  ),
  reference('a volume'),
);
export const CONFIG = reference('a ConfigMap');
