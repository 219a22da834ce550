import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '../../dist/pap-fleet.cjs');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own in which the built program runs as a user runs it. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'pap-fleet-desk-'));

  /** Write files, given by their paths below the folder. */
  write(files: Readonly<Record<string, string>>): this {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
    return this;
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  run(...args: string[]): Ran {
    return this.shell(process.execPath, [PROGRAM, ...args]);
  }

  /** A shell line in which `$PAP_FLEET` is the program. */
  line(line: string): Ran {
    return this.shell('bash', ['-c', line]);
  }

  shell(command: string, args: readonly string[]): Ran {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: join(this.folder, '.cache'), PAP_FLEET: `${process.execPath} ${PROGRAM}`, FORCE_COLOR: '' },
    });
    return { code: status, out: stdout, err: stderr };
  }

  /** Every file below a folder, sorted. */
  list(below: string): string[] {
    const root = join(this.folder, below);
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
  }

  /** One hash over paths and contents. */
  hash(below: string): string {
    const hash = createHash('sha256');
    for (const path of this.list(below)) hash.update(`${path}\0`).update(readFileSync(join(this.folder, below, path)));
    return hash.digest('hex');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A small valid fleet of two regions. */
export const HEAD = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
`;
export const REGIONS = `regions:
  north: { cluster: north-1 }
  south: { versions: { kubernetes: "1.34" } }
`;
export const AGENTS = `agents:
  alpha:
    ref: acme/alpha@1.0.0
    image: registry.example.net/alpha:1.0.0@sha256:${'a'.repeat(64)}
    regions: [north, south]
  beta:
    ref: acme/beta@2.1.0
    image: registry.example.net/beta:2.1.0@sha256:${'b'.repeat(64)}
    heartbeat: SLEEP
    storage: { size: 5Gi }
    regions: [south]
`;
export const FLEET = HEAD + REGIONS + AGENTS;
