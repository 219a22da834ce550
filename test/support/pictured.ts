// A fleet that has something of everything that a page shows, and the same with hostile words in every place.
import { compile } from '../../generator/compile.ts';
import { HELD_NAME, heldFileText } from '../../generator/render/held.ts';
import { treeOf } from '../../generator/render/tree.ts';
import { Changes } from '../../generator/status/changes.ts';
import type { FleetModel } from '../../generator/status/fleet-model.ts';
import { modelOf } from '../../generator/status/make-model.ts';
import type { ModelSources, Whole } from '../../generator/status/make-model.ts';
import { applications, operation } from './evidence.ts';
import { files } from './fleets.ts';
import { AGENTS, HEAD } from './program.ts';

const [OLD, NEW] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string];
export const NOW = Date.parse('2026-12-24T12:00:00Z');

const REGIONS = `regions:
  east: { labels: { tier: canary } }
  north: { cluster: north-1 }
  south: { versions: { kubernetes: "1.34" } }
groups:
  cold: { regions: [north] }
`;
const TEAMED = `${AGENTS.replace('    ref: acme/alpha', '    owner: { team: science, contact: science@example.net }\n    ref: acme/alpha')}  gamma:
    ref: acme/gamma@3.0.0
    image: registry.example.net/gamma:3.0.0@sha256:${'c'.repeat(64)}
    regions: [north, south]
    egress: [{ agent: alpha, ports: [8080] }]
`;
export const CONFIG = {
  'fleet.yaml': HEAD + REGIONS + TEAMED.replace('regions: [north, south]', 'regions: [east, north, south]'),
  'rollouts/alpha-1.1.0.yaml': `apiVersion: fleet.plugged.in/v1alpha1
kind: Rollout
name: alpha-1.1.0
set: { agents.alpha: { ref: acme/alpha@1.1.0, image: "registry.example.net/alpha:1.1.0@sha256:${'d'.repeat(64)}" } }
waves: [{ regions: [east], soak: 1h }, { name: cold, regions: [north] }, { regions: rest }]
reached: 1
history: [{ wave: 1, at: "2026-12-20T09:12:00Z", by: platform }]
`,
  'freezes/year-end.yaml': `apiVersion: fleet.plugged.in/v1alpha1
kind: Freeze
name: year-end
regions: [south]
from: "2026-12-20T00:00:00Z"
until: "2027-01-04T06:00:00Z"
reason: nobody is there to watch
`,
};

export function compiledOf(config: Readonly<Record<string, string>> = CONFIG): Whole {
  const compiled = compile(files(config));
  if (compiled.files === undefined) throw new Error(JSON.stringify(compiled.findings, null, 1));
  return compiled as Whole;
}

/** The fleet as it is seen in the night: a region is held, one is frozen, and one has an operation that holds an old commit. */
export function pictured(more: Partial<ModelSources> = {}): FleetModel {
  const compiled = compiledOf();
  const before = compiledOf({ 'fleet.yaml': CONFIG['fleet.yaml'] });
  const delivered = new Map([...compiled.files, [HELD_NAME, heldFileText(new Map([['north', { because: 'a Namespace is deleted' }]]))]]);
  const out = treeOf(delivered, `out at ${NEW.slice(0, 12)}`);
  const live = applications(delivered, NEW, (name) => {
    if (name === 'pap-east-agents') return { ...operation(OLD), sync: { status: 'OutOfSync', revision: NEW } };
    return name === 'pap-south-agents' ? { health: { status: 'Degraded', lastTransitionTime: '2026-12-24T03:22:28Z' } } : undefined;
  });
  const commit = { id: NEW, at: '2026-12-20T10:00:00Z', by: 'Ada', subject: 'alpha 1.1.0 in east' };
  const changes = new Changes(
    [{ ...commit, paths: ['out/overlays/east/agents/kustomization.yaml', 'out/base/agents/alpha/1.1.0-1/objects.yaml', 'config/agents/alpha.yaml'] }],
    { out: 'out', config: 'config' },
  );
  return modelOf({
    compiled,
    out,
    now: NOW,
    since: () => new Map([['north', OLD]]),
    outAt: (id) => ({ [OLD]: treeOf(before.files), [NEW]: out })[id],
    live: live.map((application) => ({ hub: '', application })),
    changes,
    ...more,
  });
}

/** What somebody writes who would have a page do something. */
export const ATTACKS = [
  '<script>window.pwned = 1</script>',
  '"><img src=x onerror="window.pwned = 2">',
  "' onmouseover='window.pwned = 3' x='",
  '</style></svg></title><svg onload="window.pwned = 4">',
  'javascript:window.pwned=5//',
  '&lt;b&gt;&#x3c;script&#x3e;',
  ']]><!--<a href="javascript:window.pwned=6">',
  '\u202egnp.exe\u0000\u001b[31m',
];

/** Whatever is text in a model with an attack before it; times and the few words that are ours stay. */
export function attacked(model: FleetModel, attack: string): FleetModel {
  const ours = new Set(['step', 'severity', 'health', 'sync', 'phase']);
  const visit = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return ours.has(key) || /^\d{4}-\d\d-\d\dT/.test(value) ? value : attack + value;
    if (Array.isArray(value)) return value.map((each: unknown) => visit(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]: [string, unknown]) => [key === 'versions' ? attack + name : name, visit(each, name)]),
    );
  };
  return visit(JSON.parse(JSON.stringify(model))) as FleetModel;
}
