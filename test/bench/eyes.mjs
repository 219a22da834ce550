// What people look at: the status of a thousand Applications, and the report of a fleet as one file.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { median, wall } from './measure.mjs';
import { writeSynthetic } from './synthetic.mjs';

/** Of both the time of a whole run; of the report its bytes as well. */
export function measureEyes(program, folder, { regions, agents, rounds }) {
  const [config, out] = [join(folder, 'config'), join(folder, 'out')];
  writeSynthetic(config, regions, agents);
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  wall([program, 'generate', '--config', config, '--out', out], env);
  const git = (...args) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=bench', '-c', 'user.email=bench@example.net', ...args], { encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', 'config', 'out');
  git('commit', '--quiet', '--message', 'deliver');
  const live = join(folder, 'live.json');
  const items = applicationsIn(join(out, 'argocd'), git('rev-parse', 'HEAD').trim(), agents);
  writeFileSync(live, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const page = join(folder, 'fleet.html');
  const run = (...args) => wall([program, ...args], env, process.execPath, 0, folder);
  const times = { status: [], report: [], validate: [] };
  for (let round = 0; round < rounds; round++) {
    times.validate.push(run('validate'));
    times.status.push(run('status', '--live', live));
    times.report.push(run('report', '--live', live, '--out', page));
  }
  const found = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
  return { ...found, applications: items.length, bytes: statSync(page).size };
}

/** The Applications of an out/, as an Argo CD shows them that has applied all of a commit. */
function applicationsIn(folder, commit, agents) {
  const workloads = Array.from({ length: agents }, (_, i) => ({
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    name: `agent-${String(i).padStart(3, '0')}-agent`,
    namespace: 'agents',
    status: 'Synced',
    health: { status: 'Healthy' },
  }));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => document.toJS()))
    .filter(({ kind }) => kind === 'Application')
    .map((application) => ({
      ...application,
      status: {
        sync: { status: 'Synced', revision: commit },
        health: { status: 'Healthy', lastTransitionTime: '2026-11-29T03:22:28Z' },
        history: [{ id: 0, revision: commit, deployedAt: '2026-11-29T03:18:02Z' }],
        operationState: { phase: 'Succeeded', finishedAt: '2026-11-29T03:18:02Z', operation: { sync: { revision: commit } } },
        reconciledAt: '2026-11-29T03:23:09Z',
        resources: application.metadata.labels?.['app.kubernetes.io/component'] === 'agents' ? workloads : [],
      },
    }));
}
