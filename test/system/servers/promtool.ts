// The rules of generated objects, as promtool wants to have them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Generated } from './generated.ts';
import type { Built } from './generated.ts';
import { PROMTOOL } from './programs.ts';

export interface Group {
  readonly name: string;
  readonly rules: readonly Record<string, unknown>[];
}

/** What Argo CD applies of the component monitoring, out of the fleet's out/, region by region. */
export async function monitoringOf(fleet: string): Promise<[region: string, objects: Built[]][]> {
  const generated = new Generated(fleet);
  try {
    // It is switched off where there is no folder of it.
    const regions = readdirSync(generated.path('out/overlays')).filter((region) => existsSync(generated.path(`out/overlays/${region}/monitoring`)));
    return await Promise.all(regions.map(async (region): Promise<[string, Built[]]> => [region, await generated.objects(region, 'monitoring')]));
  } finally {
    generated.remove();
  }
}

export function ruleGroups(objects: readonly Built[]): Group[] {
  return objects.filter(({ kind }) => kind === 'PrometheusRule').flatMap(({ spec }) => (spec as { groups: Group[] }).groups);
}

/** Every expression of the dashboard as a recording rule, with what Grafana would put in place of its variables. */
export function dashboardRules(objects: readonly Built[]): Group {
  const { data } = objects.find(({ kind }) => kind === 'ConfigMap') as unknown as { data: Record<string, string> };
  const { panels, templating } = JSON.parse(Object.values(data)[0] as string) as {
    panels: { id: number; targets: { refId: string; expr: string }[] }[];
    templating: { list: { name: string; type: string; query: { query: string } }[] };
  };
  const rules = panels.flatMap(({ id, targets }) =>
    targets.map(({ refId, expr }) => ({ record: `panel:${id}:${refId}`, expr: grafana(expr), labels: { panel: String(id) } })),
  );
  const choices = templating.list
    .filter(({ type }) => type === 'query')
    .map(({ name, query }) => ({ record: `variable:${name}`, expr: grafana(labelValues(query.query)) }));
  return { name: 'dashboard', rules: [...rules, ...choices] };
}

/** What Grafana asks in order to offer a choice is no PromQL: `label_values(series, label)`. */
function labelValues(query: string): string {
  const series = /^label_values\((.+), [a-z_]+\)$/.exec(query)?.[1];
  if (series === undefined) throw new Error(`not a query of Grafana: ${query}`);
  return series;
}

function grafana(expr: string): string {
  const filled = expr
    .replaceAll('$__rate_interval', '2m')
    .replaceAll('${agent:regex}', '(research|sleeper)')
    .replaceAll('$agent', '(research|sleeper)')
    .replaceAll('$region', '.*');
  if (filled.includes('$')) throw new Error(`a variable is left in ${filled}`);
  return filled;
}

/** @returns what promtool says, if anything is wrong */
export function checkRules(groups: readonly Group[]): string {
  return withFile('rules.yml', { groups }, (path) => promtool('check', 'rules', path));
}

export function testRules(groups: readonly Group[], tests: readonly object[]): string {
  return withFile('rules.yml', { groups }, (rules) =>
    withFile('test.yml', { rule_files: [rules], evaluation_interval: '30s', tests }, (path) => promtool('test', 'rules', path)),
  );
}

function promtool(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(PROMTOOL, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return status === 0 ? '' : `${stdout}${stderr}`;
}

/** JSON is YAML. */
function withFile<T>(name: string, content: object, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pap-promtool-'));
  try {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return use(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
