import { stringify } from 'yaml';
import { compile } from '../../../generator/compile.ts';
import type { Compiled } from '../../../generator/compile.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import type { Tree } from '../../../generator/render/tree.ts';
import type { FileMap } from '../../../generator/render/files.ts';
import { approvalHash, approvalText } from '../../../generator/plan/approval.ts';
import type { Approval } from '../../../generator/plan/approval.ts';
import { review } from '../../../generator/plan/review.ts';
import type { Review } from '../../../generator/plan/review.ts';
import type { ConfigFile } from '../../../generator/yaml/read.ts';
import type { Data } from '../../support/fleets.ts';
import { BARE, files } from '../../support/fleets.ts';

export const TODAY = '2026-11-23';

export interface Spec extends Data {
  components: Record<string, Data>;
  regions: Record<string, Data>;
  agents: Record<string, Data>;
}

/** Two regions and enough agents that one of them is no tenth of the whole. */
export function fleet(change: (spec: Spec) => void = () => undefined): Spec {
  const names = Array.from({ length: 14 }, (_, i) => `agent-${String.fromCharCode(97 + i)}`);
  const spec: Spec = {
    ...structuredClone(BARE),
    components: {},
    regions: { north: {}, south: {} },
    agents: Object.fromEntries(
      names.map((name) => [name, { ref: `acme/${name}@1.0.0`, image: `registry.example.net/${name}:v1`, regions: ['north', 'south'] }]),
    ),
  };
  change(spec);
  return spec;
}

export function agent(spec: Spec, name: string): Data {
  return spec.agents[name] as Data;
}

export function configOf(spec: Spec, more: Readonly<Record<string, string>> = {}): ConfigFile[] {
  return files({
    'fleet.yaml': stringify(spec, { aliasDuplicateObjects: false, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }),
    ...more,
  });
}

export function made(config: readonly ConfigFile[]): Required<Compiled> {
  const compiled = compile(config);
  if (compiled.files === undefined) throw new Error(compiled.findings.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return compiled as Required<Compiled>;
}

export function outOf(spec: Spec): FileMap {
  return made(configOf(spec)).files;
}

/** What would be said about going from one fleet to another. */
export function reviewOf(old: Spec | Tree, now: Spec, more: Readonly<Record<string, string>> = {}, today = TODAY): Review {
  const config = configOf(now, more);
  const { fleet: resolved, spec, overlays, files: out, customs } = made(config);
  const tree = 'paths' in old ? (old as Tree) : treeOf(outOf(old));
  return review({ fleet: resolved, spec, overlays, files: out, config, customs }, tree, today);
}

/** An approval file for what a review says is needed. */
export function approved({ verdict }: Review, change: Partial<Approval> = {}): Record<string, string> {
  const approval = { approvedBy: 'Ada', reason: 'meant', expires: '2026-12-01', changes: verdict.needed, ...change };
  return { [`approvals/${approvalHash(approval.changes)}.yaml`]: approvalText(approval) };
}
