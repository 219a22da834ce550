// Fleets that the lists of changes start from, and how a change is judged: from files of config/ to the verdict.
import { stringify } from 'yaml';
import { compile } from '../../../generator/compile.ts';
import type { Compiled } from '../../../generator/compile.ts';
import { review } from '../../../generator/plan/review.ts';
import type { Review } from '../../../generator/plan/review.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import type { Tree } from '../../../generator/render/tree.ts';
import { memo } from '../../../generator/model/memo.ts';
import { gateLines } from '../../../generator/report/plan-words.ts';
import type { Data } from '../../support/fleets.ts';
import { files } from '../../support/fleets.ts';

export const TODAY = '2026-11-29';

export interface Spec extends Data {
  zone: Data;
  station: Data;
  gitops: Data;
  components: Record<string, Data>;
  regions: Record<string, Data & { components?: Record<string, Data>; versions: Data }>;
  agents: Record<string, Data & { overrides?: Record<string, Data> }>;
}

/** Files of config/ beside fleet.yaml: path → text, or data to be written as YAML. */
export type Files = Readonly<Record<string, unknown>>;
export type Edit = (spec: Spec) => void;

/** Three regions and four agents with everything switched on; one of them has a volume. */
export function small(): Spec {
  const region = (address: string): Spec['regions'][string] => ({
    ingressHost: `ingress-${address.at(-1) as string}.example.net`,
    ingressAddresses: [address],
    versions: { kubernetes: '1.35', traefik: '3.7', 'cert-manager': '1.21', 'external-dns': '0.22' },
  });
  const agent = (name: string, more: Data = {}): Data => ({
    ref: `acme/${name}@1.2.0`,
    image: `registry.example.net/agents/${name}:v1.2.0`,
    stateless: true,
    replicas: 2,
    regions: ['north', 'south', 'west'],
    ...more,
  });
  return {
    apiVersion: 'fleet.plugged.in/v1alpha1',
    kind: 'Fleet',
    name: 'pap',
    gitops: { repoURL: 'https://git.example.net/fleet.git' },
    station: { cidrs: ['192.0.2.1/32'], gatewayCidrs: ['192.0.2.2/32'] },
    zone: { name: 'a.example.net', nameservers: ['ns1.example.net'], caa: ['letsencrypt.org'] },
    components: {
      secrets: { provider: 'external-secrets', store: 'vault' },
      certs: { email: 'ops@example.net' },
      ingress: { forwardAuth: { address: 'https://auth.example.net/verify' }, rateLimit: { average: 100, burst: 200, period: '1m' } },
      backup: { ttl: '720h' },
    },
    agentDefaults: { tier: 'light' },
    regions: { north: region('198.51.100.1'), south: region('198.51.100.2'), west: region('198.51.100.3') },
    agents: {
      alpha: agent('alpha'),
      beta: agent('beta'),
      gamma: agent('gamma', { autoscale: { min: 2, max: 6, cpu: 70 } }),
      store: agent('store', { stateless: false, replicas: 1, storage: { size: '10Gi', mountPath: '/data' } }),
    },
  };
}

/** Five regions, twenty agents in each: a hundred placements. */
export function large(): Spec {
  const spec = small();
  const region = spec.regions['north'] as Spec['regions'][string];
  spec.regions = Object.fromEntries(['r1', 'r2', 'r3', 'r4', 'r5'].map((name) => [name, structuredClone(region)]));
  spec.agents = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => {
      const name = `agent-${String.fromCharCode(97 + i)}`;
      return [
        name,
        {
          ...structuredClone(spec.agents['alpha'] as Data),
          ref: `acme/${name}@1.2.0`,
          image: `registry.example.net/agents/${name}:v1.2.0`,
          regions: Object.keys(spec.regions),
        },
      ];
    }),
  );
  return spec;
}

/** With quotes: `no` and days are texts. */
function yaml(data: unknown): string {
  return stringify(data, { aliasDuplicateObjects: false, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });
}

/** The files of config/. */
export function config(spec: Spec, more: Files): ReturnType<typeof files> {
  const texts = Object.entries(more).map(([path, value]): [string, string] => [path, typeof value === 'string' ? value : yaml(value)]);
  return files({ 'fleet.yaml': yaml(spec), ...Object.fromEntries(texts) });
}

function errors({ findings }: Compiled): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code}: ${message}`);
}

const trees = new Map<string, Tree>();

/** What is delivered of a fleet. */
export function delivered(spec: Spec, more: Files = {}): Tree {
  return memo(trees, JSON.stringify([spec, more]), () => {
    const compiled = compile(config(spec, more));
    if (compiled.files === undefined) throw new Error(`what is delivered must be valid:\n${errors(compiled).join('\n')}`);
    return treeOf(compiled.files);
  });
}

/** How a change ends. */
export interface Outcome {
  readonly passes: boolean;
  /** Why not: errors of the config, or lines of the gate. */
  readonly because: readonly string[];
  readonly review?: Review;
}

export interface Change {
  /** The fleet that is delivered: `small` when absent. */
  readonly base?: () => Spec;
  /** Files beside fleet.yaml that are delivered. */
  readonly had?: Files;
  readonly edit?: Edit;
  /** Files beside fleet.yaml after the change; those of `had` stay. */
  readonly files?: Files;
  /** Files of `had` that are taken away. */
  readonly gone?: readonly string[];
}

/** Compile a changed fleet and ask the gate. */
export function judged({ base = small, had = {}, edit = () => undefined, files: more = {}, gone = [] }: Change, dayAgo?: Tree): Outcome {
  const spec = base();
  edit(spec);
  const now = Object.entries({ ...had, ...more }).filter(([path]) => !gone.includes(path));
  const changed = config(spec, Object.fromEntries(now));
  const compiled = compile(changed);
  if (compiled.files === undefined) return { passes: false, because: errors(compiled) };
  const seen = review({ ...(compiled as Required<Compiled>), config: changed }, delivered(base(), had), TODAY, {
    spent: new Set(),
    reflects: () => undefined,
    since: () => new Map(),
    dayAgo: () => dayAgo,
  });
  return { passes: seen.verdict.passes, because: gateLines(seen.verdict).grave, review: seen };
}

/** A fleet in which one agent drains in one region. */
export function drained(): Spec {
  const spec = small();
  Object.assign(spec.agents['alpha'] as object, { overrides: { north: { state: 'draining' } } });
  return spec;
}
