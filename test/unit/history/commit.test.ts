// What is made of what `git log` prints: pull requests as hosts write them, people, trailers, and messages of somebody hostile.
import { describe, expect, test } from 'vitest';
import { entriesIn, timeOf } from '../../../generator/history/commit.ts';
import { approvalsOf, deliveryIn, heldBy } from '../../../generator/history/deliveries.ts';
import { commitWords } from '../../../generator/report/commit-words.ts';
import { visible } from '../../../generator/report/style.ts';

const ID = 'a'.repeat(40);
const printed = (message: string, { author = 'Ada', parents = 'b'.repeat(40), rest = '\n' } = {}): string =>
  `\0${ID}\0${parents}\0${1_767_225_600}\0${author}\0${message}\0${rest}`;
const factsOf = (message: string): ReturnType<typeof entriesIn>[number]['commit'] => entriesIn(printed(message))[0]?.commit as never;

describe('a commit', () => {
  test.each([
    ['Bring research 1.3.0 (#123)\n', '#123', 'Bring research 1.3.0 (#123)'],
    ['Merge pull request #7 from x/y\n\nBring research 1.3.0\n', '#7', 'Bring research 1.3.0'],
    ['Merged in x/y (pull request #8)\n\nBring it\n', '#8', 'Bring it'],
    ["Merge branch 'x' into 'main'\n\nBring it\n\nSee merge request team/fleet!45\n", '!45', "Merge branch 'x' into 'main'"],
    ['Bring it\n\nReviewed-on: https://git.example.net/team/fleet/pulls/9\n', '#9', 'Bring it'],
    ['Bring it, fixes #12\n', undefined, 'Bring it, fixes #12'],
  ])('names its pull request: %j', (message, number, subject) => {
    expect(factsOf(message)).toMatchObject({ subject, at: '2026-01-01T00:00:00Z' });
    expect(factsOf(message).pullRequest).toBe(number);
  });

  test('is by its author and those named beside them', () => {
    expect(factsOf('x\n\nCo-authored-by: Bob <b@example.net>\nco-authored-by: Ada <a@example.net>\n').by).toEqual(['Ada', 'Bob']);
  });

  test('has the trailers of its last paragraph', () => {
    const facts = factsOf('out: x\n\nHeld: not-this\n\nHeld: north, south\nApprovals: 0123456789abcdef-01234567/east, 0123456789abcdef-01234567\n');
    expect([heldBy(facts), approvalsOf(facts)]).toEqual([['north', 'south'], ['0123456789abcdef']]);
  });

  test('cannot pretend to be another one, nor write on a terminal', () => {
    const hostile = `x\n${'c'.repeat(40)}\n\u001b[2J\u202egnp.exe`;
    const [entry, ...more] = entriesIn(printed(hostile, { author: 'Eve\u001b]0;owned\u0007', rest: `\n+\0${'d'.repeat(40)}\0` }));
    expect(more).toEqual([]);
    const words = visible(commitWords(entry?.commit as never));
    expect(['\u001b', '\u0007', '\u202e', '\n'].filter((character) => words.includes(character))).toEqual([]);
    expect(words).toContain('Eve\\u001b]0;owned\\u0007');
  });

  test('may claim any date', () =>
    expect([timeOf(-1), timeOf(1e300), timeOf(0)].map((time) => time.slice(0, 7))).toEqual(['1970-01', '9999-12', '1970-01']));
});

describe('a delivery', () => {
  const patch = `
diff --git a/deep/out/overlays/north/agents/kustomization.yaml b/deep/out/overlays/north/agents/kustomization.yaml
--- a/deep/out/overlays/north/agents/kustomization.yaml
+++ b/deep/out/overlays/north/agents/kustomization.yaml
@@ -7 +7 @@
-- ../../../base/agents/alpha/1.0.0-0158e9e4
+- ../../../base/agents/alpha/1.1.0-11111111
diff --git a/deep/out/overlays/south/agents/kustomization.yaml b/deep/out/overlays/south/agents/kustomization.yaml
deleted file mode 100644
--- a/deep/out/overlays/south/agents/kustomization.yaml
+++ /dev/null
@@ -7 +0,0 @@
-- ../../../base/agents/alpha/0158e9e4
diff --git a/deep/out/overlays/south/fleet.lock.json b/deep/out/overlays/south/fleet.lock.json
--- a/deep/out/overlays/south/fleet.lock.json
+++ b/deep/out/overlays/south/fleet.lock.json
@@ -20 +20 @@
-    "dns/objects.yaml": "1"
+    "dns/objects.yaml": "2"
diff --git a/other/overlays/x/agents/kustomization.yaml b/other/overlays/x/agents/kustomization.yaml
--- a/other/overlays/x/agents/kustomization.yaml
+++ b/other/overlays/x/agents/kustomization.yaml
@@ -7 +7 @@
+- ../../../base/agents/alpha/9.9.9-11111111
`;

  test('says which version went to which region', () => {
    const { moves, components } = deliveryIn(entriesIn(printed('out: x', { rest: patch }))[0] as never, 'deep/out');
    expect(moves).toEqual([
      {
        region: 'north',
        component: 'agents',
        unit: 'alpha',
        from: { version: '1.0.0', hash: '0158e9e4' },
        to: { version: '1.1.0', hash: '11111111' },
      },
      { region: 'south', component: 'agents', unit: 'alpha', from: { version: '', hash: '0158e9e4' }, to: null },
    ]);
    expect([...components].map(([region, own]) => [region, [...own]])).toEqual([
      ['north', ['agents']],
      ['south', ['agents', 'dns']],
    ]);
  });
});
