import { fillPlaceholder } from '../../k8s/region-placeholder.ts';
import { byCodeUnit } from '../../model/order.ts';
import { memo } from '../../model/memo.ts';
import type { SecretKey, RequiredSecret } from '../../model/required-secret.ts';
import { template } from '../text.ts';
import source from './secrets.hbs';

interface RegionSecrets {
  readonly region: string;
  /** Name of its cluster, and of the kubectl context for it. */
  readonly cluster: string;
  readonly provider: 'external-secrets' | 'sealed-secrets' | 'manual';
  readonly requiredSecrets: readonly RequiredSecret[];
  /** Where the Secret lies in the store. */
  readonly storePath: (namespace: string, name: string) => string;
}

/** A Secret that several regions require alike. */
interface Folded {
  readonly need: RequiredSecret;
  readonly regions: RegionSecrets[];
}

interface Entry {
  readonly title: string;
  readonly consumer: string;
  readonly regions: string;
  readonly keys: readonly SecretKey[];
  readonly commands: readonly string[];
}

const render = template<{
  readonly fleet: string;
  readonly example: { readonly region: string; readonly context: string };
  readonly entries: readonly Entry[];
  readonly providers: readonly { provider: string; regions: string }[];
}>(source);

/** `out/secrets.md`: every Secret that must come from outside Git. Where several regions require the same, they share one entry. */
export function secretsText(fleet: string, regions: readonly RegionSecrets[]): string {
  const folded = new Map<string, Folded>();
  // Most regions require the very Secrets that most others do.
  const known = new Map<RegionSecrets['provider'], Map<RequiredSecret, Folded>>();
  for (const region of regions) {
    const byNeed = memo(known, region.provider, () => new Map<RequiredSecret, Folded>());
    for (const need of region.requiredSecrets) {
      const one = memo(byNeed, need, () => memo(folded, `${textOf(need)}${region.provider}`, () => ({ need, regions: [] })));
      one.regions.push(region);
    }
  }
  const providers = new Map<string, string[]>();
  for (const { region, provider } of regions) memo(providers, provider, () => [] as string[]).push(region);
  const text = render({
    fleet,
    example: example(regions),
    entries: [...folded].sort(([a], [b]) => byCodeUnit(a, b)).map(([, { need, regions: where }]) => entry(need, where)),
    providers: [...providers].map(([provider, names]) => ({ provider, regions: names.join(', ') })),
  });
  // In a shell line the region's name is a variable.
  return fillPlaceholder(text, '$REGION');
}

/** A region to begin with: one as good as another, but one that there is. */
function example(regions: readonly RegionSecrets[]): { region: string; context: string } {
  const { region, cluster } = regions.at(-1) ?? { region: 'NAME', cluster: 'NAME' };
  return { region, context: cluster === region ? '"$REGION"' : cluster };
}

function textOf({ namespace, name, type, keys, make, consumer, after }: RequiredSecret): string {
  return JSON.stringify([namespace, name, type, keys, make, consumer, ...(after ?? [])]);
}

function entry(need: RequiredSecret, regions: readonly RegionSecrets[]): Entry {
  const { provider, storePath } = regions[0] as RegionSecrets;
  return {
    title: `${need.namespace}/${need.name}`,
    consumer: need.consumer,
    regions: regions.map(({ region }) => region).join(', '),
    keys: need.keys,
    commands: [...need.make, ...delivery(need, provider, storePath(need.namespace, need.name)), ...(need.after ?? [])],
  };
}

function delivery({ namespace, name, keys, type }: RequiredSecret, provider: RegionSecrets['provider'], store: string): string[] {
  if (provider === 'external-secrets') {
    return [
      `# store each file as a property of "${store}" in the secret store, for example with Vault:`,
      `vault kv put "secret/${store}" ${keys.map(({ key }) => `'${key}'=@'${key}'`).join(' ')}`,
    ];
  }
  const files = keys.map(({ key }) => `--from-file='${key}'`).join(' ');
  const create = `kubectl create secret generic "${name}" --namespace ${namespace} --type ${type} ${files}`;
  if (provider === 'manual') return [create];
  return [
    'mkdir -p "config/extra/$REGION/secrets"',
    `${create} --dry-run=client -o yaml | kubeseal --format yaml > "config/extra/$REGION/secrets/${namespace}-${name}.yaml"`,
  ];
}
