// Programs are what they are taken for, and one that fails says so and leaves nothing behind.
// Judges: Kubernetes, etcd.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RELEASES } from '../../generator/fleet/versions/releases.ts';
import { Server, freePort } from '../system/servers/server.ts';
import { ApiServer } from './api-server.ts';
import { makeOnce } from './programs/cache.ts';
import { go } from './programs/go.ts';
import { kubernetesVersion, programPath } from './programs/programs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pap-programs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const printed = (program: Parameters<typeof programPath>[0]): string => execFileSync(programPath(program), ['--version'], { encoding: 'utf8' });

describe('a program', () => {
  test('is of the version that was asked for', () => {
    expect(printed('kube-apiserver')).toContain(`v${kubernetesVersion()}`);
    expect(printed('kube-controller-manager')).toContain(`v${kubernetesVersion()}`);
    expect(printed('etcd')).toContain(`Version: ${RELEASES.etcd.version}\n`);
  });

  test('that ends at once is named, with what it printed', async () => {
    const server = new Server(programPath('kube-apiserver'), ['--no-such-flag']);
    await expect(server.ready(() => false, 30)).rejects.toThrow(/kube-apiserver does not answer:[^]*unknown flag: --no-such-flag/);
  });

  test('whose port is taken is named, with what it printed', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const urls = ['listen-client-urls', 'advertise-client-urls'].map((flag) => `--${flag}=http://127.0.0.1:${port}`);
    const server = new Server(programPath('etcd'), [`--data-dir=${folder}`, ...urls]);
    try {
      await expect(server.ready(() => false, 30)).rejects.toThrow(/etcd does not answer:[^]*address already in use/);
    } finally {
      other.close();
    }
  });

  // Seen to fail: without the `stop` of what had been started.
  test('that ends takes what was started before it along', async () => {
    await expect(ApiServer.serve(['--no-such-flag'])).rejects.toThrow('unknown flag: --no-such-flag');
    expect(running()).toEqual([]);
  });

  test('that Go refuses to build is a failure with the words of Go, and nothing is kept of it', () => {
    writeFileSync(join(folder, 'go.mod'), 'module example.test/broken\n\ngo 1.25.0\n');
    writeFileSync(join(folder, 'main.go'), 'package main\n\nfunc main() { undefined() }\n');
    const kept = join(folder, 'cache');
    mkdirSync(kept);
    const build = (): void =>
      makeOnce(join(kept, 'broken'), (into) => {
        go(['build', '-o', join(into, 'broken'), '.'], { cwd: folder });
      });
    expect(build).toThrow(/go build .* in .*:\n[^]*undefined: undefined/);
    expect(readdirSync(kept)).toEqual([]);
  });
});

/** Command lines of the processes that this one has started and that have not ended. */
function running(): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        // proc(5): the parent is the second field after the name, which stands in brackets.
        const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return Number(parent) === process.pid ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
      } catch {
        // It has ended since.
        return [];
      }
    })
    .filter((line) => line.includes('etcd'));
}
