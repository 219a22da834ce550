// What is said of a wave that may not be promoted yet, for people and machines; several Argo CDs; what Git does not have.
import { afterAll, describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { HELD_NAME, heldFileText } from '../../../generator/render/held.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import { readinessData, readinessText } from '../../../generator/report/readiness.ts';
import { style } from '../../../generator/report/style.ts';
import { orderedIn } from '../../../generator/status/delivery.ts';
import { applicationsIn } from '../../../generator/status/evidence.ts';
import { readinessOf } from '../../../generator/status/readiness.ts';
import type { Readiness, ReadinessSources } from '../../../generator/status/readiness.ts';
import { undeliveredIn } from '../../../generator/status/undelivered.ts';
import { Followed, captureItems } from '../../support/captures.ts';
import { applications, listText } from '../../support/evidence.ts';
import { files } from '../../support/fleets.ts';
import { FLEET } from '../../support/program.ts';

const followed = new Followed();
afterAll(() => followed.remove());

const text = (readiness: Readiness): string => readinessText(readiness, style(false));

describe('for people', () => {
  test('a wave that is ready', () => {
    expect(text(followed.asked(5, ['eu-west']))).toBe('ready: 9 Applications Synced and Healthy at 15fcf88e7e8e since 2026-11-29T03:24:45Z\n');
  });

  test('an operation that is stuck, and what was not compared since', () => {
    expect(text(followed.asked(8, ['ap-south', 'eu-west']))).toMatchInlineSnapshot(`
      "not ready: 9 Applications to wait for
      pap-ap-south-cluster, pap-ap-south-secrets, pap-ap-south-dns, pap-ap-south-certs, … and 4 more: compared with 97c4eebd7dd7, which does not have 544b931418a1, the last change of overlays/ap-south
        hint: argocd app get pap-ap-south-cluster --refresh; and so for the others
      pap-ap-south-agents: operation Running at 97c4eebd7dd7, tried 3 times: it holds a commit that out/ has left behind, and nothing newer begins before it ends; OutOfSync; compared with 97c4eebd7dd7, which does not have 544b931418a1, the last change of overlays/ap-south
        one or more objects failed to apply, reason: Deployment.apps "research-agent" is invalid: spec.selector: Invalid value: {"matchLabels":{"app.kubernetes.io/name":"research","app.kubernetes.io/part-of":"pap","bad":"yes"}}: field is immutable. Retrying attempt #2 at 3:33AM.
        hint: argocd app terminate-op pap-ap-south-agents; docs/operations.md, "A sync that keeps retrying a bad revision"
      "
    `);
  });

  test('nothing but time', () => {
    expect(text(followed.asked(6, ['eu-west'], { soak: 3600 }))).toMatchInlineSnapshot(`
      "not ready before 2026-11-29T04:24:45Z, by evidence of then or later: 9 Applications to wait for
      pap-eu-west-cluster, pap-eu-west-secrets, pap-eu-west-dns, pap-eu-west-certs, … and 4 more: Synced and Healthy at 15fcf88e7e8e since 2026-11-29T03:23:17Z: 1h are over at 2026-11-29T04:23:17Z
        hint: make the evidence again at 2026-11-29T04:23:17Z or later
      pap-eu-west-agents: Synced and Healthy at 15fcf88e7e8e since 2026-11-29T03:24:45Z: 1h are over at 2026-11-29T04:24:45Z
        hint: make the evidence again at 2026-11-29T04:24:45Z or later
      "
    `);
  });

  test('evidence that is old', () => {
    expect(text(followed.asked(6, ['eu-west'], { now: new Date('2026-11-30T00:00:00Z') }))).toMatchInlineSnapshot(`
      "not ready: 9 Applications to wait for
      pap-eu-west-cluster, pap-eu-west-dns: Argo CD looked at it last at 2026-11-29T03:25:40Z, 20h34m20s ago; 15m are allowed
        hint: make the evidence again: kubectl get applications -n argocd -o json
      pap-eu-west-secrets, pap-eu-west-certs, pap-eu-west-agents, pap-eu-west-ingress, … and 3 more: Argo CD looked at it last at 2026-11-29T03:25:39Z, 20h34m21s ago; 15m are allowed
        hint: make the evidence again: kubectl get applications -n argocd -o json
      "
    `);
  });

  test('nothing to be seen, and a region that is held', () => {
    expect(text(followed.asked(6, ['nowhere']))).toMatchInlineSnapshot(`
      "not ready: 1 region to wait for
      nowhere: out/ has no Application in the regions of these waves, so there is nothing to be seen
        hint: promote it without evidence, where that is meant
      "
    `);
    expect(
      text(
        followed.asked(6, ['eu-west'], {
          undelivered: new Map([['eu-west', { what: 'it is held: a Namespace is deleted', wayOut: 'pap-fleet plan' }]]),
        }),
      ),
    ).toMatchInlineSnapshot(`
      "not ready: 1 region to wait for
      eu-west: it is held: a Namespace is deleted
        hint: pap-fleet plan
      "
    `);
  });

  test('what clusters say is cut, made harmless and without secrets', () => {
    const items = captureItems(6).map((item) => {
      if (item.metadata.name === 'pap-us-east-agents')
        Object.assign(item['status'] as object, {
          conditions: [{ type: 'SyncError', message: `\u001b[2Jghp_${'hunter2AB'.repeat(4)} ${'x'.repeat(5000)}` }],
        });
      return item;
    });
    const readiness = followed.asked(6, ['us-east'], { texts: [JSON.stringify(items)] });
    for (const shown of [text(readiness), JSON.stringify(readinessData(readiness))]) {
      expect(shown).toContain('SyncError');
      expect(shown).not.toContain('\u001b');
      expect(shown).not.toContain('hunter2');
      expect(shown.length).toBeLessThan(1500);
    }
  });
});

test('for machines: all of it', () => {
  expect(readinessData(followed.asked(6, ['us-east', 'eu-west']))).toEqual({
    ready: false,
    readyAt: null,
    facts: null,
    lacking: [
      {
        region: 'us-east',
        application: 'pap-us-east-agents',
        reason: 'unhealthy',
        what: 'Degraded since 2026-11-29T03:25:26Z',
        message: 'Caused by apps/Deployment:agents/focus-agent',
        wayOut: 'argocd app get pap-us-east-agents shows what is not well',
      },
    ],
  });
  expect(readinessData(followed.asked(5, ['eu-west']))).toEqual({
    ready: true,
    readyAt: '2026-11-29T03:24:45.000Z',
    facts: '9 Applications Synced and Healthy at 15fcf88e7e8e since 2026-11-29T03:24:45Z',
    lacking: [],
  });
});

describe('several Argo CDs', () => {
  const COMMIT = '1'.repeat(40);
  const compiled = (hubs: string) => compile(files({ 'fleet.yaml': FLEET.replace(/^gitops: \{ (.*) \}$/m, `gitops: { $1, hubs: ${hubs} }`) }));
  /** `south` is on its way from a to b. */
  const moving = compiled('{ a: { regions: [north], leaving: [south] }, b: { regions: rest } }').files as ReadonlyMap<string, string>;
  const printed = (hub: string): string =>
    listText(
      applications(
        new Map([...moving].flatMap(([path, content]) => (path.startsWith(`argocd/${hub}/`) ? [[path.replace(`/${hub}/`, '/'), content]] : []))),
        COMMIT,
      ),
    );
  const asked = (texts: readonly string[], more: Partial<ReadinessSources> = {}): Readiness =>
    readinessOf({
      live: applicationsIn(
        texts.map((each, i) => ({ path: `${i}.json`, text: each })),
        { root: 'pap-root', hubs: ['a', 'b'] },
      ),
      applications: orderedIn(treeOf(moving)),
      regions: ['north', 'south'],
      undelivered: new Map(),
      commitOf: () => ({ id: COMMIT, at: new Date('2026-11-29T03:17:00Z'), standing: () => 'yes' }),
      soak: 0,
      now: new Date('2026-11-29T03:23:30Z'),
      maxAge: 900,
      ...more,
    });

  test('are asked each about what it shall deliver, and not about what leaves it', () => {
    expect(asked([printed('b'), printed('a')]).facts).toMatch(/^\d+ Applications Synced and Healthy at 1{12} since 2026-11-29T03:22:28Z$/);
  });

  test('of which one says nothing', () => {
    const readiness = asked([printed('a')]);
    expect(readiness.ready).toBe(false);
    expect(new Set(readiness.lacking.map(({ hub, region, what }) => `${region} ${hub}: ${what}`))).toEqual(
      new Set(['south b: no evidence shows it']),
    );
    expect(text(readiness)).toContain('hint: take what the Argo CD of b says as well: kubectl get applications -n argocd -o json > b.json\n');
    expect(text(readiness)).toMatch(/^pap-south-\w+ \(b\), .* more: no evidence shows it$/m);
  });
});

describe('what Git does not have', () => {
  const out = compile(files({ 'fleet.yaml': FLEET })).files as ReadonlyMap<string, string>;
  const newer = compile(files({ 'fleet.yaml': FLEET.replace('beta:2.1.0', 'beta:2.2.0') })).files as ReadonlyMap<string, string>;
  const said = (wanted: ReadonlyMap<string, string>, delivered: ReadonlyMap<string, string>): Record<string, string> =>
    Object.fromEntries([...undeliveredIn(['north', 'south'], wanted, treeOf(delivered, 'out at 1'))].map(([region, { what }]) => [region, what]));

  test('is nothing where it has all', () => expect(said(out, out)).toEqual({}));

  test('is said of the region that has it not, and of no other', () => {
    expect(newer).not.toEqual(out);
    expect(said(newer, out)).toEqual({ south: 'out at 1 does not have what config/ says of it' });
  });

  test('is said of a region that has a file more, or none at all', () => {
    expect(said(out, new Map([...out, ['overlays/north/left/objects.yaml', '']]))).toHaveProperty('north');
    expect(said(out, new Map([...out].filter(([path]) => !path.startsWith('overlays/south/'))))).toHaveProperty('south');
  });

  test('is not said for a lock that another release wrote', () => {
    expect(said(out, new Map([...out, ['overlays/north/fleet.lock.json', '{}']]))).toEqual({});
  });

  test('is said of a region that is held, with the reason', () => {
    const held = heldFileText(new Map([['north', { because: 'a Namespace is deleted' }]]));
    expect(said(out, new Map([...out, [HELD_NAME, held]]))).toEqual({ north: 'it is held: a Namespace is deleted' });
  });
});
