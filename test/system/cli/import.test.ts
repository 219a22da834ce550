// The built command: what it writes, what it never writes over, and that what it wrote is a fleet.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../../support/program.ts';
import { exported, objectsByRegion } from '../../support/imported.ts';

const root = join(import.meta.dirname, '../../..');
const desk = new Desk();
afterAll(() => desk.remove());

beforeAll(() => {
  for (const [region, objects] of objectsByRegion(join(root, 'config'))) desk.write({ [`exports/${region}/all.json`]: exported(objects) });
  desk.write({
    'helm.yaml': readFileSync(join(root, 'test/unit/import/fixtures/helm.yaml'), 'utf8'),
    'broken.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
    'taken/fleet.yaml': '# somebody’s\n',
  });
});

const files = (folder: string): string[] => (existsSync(join(desk.folder, folder)) ? desk.list(folder) : []);

describe('import', () => {
  test('--dry-run writes nothing, and says what would be', () => {
    const { code, out } = desk.line('$PAP_FLEET import exports --dry-run --repo https://git.example.net/fleet.git');
    expect(code).toBe(0);
    expect(out).toContain('would write 4 files:\n');
    expect(out).toContain('us-east: nothing would change');
    expect(files('config')).toEqual([]);
  });

  test('writes a fleet that generates, and that comes back again', () => {
    expect(desk.line('$PAP_FLEET import exports --repo https://git.example.net/fleet.git --expect none').code).toBe(0);
    expect(files('config')).toEqual(['agents/focus.yaml', 'agents/memory.yaml', 'agents/research.yaml', 'fleet.yaml']);
    expect(desk.run('generate').code).toBe(0);
    // The objects are those of the fleet that was exported: its own folders have the same bytes.
    expect(desk.read('out/overlays/us-east/ingress/objects.yaml')).toBe(
      readFileSync(join(root, 'out/overlays/us-east/ingress/objects.yaml'), 'utf8'),
    );
  });

  test('writes over nothing, unless it is told to', () => {
    const refused = desk.run('import', 'exports', '--config', 'taken');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('there is a fleet already: taken/fleet.yaml')]);
    expect(desk.read('taken/fleet.yaml')).toBe('# somebody’s\n');
    expect(desk.run('import', 'exports', '--config', 'taken', '--overwrite').code).toBe(0);
    expect(desk.read('taken/fleet.yaml')).toContain('kind: Fleet');
  });

  test('leaves no file of an older fleet beside what it writes', () => {
    desk.write({ 'old/fleet.yaml': '# somebody’s\n', 'old/agents/gone.yaml': 'ref: acme/gone@1.0.0\n', 'half/policies/old.yaml': '' });
    const refused = desk.run('import', 'exports', '--config', 'old', '--overwrite');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('would count:\n  old/agents/gone.yaml\n')]);
    expect(files('old')).toEqual(['agents/gone.yaml', 'fleet.yaml']);
    expect(desk.read('old/fleet.yaml')).toBe('# somebody’s\n');
    // Without a fleet.yaml too: nothing is there to write over, and it would count all the same.
    expect(desk.run('import', 'exports', '--config', 'half').err).toContain('half/policies/old.yaml');
    expect(files('half')).toEqual(['policies/old.yaml']);
  });

  test.each([
    ['what cannot be read', ['import', 'us-east=broken.yaml', '--config', 'none'], 2, 'broken.yaml:4:'],
    ['what is not there', ['import', 'nowhere', '--config', 'none'], 2, 'there is no file or folder nowhere'],
    ['a region that nobody says', ['import', 'helm.yaml', '--config', 'none'], 2, 'which region is helm.yaml:'],
    ['a region that is no name', ['import', 'helm.yaml', '--region', '../x', '--config', 'none'], 2, 'is no name for a region'],
  ])('of %s it says so with a way out, and writes nothing', (_, args, code, words) => {
    const ran = desk.run(...args);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(words)]);
    expect(files('none')).toEqual([]);
  });

  test('--json has files, what was left out with file and line, and the first sync', () => {
    const { code, out } = desk.line('cat helm.yaml | $PAP_FLEET import - --region us-east --dry-run --json --expect none');
    expect(code).toBe(1);
    const { files, left, secrets, firstSync } = JSON.parse(out) as {
      files: object;
      left: { at: string[] }[];
      secrets: object[];
      firstSync: object[];
    };
    expect(Object.keys(files)).toContain('config/agents/acme-research.yaml');
    for (const { at } of left) expect(at[0]).toMatch(/^<stdin>:[0-9]+$/);
    expect(secrets.length).toBeGreaterThan(0);
    expect(firstSync).toHaveLength(1);
    for (const secret of ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'Hq7-RvX2pLm9']) expect(out).not.toContain(secret);
  });
});
