import { mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderWatch } from '../../../generator/io/watch.ts';

// Real folders, real events. Seen to fail: without a look at new folders, with folders known by their names alone, and without the folder above.

let desk: string;
let watch: FolderWatch | undefined;
let told: number;
let waiting: (() => void) | undefined;

beforeEach(() => {
  desk = mkdtempSync(join(tmpdir(), 'pap-fleet-watch-'));
  mkdirSync(join(desk, 'config/agents'), { recursive: true });
  writeFileSync(join(desk, 'config/fleet.yaml'), 'a');
  told = 0;
  watch = new FolderWatch(join(desk, 'config'), () => {
    told += 1;
    waiting?.();
  });
});

afterEach(() => {
  watch?.close();
  rmSync(desk, { recursive: true, force: true });
});

/** What is told after something was done. @throws (by the time limit of the test) where nothing is */
async function after(act: () => void): Promise<void> {
  const next = new Promise<void>((resolve) => (waiting = resolve));
  act();
  await next;
}

const at = (path: string): string => join(desk, path);

test.each<[string, () => void]>([
  ['a file is written', () => writeFileSync(at('config/fleet.yaml'), 'b')],
  ['a file is made', () => writeFileSync(at('config/agents/x.yaml'), 'b')],
  ['a file goes', () => unlinkSync(at('config/fleet.yaml'))],
  ['a folder is made', () => mkdirSync(at('config/regions'))],
  ['a folder goes', () => rmSync(at('config/agents'), { recursive: true })],
  ['a folder goes by another name', () => renameSync(at('config/agents'), at('config/regions'))],
  ['the folder itself goes', () => rmSync(at('config'), { recursive: true })],
])('%s: that is told', async (_, act) => {
  await after(act);
});

test('a file that takes the place of another is told each time', async () => {
  for (const text of ['b', 'c', 'd']) {
    await after(() => {
      writeFileSync(at('config/.fleet.yaml.swp'), text);
      renameSync(at('config/.fleet.yaml.swp'), at('config/fleet.yaml'));
    });
  }
});

test('what happens in a new folder, and in a folder in it, is told', async () => {
  await after(() => mkdirSync(at('config/extra/all/agents'), { recursive: true }));
  await after(() => writeFileSync(at('config/extra/all/agents/a.yaml'), 'x'));
});

test('a folder that goes and comes back is watched again', async () => {
  await after(() => renameSync(at('config'), at('aside')));
  await after(() => renameSync(at('aside'), at('config')));
  await after(() => writeFileSync(at('config/agents/x.yaml'), 'b'));
});

test('another folder in the same place is the one that is watched', async () => {
  mkdirSync(at('next/agents'), { recursive: true });
  await after(() => {
    renameSync(at('config'), at('old'));
    renameSync(at('next'), at('config'));
  });
  await after(() => writeFileSync(at('config/agents/x.yaml'), 'b'));
});

test('when the folder above goes as well, it is found again', async () => {
  watch?.close();
  mkdirSync(at('deep/er/config'), { recursive: true });
  watch = new FolderWatch(at('deep/er/config'), () => {
    told += 1;
    waiting?.();
  });
  await after(() => rmSync(at('deep'), { recursive: true }));
  await after(() => mkdirSync(at('deep/er/config'), { recursive: true }));
  await after(() => writeFileSync(at('deep/er/config/fleet.yaml'), 'b'));
});

test('several files at once are told once', async () => {
  await after(() => {
    for (let i = 0; i < 20; i++) writeFileSync(at(`config/agents/${i}.yaml`), 'x');
  });
  // More than twice as long as changes take to settle: by then all would have been told that were told one by one.
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(told).toBe(1);
});

test('what happens beside the folder is not told', async () => {
  for (let i = 0; i < 5; i++) writeFileSync(at(`beside-${i}`), 'x');
  await after(() => writeFileSync(at('config/fleet.yaml'), 'b'));
  expect(told).toBe(1);
});
