import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/extending.md'), 'utf8');
const copy = mkdtempSync(join(tmpdir(), 'pap-fleet-extending-'));

/** Blocks of the page that are whole files: they say where they go. */
const wholeFiles = [...page.matchAll(/^```\w+ file=(\S+)\n(.*?)^```$/gms)].map(([, path, text]) => ({ path: path as string, text: text as string }));

function run(command: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: copy,
    encoding: 'utf8',
    input,
    env: { ...process.env, XDG_CACHE_HOME: join(copy, '.cache') },
  });
  expect(`${command} ${args.join(' ')}: ${status}\n${status === 0 ? '' : stdout + stderr}`).toBe(`${command} ${args.join(' ')}: 0\n`);
  return stdout;
}

/** The worked example of docs/extending.md, done as it says, in a copy of the project. */
beforeAll(() => {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const path of stdout.split('\0')) {
    if (path === '' || !existsSync(join(root, path))) continue;
    cpSync(join(root, path), join(copy, path));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { path, text } of wholeFiles) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  run(process.execPath, ['generator/tools/types.mjs']);
  run(process.execPath, ['generator/tools/build.mjs']);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('the page has the blocks that it promises', () => {
  expect(wholeFiles.map(({ path }) => path)).toEqual([
    'generator/components/priority/index.ts',
    'schemas/components/priority.schema.json',
    'test/examples/golden/priority/config/fleet.yaml',
  ]);
});

test('the new component compiles', { timeout: 600_000 }, () => {
  run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '--project', '.']);
});

test('its object reaches every region, by an Application and a project that allow it', () => {
  run(process.execPath, ['dist/pap-fleet.cjs', 'generate']);
  for (const region of ['us-east', 'eu-west', 'ap-south']) {
    const overlay = readFileSync(join(copy, `out/overlays/${region}/priority/kustomization.yaml`), 'utf8');
    const base = /base\/priority\/common\/[0-9a-f]{8}/.exec(overlay)?.[0] as string;
    expect(readFileSync(join(copy, 'out', base, 'objects.yaml'), 'utf8')).toMatch(/kind: PriorityClass[^]*value: 1000/);
    const argocd = readFileSync(join(copy, `out/argocd/${region}.yaml`), 'utf8');
    expect(argocd).toContain(`name: pap-${region}-priority`);
    expect(argocd).toContain('kind: PriorityClass');
  }
});

test('it can be set and switched off as its golden fleet says', () => {
  run(process.execPath, ['dist/pap-fleet.cjs', 'generate', '--config', 'test/examples/golden/priority/config', '--out', 'golden']);
  expect(readdirSync(join(copy, 'golden/overlays/south'))).not.toContain('priority');
  expect(readdirSync(join(copy, 'golden/overlays/north'))).toContain('priority');
  expect(
    run(process.execPath, [
      'dist/pap-fleet.cjs',
      'explain',
      'component/priority',
      'value',
      '--config',
      'test/examples/golden/priority/config',
      '--region',
      'north',
    ]),
  ).toContain('north: 5000');
});
