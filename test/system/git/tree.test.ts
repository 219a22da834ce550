// What Git is asked for, where the out/ of a commit is read.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WorkingCopy } from '../../../generator/io/git.ts';
import { treeAt } from '../../../generator/io/git-tree.ts';
import type { Tree } from '../../../generator/render/tree.ts';
import { Desk } from '../../support/program.ts';

let desk: Desk;

const FILES = [
  'argocd/root.yaml',
  'overlays/eu/fleet.lock.json',
  'overlays/eu/agents/kustomization.yaml',
  'overlays/us/agents/kustomization.yaml',
  'overlays/us/dns/kustomization.yaml',
  'base/agents/a/1/objects.yaml',
  'base/agents/b/1/objects.yaml',
];

let tree: Tree;
/** How many objects each process of Git was asked for. */
let asked: number[];

afterEach(() => desk.remove());
beforeEach(() => {
  desk = new Desk();
  desk.write(Object.fromEntries(FILES.map((path) => [`out/${path}`, `text of ${path}\n`])));
  const made = desk.line('git init --quiet && git add --all && git -c user.name=a -c user.email=a@example.net commit --quiet -m delivery');
  if (made.code !== 0) throw new Error(made.err);
  const copy = WorkingCopy.around(desk.folder) as WorkingCopy;
  asked = [];
  const blobs = copy.blobs.bind(copy);
  vi.spyOn(copy, 'blobs').mockImplementation((ids) => {
    asked.push(ids.length);
    return blobs(ids);
  });
  tree = treeAt(copy, copy.head() as string, 'out');
});

const read = (...paths: readonly string[]): string[] => paths.map((path) => tree.read(path));

test('a file brings those of its kind along', () => {
  expect(read(...FILES)).toEqual(FILES.map((path) => `text of ${path}\n`));
  expect(asked).toEqual([2, 2, 1, 2]);
});

test('what is expected comes with whatever is read next', () => {
  tree.expect?.(['overlays/us/agents/kustomization.yaml', 'base/agents/b/1/objects.yaml', 'base/agents/gone/1/objects.yaml']);
  read('argocd/root.yaml', 'overlays/us/agents/kustomization.yaml', 'base/agents/b/1/objects.yaml');
  expect(asked).toEqual([4]);
});

test('what is expected is read without its kind', () => {
  tree.expect?.(['overlays/us/agents/kustomization.yaml']);
  read('overlays/us/agents/kustomization.yaml');
  expect(asked).toEqual([1]);
  expect(read('overlays/eu/agents/kustomization.yaml')).toEqual(['text of overlays/eu/agents/kustomization.yaml\n']);
  expect(asked).toEqual([1, 1]);
});

test('what a part of a commit has is known from all of it', () => {
  const copy = WorkingCopy.around(desk.folder) as WorkingCopy;
  const head = copy.head() as string;
  const [all, part] = [WorkingCopy.around(desk.folder) as WorkingCopy, copy.entries(head, 'out/overlays')];
  all.entries(head, '');
  expect(part).toHaveLength(4);
  expect(all.entries(head, 'out/overlays')).toEqual(part);
  expect(all.entries(head, 'out/over')).toEqual([]);
  expect(all.entries(head, 'out/argocd/root.yaml')).toHaveLength(1);
});
