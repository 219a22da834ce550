import { RELEASES, minorOf } from '../../fleet/versions/releases.ts';
import { CI_FILES } from './ci-files.ts';
import type { Ci, Program } from './ci.ts';
import { controllerFiles } from './controllers.ts';
import deliver from './templates/deliver.yaml';
import fleet from './templates/fleet.yaml';
import promote from './templates/promote.yaml';
import pullRequest from './templates/pull-request.yaml';
import review from './templates/review.yaml';
import status from './templates/status.yaml';

/** What a new fleet repository is made for. */
export interface Start {
  /** The action that its workflows use: `owner/name@commit`. */
  readonly action: string;
  /** The release that the commit is, such as `v0.2.0`; undefined when nobody knows. */
  readonly version?: string | undefined;
  /** Where the action comes from; https://github.com if absent. */
  readonly server?: string;
  /** Where the repository will be. */
  readonly repo: string;
  /** Whether the fleet brings its controllers. */
  readonly controllers?: boolean;
  /** Whether waves of rollouts are proposed by a workflow. */
  readonly promotion?: boolean;
  /** Whether a workflow shows what runs where. */
  readonly status?: boolean;
  /** Whose jobs deliver; GitHub's workflows if absent. */
  readonly ci?: Ci;
  /** What those of another CI run. */
  readonly program?: Program | undefined;
}

/** Every file a fleet repository begins with: path → text. */
export function starterFiles({
  action,
  version,
  server = 'https://github.com',
  repo,
  controllers = false,
  promotion = false,
  status: shown = false,
  ci = 'github',
  program,
}: Start): Map<string, string> {
  const [name, ref] = action.split('@') as [string, string];
  const isPublic = server === 'https://github.com';
  const schemas = isPublic ? `https://raw.githubusercontent.com/${name}/${ref}/schemas` : `${server}/${name}/raw/${ref}/schemas`;
  // The templates hold GitHub's own `${{ }}`, so their placeholders look different, and each is one word without signs of YAML.
  const fill = (text: string): string =>
    text
      .replaceAll('__ACTION__', version === undefined ? action : `${action} # ${version}`)
      .replaceAll('__REPO__', repo)
      .replaceAll('__KUBERNETES__', minorOf(RELEASES.kubernetes.version))
      .replaceAll('__SCHEMAS__', schemas)
      .replaceAll('__DOCS__', `${server}/${name}/blob/${ref}`);
  const github = (): [string, string][] => [
    ['.github/CODEOWNERS', owners(repo)],
    ['.github/workflows/deliver.yml', fill(deliver)],
    ...(promotion ? [['.github/workflows/promote.yml', fill(promote)] as [string, string]] : []),
    ['.github/workflows/pull-request.yml', fill(pullRequest)],
    ['.github/workflows/review.yml', fill(review)],
    ...(shown ? [['.github/workflows/status.yml', fill(status)] as [string, string]] : []),
  ];
  const others = (): [string, string][] =>
    CI_FILES.filter(({ of }) => of.includes(ci)).map(({ path, text }) => [
      path,
      fill(text)
        .replaceAll('__PROGRAM__', program?.url ?? '')
        .replaceAll('__DIGEST__', program?.digest ?? ''),
    ]);
  return new Map([
    [
      '.gitattributes',
      `* text=auto eol=lf\n# Generated: folded away in reviews.\nout/** ${ci === 'gitlab' ? 'gitlab' : 'linguist'}-generated=true\n`,
    ],
    ...(ci === 'github' ? github() : others()),
    ...(ci === 'gitlab' ? [['.gitlab/CODEOWNERS', owners(repo)] as const] : []),
    ['.vscode/settings.json', settings(schemas)],
    ...(controllers ? controllerFiles() : []),
    ['config/fleet.yaml', fill(fleet)],
  ]);
}

/**
 * Everything is the platform team's, and then the agents' files are given away: a list of what is dangerous would forget
 * something, such as a file that some tool takes for its settings.
 */
function owners(repo: string): string {
  // A group of GitLab may lie in others.
  const owner = /^(?:[a-z]+:\/\/[^/]+\/|[^/:]+:)([\w.-]+(?:\/[\w.-]+)*)\/[\w.-]+$/.exec(repo)?.[1] ?? 'your-organisation';
  const lines = { '*': 'platform', '/config/agents/*.yaml': 'agents' };
  return [
    '# Who must approve what, with "Require review from Code Owners" in the rules of main. Put your own teams here.',
    "# The last line that matches counts: all is the platform team's but the files of the agents.",
    ...Object.entries(lines).map(([path, team]) => `${path.padEnd(22)} @${owner}/${team}`),
    '',
  ].join('\n');
}

function settings(schemas: string): string {
  const mapping = {
    [`${schemas}/fleet.schema.json`]: 'config/fleet.yaml',
    [`${schemas}/agent.schema.json`]: 'config/agents/*.yaml',
    [`${schemas}/region.schema.json`]: 'config/regions/*.yaml',
    [`${schemas}/component.schema.json`]: 'config/components/*/component.yaml',
    [`${schemas}/approval.schema.json`]: 'config/approvals/**/*.yaml',
    [`${schemas}/policy.schema.json`]: 'config/policies/*.yaml',
    [`${schemas}/freeze.schema.json`]: 'config/freezes/*.yaml',
    [`${schemas}/rollout.schema.json`]: 'config/rollouts/*.yaml',
    [`${schemas}/hold.schema.json`]: 'config/holds/*.yaml',
  };
  return `${JSON.stringify({ 'yaml.schemas': mapping, 'files.readonlyInclude': { 'out/**': true } }, null, 2)}\n`;
}
