import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The map of the fleet in config/, as the program draws it. */
export function fleetPicture(root) {
  const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-picture-'));
  try {
    const svg = join(folder, 'fleet.svg');
    execFileSync(process.execPath, [join(root, 'dist/pap-fleet.cjs'), 'report', '--base', 'out', '--svg', svg], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return readFileSync(svg, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
