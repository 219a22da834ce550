import deliver from './templates/init/deliver.yaml';
import fleet from './templates/init/fleet.yaml';
import pullRequest from './templates/init/pull-request.yaml';
import review from './templates/init/review.yaml';

/** What a new fleet repository is made for. */
export interface Start {
  /** The action that its workflows use: `owner/name@ref`. */
  readonly action: string;
  /** Where the repository will be. */
  readonly repo: string;
}

/** Every file a fleet repository begins with: path → text. */
export function starterFiles({ action, repo }: Start): Map<string, string> {
  const [name, ref] = action.split('@') as [string, string];
  const schemas = `https://raw.githubusercontent.com/${name}/${ref}/schemas`;
  // The templates hold GitHub's own `${{ }}`, so their slots look different, and each is one word without signs of YAML.
  const fill = (text: string): string =>
    text
      .replaceAll('__ACTION__', action)
      .replaceAll('__REPO__', repo)
      .replaceAll('__SCHEMAS__', schemas)
      .replaceAll('__DOCS__', `https://github.com/${name}/blob/${ref}`);
  return new Map([
    ['.gitattributes', '* text=auto eol=lf\n# Generated: folded away in reviews.\nout/** linguist-generated=true\n'],
    ['.github/CODEOWNERS', owners(repo)],
    ['.github/workflows/deliver.yml', fill(deliver)],
    ['.github/workflows/pull-request.yml', fill(pullRequest)],
    ['.github/workflows/review.yml', fill(review)],
    ['.vscode/settings.json', settings(schemas)],
    ['config/fleet.yaml', fill(fleet)],
  ]);
}

/** Anybody may propose a line in config/; what turns it into clusters is the platform team's. */
function owners(repo: string): string {
  const owner = /[/:]([\w.-]+)\/[\w.-]+$/.exec(repo)?.[1] ?? 'your-organisation';
  const lines = ['/.github/', '/config/approvals/', '/out/'].map((path) => `${path.padEnd(18)} @${owner}/platform\n`);
  return `# Who must approve what, with "Require review from Code Owners" in the rules of main. Put your own team here.\n${lines.join('')}`;
}

function settings(schemas: string): string {
  const mapping = {
    [`${schemas}/fleet.schema.json`]: 'config/fleet.yaml',
    [`${schemas}/agent.schema.json`]: 'config/agents/*.yaml',
    [`${schemas}/region.schema.json`]: 'config/regions/*.yaml',
    [`${schemas}/approval.schema.json`]: 'config/approvals/*.yaml',
  };
  return `${JSON.stringify({ 'yaml.schemas': mapping, 'files.readonlyInclude': { 'out/**': true } }, null, 2)}\n`;
}
