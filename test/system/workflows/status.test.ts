// What the action shows of a fleet in the summary of a job, with evidence and without.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { treeAt } from '../../../generator/io/git-tree.ts';
import { WorkingCopy } from '../../../generator/io/git.ts';
import { applications, listText } from '../../support/evidence.ts';
import { PROJECT, Remote, environment, execute, scratch } from './repositories.ts';

const folder = scratch();
let remote: Remote;
beforeAll(() => {
  remote = new Remote(join(folder, 'remote'), { agents: ['alpha', 'bravo'], maxUpdatePercent: 100 });
});

function shown(
  name: string,
  evidence?: string,
): { readonly code: number | null; readonly out: string; readonly summary: string; readonly page: string } {
  const clone = remote.clone();
  const temporary = join(folder, name);
  mkdirSync(join(temporary, 'evidence'), { recursive: true });
  if (evidence !== undefined) writeFileSync(join(temporary, 'evidence/live.json'), evidence);
  const summary = join(temporary, 'summary.md');
  const env = {
    ...environment(folder),
    COMMAND: 'status',
    RUNNER_TEMP: temporary,
    GITHUB_STEP_SUMMARY: summary,
    BUILD: 'true',
  };
  const { code, out } = execute(clone.folder, env, 'bash', join(PROJECT, '.github/scripts/action.sh'));
  return { code, out, summary: readFileSync(summary, 'utf8'), page: readFileSync(join(temporary, 'status/fleet.html'), 'utf8') };
}

test('without evidence it says what is delivered', () => {
  const { code, out, summary, page } = shown('bare');
  expect([code, out]).toEqual([0, expect.stringContaining('::notice title=pap-fleet::there is no evidence')]);
  expect(summary).toMatch(/^\| alpha \| 1\.0\.0 \| delivered \| north, south \|$/m);
  expect(page).toContain('without evidence of what is live');
});

test('with evidence it says what is live', () => {
  const clone = remote.clone();
  const copy = WorkingCopy.around(clone.folder) as WorkingCopy;
  const head = copy.head() as string;
  const tree = treeAt(copy, head, 'out');
  const files = new Map([...tree.paths].filter((path) => path.startsWith('argocd/')).map((path) => [path, tree.read(path)]));
  const { code, summary, page } = shown('live', listText(applications(files, head)));
  expect(code).toBe(0);
  expect(summary).toMatch(/^\| alpha \| 1\.0\.0 \| live \| north, south \|$/m);
  expect(page).toMatch(/evidence of \d+ Applications/);
});
