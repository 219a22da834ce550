// What a real Argo CD reported through a first sync, a wave, a degraded agent, an operation stuck on a bad revision and its end:
// whether the next wave may be promoted at each moment, and what is said to be lacking.
import { afterAll, describe, expect, test } from 'vitest';
import { COMMITS, Followed, captureItems, captureText, lines, takenAt } from '../../support/captures.ts';
import type { Item } from '../../support/captures.ts';
import type { Lacking } from '../../../generator/status/lacking.ts';
import type { Readiness, ReadinessSources } from '../../../generator/status/readiness.ts';

const followed = new Followed();
afterAll(() => followed.remove());

const [EU, US, AP] = ['eu-west', 'us-east', 'ap-south'] as const;
const BEFORE = `compared with ${COMMITS.bad.slice(0, 12)}, which does not have ${COMMITS.fix.slice(0, 12)}, the last change of overlays/ap-south`;
/** Items are sorted by name in a capture, and Applications of a region as out/ has them. */
const sorted = (readiness: Readiness): string[] => lines(readiness).sort();

describe('a wave of one region', () => {
  test.each<[number, string, string[] | string]>([
    [
      1,
      EU,
      [
        'pap-eu-west-agents: Progressing since 2026-11-29T03:18:04Z',
        'pap-eu-west-certs: OutOfSync',
        'pap-eu-west-certs: Progressing since 2026-11-29T03:18:02Z',
        'pap-eu-west-certs: operation Running at 7462d5f8cbd7, tried 2 times',
        'pap-eu-west-dns: Progressing since 2026-11-29T03:18:03Z',
        'pap-eu-west-ingress: OutOfSync',
        'pap-eu-west-ingress: operation Running at 7462d5f8cbd7, tried 2 times',
        'pap-eu-west-secrets: OutOfSync',
        'pap-eu-west-secrets: Progressing since 2026-11-29T03:18:01Z',
        'pap-eu-west-secrets: operation Running at 7462d5f8cbd7, tried 2 times',
      ],
    ],
    [
      1,
      US,
      [
        'pap-us-east-agents: Progressing since 2026-11-29T03:18:06Z',
        'pap-us-east-certs: Progressing since 2026-11-29T03:18:05Z',
        'pap-us-east-dns: Progressing since 2026-11-29T03:18:05Z',
        'pap-us-east-policies: Missing since 2026-11-29T03:18:01Z',
        'pap-us-east-policies: OutOfSync',
        'pap-us-east-policies: operation Running at 7462d5f8cbd7, tried 2 times',
        'pap-us-east-secrets: OutOfSync',
        'pap-us-east-secrets: Progressing since 2026-11-29T03:18:03Z',
        'pap-us-east-secrets: operation Running at 7462d5f8cbd7, tried 2 times',
      ],
    ],
    [
      2,
      EU,
      [
        'pap-eu-west-agents: Progressing since 2026-11-29T03:18:04Z',
        'pap-eu-west-certs: Progressing since 2026-11-29T03:18:02Z',
        'pap-eu-west-dns: Progressing since 2026-11-29T03:18:03Z',
        'pap-eu-west-secrets: Progressing since 2026-11-29T03:18:01Z',
      ],
    ],
    [
      2,
      AP,
      [
        'pap-ap-south-agents: Progressing since 2026-11-29T03:18:01Z',
        'pap-ap-south-certs: Progressing since 2026-11-29T03:17:59Z',
        'pap-ap-south-dns: Progressing since 2026-11-29T03:18:02Z',
        'pap-ap-south-secrets: Progressing since 2026-11-29T03:17:59Z',
      ],
    ],
    [3, EU, '9 Applications Synced and Healthy at 7462d5f8cbd7 since 2026-11-29T03:22:28Z'],
    [3, US, '9 Applications Synced and Healthy at 7462d5f8cbd7 since 2026-11-29T03:22:28Z'],
    [4, EU, ['pap-eu-west-agents: Progressing since 2026-11-29T03:24:40Z']],
    [4, US, '9 Applications Synced and Healthy at 7462d5f8cbd7 since 2026-11-29T03:22:28Z'],
    [5, EU, '9 Applications Synced and Healthy at 15fcf88e7e8e since 2026-11-29T03:24:45Z'],
    [6, EU, '9 Applications Synced and Healthy at 15fcf88e7e8e since 2026-11-29T03:24:45Z'],
    [6, US, ['pap-us-east-agents: Degraded since 2026-11-29T03:25:26Z']],
    // Taken back and made again: the commit is newer than all that the cluster has seen happen.
    [7, EU, '9 Applications Synced and Healthy at ac7637844d21 since 2026-11-29T03:30:42Z'],
    [7, US, '9 Applications Synced and Healthy at 7462d5f8cbd7 since 2026-11-29T03:30:43Z'],
    [7, AP, ['pap-ap-south-agents: OutOfSync', 'pap-ap-south-agents: operation Running at 97c4eebd7dd7, tried 2 times']],
    [8, EU, '9 Applications Synced and Healthy at ac7637844d21 since 2026-11-29T03:30:42Z'],
    [
      8,
      AP,
      [
        'pap-ap-south-agents: OutOfSync',
        `pap-ap-south-agents: ${BEFORE}`,
        'pap-ap-south-agents: operation Running at 97c4eebd7dd7, tried 3 times: it holds a commit that out/ has left behind, and nothing newer begins before it ends',
        ...['backup', 'certs', 'cluster', 'dns', 'ingress', 'monitoring', 'policies', 'secrets'].map((name) => `pap-ap-south-${name}: ${BEFORE}`),
      ],
    ],
    [9, EU, '9 Applications Synced and Healthy at ac7637844d21 since 2026-11-29T03:30:42Z'],
    // Three were looked at since the operation was ended, and the failed operation of one of them is over.
    [9, AP, ['backup', 'certs', 'cluster', 'dns', 'ingress', 'secrets'].map((name) => `pap-ap-south-${name}: ${BEFORE}`)],
  ])('capture %i, %s', (n, region, expected) => {
    const readiness = followed.asked(n, [region]);
    expect(readiness.ready).toBe(typeof expected === 'string');
    expect(typeof expected === 'string' ? readiness.facts : sorted(readiness)).toEqual(expected);
    expect(readiness.readyAt !== undefined).toBe(readiness.ready);
  });
});

describe('a later wave', () => {
  test('of all that is well rests on the newest change of any of them', () => {
    expect(followed.asked(5, [EU, AP]).facts).toBe('18 Applications Synced and Healthy at 15fcf88e7e8e, 7462d5f8cbd7 since 2026-11-29T03:24:45Z');
  });

  test('waits where a region of an earlier one is not well any more', () => {
    const readiness = followed.asked(6, [US, EU]);
    expect([readiness.ready, ...lines(readiness)]).toEqual([false, 'pap-us-east-agents: Degraded since 2026-11-29T03:25:26Z']);
  });

  test('does not wait for a region that none of the waves reached', () => {
    expect(followed.asked(6, [AP, EU]).ready).toBe(true);
  });
});

describe('there is a way out', () => {
  const of = (n: number, region: string, application: string, reason: Lacking['reason']): Lacking | undefined =>
    followed.asked(n, [region]).lacking.find((each) => each.application === application && each.reason === reason);

  test('of an operation that is stuck on a bad revision', () => {
    expect(of(8, AP, 'pap-ap-south-agents', 'operation')).toMatchObject({
      wayOut: 'argocd app terminate-op pap-ap-south-agents; docs/operations.md, "A sync that keeps retrying a bad revision"',
      message: expect.stringContaining('field is immutable') as string,
    });
  });

  test('of one that retries what Git still says, of a comparison that is old, and of what is not well', () => {
    expect(of(7, AP, 'pap-ap-south-agents', 'operation')?.wayOut).toBe('argocd app get pap-ap-south-agents shows what failed');
    expect(of(9, AP, 'pap-ap-south-dns', 'revision')?.wayOut).toBe('argocd app get pap-ap-south-dns --refresh');
    expect(of(6, US, 'pap-us-east-agents', 'unhealthy')).toMatchObject({
      message: 'Caused by apps/Deployment:agents/focus-agent',
      wayOut: 'argocd app get pap-us-east-agents shows what is not well',
    });
  });
});

describe('soak', () => {
  // Healthy since 03:24:45; looked at last at 03:25:39 or a second later.
  const soaked = (soak: number, now: string, n = 6): Readiness => followed.asked(n, [EU], { soak, now: new Date(now) });

  test('is over to the second, by what the evidence has seen', () => {
    expect(soaked(54, '2026-11-29T03:25:45Z')).toMatchObject({ ready: true, readyAt: new Date('2026-11-29T03:25:39Z') });
    expect(soaked(56, '2026-11-29T03:25:45Z')).toMatchObject({ ready: false, readyAt: new Date('2026-11-29T03:25:41Z') });
  });

  test('that is not over says when it is', () => {
    const readiness = soaked(3600, '2026-11-29T03:25:45Z');
    expect([readiness.ready, readiness.facts]).toEqual([false, undefined]);
    expect(readiness.readyAt).toEqual(new Date('2026-11-29T04:24:45Z'));
    expect(lines(readiness)).toContain(
      'pap-eu-west-agents: Synced and Healthy at 15fcf88e7e8e since 2026-11-29T03:24:45Z: 1h are over at 2026-11-29T04:24:45Z',
    );
    // What synced and became healthy before is held to the commit: before it, nobody could have soaked anything.
    expect(lines(readiness)).toContain(
      'pap-eu-west-dns: Synced and Healthy at 15fcf88e7e8e since 2026-11-29T03:23:17Z: 1h are over at 2026-11-29T04:23:17Z',
    );
  });

  test('does not end by waiting: an hour that nobody watched does not count', () => {
    const readiness = soaked(300, '2026-11-29T03:31:00Z');
    expect(readiness.ready).toBe(false);
    expect(readiness.lacking.find(({ application }) => application === 'pap-eu-west-agents')).toMatchObject({
      reason: 'soaking',
      what: 'Synced and Healthy at 15fcf88e7e8e from 2026-11-29T03:24:45Z to 2026-11-29T03:25:39Z, as far as the evidence goes: 5m were over at 2026-11-29T03:29:45Z',
      wayOut: 'make the evidence again',
    });
  });

  test('begins again with a change of health, and not while one lasts', () => {
    expect(followed.asked(4, [EU], { soak: 1 }).readyAt).toBeUndefined();
    // The health of this capture is newer than its last comparison.
    expect(followed.asked(5, [EU], { soak: 1, now: new Date('2026-11-29T03:24:50Z') })).toMatchObject({
      ready: false,
      readyAt: new Date('2026-11-29T03:24:46Z'),
    });
  });

  test('begins at the end of an operation, also of one that failed', () => {
    const items = captureItems(9).map((item) => change(item, (status) => Object.assign(status.sync, { revision: COMMITS.fix })));
    expect(asked(9, AP, items).facts).toBe('9 Applications Synced and Healthy at 544b931418a1 since 2026-11-29T03:33:10Z');
  });
});

describe('what was never synced', () => {
  const never = (created: string): Readiness =>
    asked(
      5,
      EU,
      withDns(5, (status, item) => {
        delete status['operationState'];
        delete status['history'];
        Object.assign(item.metadata, { creationTimestamp: created });
      }),
    );

  test('soaks from the moment at which its Argo CD has it', () => {
    expect(never('2026-11-29T03:00:00Z').facts).toContain('since 2026-11-29T03:24:45Z');
    expect(never('2026-11-29T03:25:00Z').facts).toContain('since 2026-11-29T03:25:00Z');
  });
});

describe('age', () => {
  test.each([
    [900, '2026-11-29T03:37:40Z', true],
    [900, '2026-11-29T03:37:41Z', false],
    [60, '2026-11-29T03:23:35Z', true],
    [60, '2026-11-29T03:23:45Z', false],
  ])('of %i seconds is allowed: at %s %s', (maxAge, now, ready) => {
    const readiness = followed.asked(3, [EU], { maxAge, now: new Date(now) });
    expect(readiness.ready).toBe(ready);
    expect([...new Set(readiness.lacking.map(({ reason }) => reason))]).toEqual(ready ? [] : ['stale']);
  });

  test('that is too high is all that is said', () => {
    const readiness = followed.asked(8, [AP], { now: new Date('2026-11-29T05:32:39Z') });
    expect(lines(readiness)).toContain('pap-ap-south-agents: Argo CD looked at it last at 2026-11-29T03:32:39Z, 2h ago; 15m are allowed');
    expect(readiness.lacking).toHaveLength(9);
  });

  test('of a clock that is wrong', () => {
    const readiness = followed.asked(3, [EU], { now: new Date('2026-11-29T03:10:00Z') });
    expect(readiness.lacking[0]).toMatchObject({
      reason: 'future',
      what: expect.stringContaining('which is later than now, 2026-11-29T03:10:00Z') as string,
    });
    // Half a minute between two machines is nothing.
    expect(followed.asked(3, [EU], { now: new Date(takenAt(3).getTime() - 35_000) }).ready).toBe(true);
  });
});

interface StatusOf {
  sync: Record<string, unknown>;
  health: Record<string, unknown>;
  [key: string]: unknown;
}

function change(item: Item, edit: (status: StatusOf, item: Item) => unknown): Item {
  const copy = structuredClone(item);
  edit(copy['status'] as StatusOf, copy);
  return copy;
}

const DNS = 'pap-eu-west-dns';
/** A capture in which one Application is another one. */
const withDns = (n: number, edit: (status: StatusOf, item: Item) => unknown): Item[] =>
  captureItems(n).map((item) => (item.metadata.name === DNS ? change(item, edit) : item));

const asked = (n: number, region: string, items: readonly Item[], more: Partial<ReadinessSources> = {}): Readiness =>
  followed.asked(n, [region], { texts: [JSON.stringify({ items })], ...more });

interface Source {
  repoURL?: string;
  path?: string;
  targetRevision?: string;
}
interface Spec {
  source?: Source;
  sources?: Source[];
  destination: Record<string, unknown>;
  syncPolicy: { automated?: object | null };
}
const specOf = (item: Item): Spec => item['spec'] as Spec;
const operationOf = (status: StatusOf): Record<string, unknown> => status['operationState'] as Record<string, unknown>;
const lastOf = (status: StatusOf): Record<string, unknown> => (status['history'] as Record<string, unknown>[]).at(-1) as Record<string, unknown>;

const NOT_COMPARED = 'Argo CD does not say with what it was compared (status.sync.comparedTo)';
const UNREAD = 'it has a condition that cannot be read (status.conditions)';
const notSaid = (place: string): string => `Argo CD does not say how and when its last sync ended (${place})`;

describe('a capture that somebody has changed in one Application is refused', () => {
  test.each<[string, (status: StatusOf, item: Item) => unknown, string]>([
    [
      'another repository',
      (_, item) => ((specOf(item).source as Source).repoURL = 'https://evil.example.net/fleet.git'),
      'its repository is https://evil.example.net/fleet.git, and out/ says https://git.example.net:8555/fleet.git',
    ],
    [
      'another branch',
      (_, item) => ((specOf(item).source as Source).targetRevision = 'refs/heads/try'),
      'its branch is refs/heads/try, and out/ says refs/heads/main',
    ],
    [
      'another path',
      (_, item) => ((specOf(item).source as Source).path = 'out/overlays/us-east/dns'),
      'its path is out/overlays/us-east/dns, and out/ says out/overlays/eu-west/dns',
    ],
    ['another cluster', (_, item) => (specOf(item).destination['name'] = 'staging'), 'its cluster is staging, and out/ says eu-west'],
    [
      'a cluster by its address',
      (_, item) => (specOf(item).destination = { server: 'https://10.0.0.1' }),
      'its cluster is https://10.0.0.1, and out/ says eu-west',
    ],
    ['no source', (_, item) => delete specOf(item).source, 'its repository is not said, and out/ says https://git.example.net:8555/fleet.git'],
    ['several sources', (_, item) => (specOf(item).sources = [specOf(item).source as Source]), 'it has several sources, and out/ gives it one'],
    [
      'a comparison with another repository',
      (status) => ((status.sync['comparedTo'] as { source: Source }).source.repoURL = 'https://x.example.net/y'),
      'its repository is https://x.example.net/y, and out/ says https://git.example.net:8555/fleet.git',
    ],
    [
      'a repository whose name acts on terminals',
      (_, item) => ((specOf(item).source as Source).repoURL = '\u001b[2Jhttps://x'),
      String.raw`its repository is \u001b[2Jhttps://x, and out/ says https://git.example.net:8555/fleet.git`,
    ],
    ['no comparison', (status) => delete status['reconciledAt'], 'Argo CD does not say when it looked at it last (status.reconciledAt)'],
    [
      'a time that is none',
      (status) => (status['reconciledAt'] = '2026-13-45T99:00:00Z'),
      'Argo CD does not say when it looked at it last (status.reconciledAt)',
    ],
    [
      'a time that is a number',
      (status) => (status['reconciledAt'] = 1764386559),
      'Argo CD does not say when it looked at it last (status.reconciledAt)',
    ],
    [
      'no change of health',
      (status) => delete status.health['lastTransitionTime'],
      'Argo CD does not say since when it is Healthy (status.health.lastTransitionTime)',
    ],
    [
      'a health of tomorrow',
      (status) => (status.health['lastTransitionTime'] = '2026-11-30T03:00:00Z'),
      'it says 2026-11-30T03:00:00Z, which is later than now, 2026-11-29T03:25:14Z',
    ],
    [
      'a deployment of tomorrow',
      (status) => (status['history'] = [{ revision: COMMITS.wave, deployedAt: '2026-11-30T03:00:00Z' }]),
      'it says 2026-11-30T03:00:00Z, which is later than now, 2026-11-29T03:25:14Z',
    ],
    ['no status at all', (_, item) => delete item['status'], 'Argo CD does not say when it looked at it last (status.reconciledAt)'],
    ['no revision', (status) => delete status.sync['revision'], 'Argo CD does not say with which commit it compared it'],
    [
      'revisions of several sources',
      (status) => Object.assign(status.sync, { revision: undefined, revisions: [COMMITS.wave] }),
      'Argo CD does not say with which commit it compared it',
    ],
    ['a revision that is a branch', (status) => (status.sync['revision'] = 'main'), 'Argo CD does not say with which commit it compared it'],
    [
      'a revision that nobody has',
      (status) => (status.sync['revision'] = '0123456789'.repeat(4)),
      'compared with 012345678901, which this clone does not have',
    ],
    [
      'a revision that came later',
      (status) => (status.sync['revision'] = COMMITS.fix),
      'compared with 544b931418a1, which is no part of what is delivered here',
    ],
    [
      'the revision before',
      (status) => (status.sync['revision'] = COMMITS.first),
      'compared with 7462d5f8cbd7, which does not have 15fcf88e7e8e, the last change of overlays/eu-west',
    ],
    ['auto-sync taken away', (_, item) => delete specOf(item).syncPolicy.automated, 'somebody has switched off that it syncs by itself'],
    ['auto-sync that is null', (_, item) => (specOf(item).syncPolicy.automated = null), 'somebody has switched off that it syncs by itself'],
    [
      'auto-sync that is not enabled',
      (_, item) => (specOf(item).syncPolicy.automated = { enabled: false }),
      'somebody has switched off that it syncs by itself',
    ],
    ['it is being deleted', (_, item) => Object.assign(item.metadata, { deletionTimestamp: '2026-11-29T03:25:00Z' }), 'it is being deleted'],
    ['an error', (status) => (status['conditions'] = [{ type: 'ComparisonError', message: 'rpc error' }]), 'ComparisonError'],
    ['a sync that nobody knows', (status) => (status.sync['status'] = 'Unknown'), 'nobody knows whether it is Synced'],
    ['a sync in words of somebody', (status) => (status.sync['status'] = 'Synced\n::set-output::'), 'nobody knows whether it is Synced'],
    ['a health that nobody knows', (status) => delete status.health['status'], 'nobody knows its health since 2026-11-29T03:20:43Z'],
    ['an operation that is about to begin', (_, item) => (item['operation'] = { sync: {} }), 'an operation is about to begin'],
    [
      'an operation that is being ended',
      (status) => ((status['operationState'] as { phase: string }).phase = 'Terminating'),
      'operation Terminating at 7462d5f8cbd7',
    ],
    ['nothing that it was compared with', (status) => delete status.sync['comparedTo'], NOT_COMPARED],
    ['null that it was compared with', (status) => (status.sync['comparedTo'] = null), NOT_COMPARED],
    ['a comparison that says nothing', (status) => (status.sync['comparedTo'] = {}), NOT_COMPARED],
    [
      'a comparison without a cluster',
      (status) => delete (status.sync['comparedTo'] as { destination?: unknown }).destination,
      'its cluster is not said, and out/ says eu-west',
    ],
    ['an operation that ended', (status) => delete operationOf(status)['finishedAt'], notSaid('status.operationState.finishedAt')],
    ['an operation that ended soon', (status) => (operationOf(status)['finishedAt'] = 'soon'), notSaid('status.operationState.finishedAt')],
    [
      'an operation that ended on a day that is none',
      (status) => (operationOf(status)['finishedAt'] = '2026-13-45T99:00:00Z'),
      notSaid('status.operationState.finishedAt'),
    ],
    [
      'an operation that failed, nobody knows when',
      (status) => (status['operationState'] = { phase: 'Failed' }),
      notSaid('status.operationState.finishedAt'),
    ],
    ['an operation without a phase', (status) => delete operationOf(status)['phase'], notSaid('status.operationState.phase')],
    ['an operation of another phase', (status) => (operationOf(status)['phase'] = 'Paused'), notSaid('status.operationState.phase')],
    ['a last sync that ended', (status) => delete lastOf(status)['deployedAt'], notSaid('status.history[0].deployedAt')],
    ['a last sync that ended soon', (status) => (lastOf(status)['deployedAt'] = 'soon'), notSaid('status.history[0].deployedAt')],
    ['a history of nothing', (status) => (status['history'] = [null]), notSaid('status.history[0].deployedAt')],
    ['a history that is no list', (status) => (status['history'] = {}), notSaid('status.history')],
    [
      'that it was never synced, nor created',
      (status, { metadata }) => (
        delete status['operationState'],
        (status['history'] = []),
        delete (metadata as { creationTimestamp?: string }).creationTimestamp
      ),
      notSaid('metadata.creationTimestamp'),
    ],
    ['an error in words of somebody', (status) => (status['conditions'] = [{ type: 'sync failed' }]), UNREAD],
    ['an error that is a text', (status) => (status['conditions'] = 'ComparisonError'), UNREAD],
    ['a deletion that is no time', (_, item) => Object.assign(item.metadata, { deletionTimestamp: 0 }), 'it is being deleted'],
    [
      'auto-sync that is a text',
      (_, item) => Object.assign(specOf(item).syncPolicy, { automated: 'no' }),
      'somebody has switched off that it syncs by itself',
    ],
    [
      'auto-sync that is enabled in a text',
      (_, item) => (specOf(item).syncPolicy.automated = { enabled: 'false' }),
      'somebody has switched off that it syncs by itself',
    ],
    ['another name', (_, item) => (item.metadata.name = 'pap-eu-west-dns2'), 'no evidence shows it'],
    ['another namespace', (_, item) => (item.metadata.namespace = 'default'), 'no evidence shows it'],
    ['a namespace that is a number', (_, item) => Object.assign(item.metadata, { namespace: 5 }), 'no evidence shows it'],
  ])('%s', (_, edit, what) => {
    const readiness = asked(5, EU, withDns(5, edit));
    expect([readiness.ready, readiness.facts, readiness.readyAt, ...lines(readiness)]).toEqual([false, undefined, undefined, `${DNS}: ${what}`]);
  });

  test.each<[string, (status: StatusOf, item: Item) => unknown]>([
    ['a warning', (status) => (status['conditions'] = [{ type: 'OrphanedResourceWarning', message: 'two' }])],
    ['an operation that failed before', (status) => ((status['operationState'] as { phase: string }).phase = 'Failed')],
    ['a time with a part of a second, in another zone', (status) => (status['reconciledAt'] = '2026-11-29T04:25:09.123456789+01:00')],
    ['auto-sync that is said to be enabled', (_, item) => (specOf(item).syncPolicy.automated = { enabled: true })],
    ['a later commit of the same line', (status) => (status.sync['revision'] = COMMITS.wave)],
    ['no kind and no apiVersion, as argocd lists it', (_, item) => (delete item['kind'], delete item['apiVersion'])],
    ['that it was never synced, and is nevertheless', (status) => (delete status['operationState'], delete status['history'])],
    ['a history that was cleared', (status) => (status['history'] = [])],
  ])('and not for %s', (_, edit) => expect(lines(asked(5, EU, withDns(5, edit)))).toEqual([]));

  test('a region without anything to be seen', () => {
    const readiness = followed.asked(5, ['nowhere']);
    expect(readiness).toMatchObject({
      ready: false,
      lacking: [{ reason: 'missing', what: expect.stringContaining('nothing to be seen') as string }],
    });
  });

  test('a region of which Git does not have what config/ says', () => {
    const readiness = followed.asked(5, [EU, US], {
      undelivered: new Map([[EU, { what: 'it is held: a Namespace is deleted', wayOut: 'pap-fleet plan' }]]),
    });
    expect(readiness).toMatchObject({ ready: false, lacking: [{ region: EU, reason: 'undelivered', what: 'it is held: a Namespace is deleted' }] });
    expect(readiness.readyAt).toBeUndefined();
  });
});

test('a failed operation is not over while its Application is out of sync', () => {
  const items = withDns(5, (status) => {
    Object.assign(status['operationState'] as object, { phase: 'Failed', message: 'denied' });
    status.sync['status'] = 'OutOfSync';
  });
  expect(asked(5, EU, items).lacking).toMatchObject([
    { reason: 'operation', what: 'operation Failed at 7462d5f8cbd7', message: 'denied', wayOut: `argocd app get ${DNS} shows what failed` },
    { reason: 'unsynced', what: 'OutOfSync' },
  ]);
});

describe('evidence in several files', () => {
  const items = captureItems(5);
  const part = (...regions: string[]): string =>
    JSON.stringify({ items: items.filter(({ metadata: { name } }) => regions.some((region) => name.includes(region))) });

  test('counts as one', () => {
    expect(followed.asked(5, [EU, US], { texts: [part(US), part(EU, AP)] }).ready).toBe(true);
  });

  test('of which one is not given', () => {
    const readiness = followed.asked(5, [EU, US], { texts: [part(US)] });
    expect(readiness.lacking).toHaveLength(9);
    expect(readiness.lacking[0]).toMatchObject({ region: EU, reason: 'missing', what: 'no evidence shows it' });
  });

  test('that disagree about an Application is refused whole', () => {
    const other = JSON.stringify(withDns(5, (status) => (status.health['status'] = 'Degraded')));
    expect(() => followed.asked(5, [EU], { texts: [captureText(5), other] })).toThrow('stands in 0.json and again in 1.json');
    expect(() => followed.asked(5, [EU], { texts: [JSON.stringify([...items, ...items])] })).toThrow('stands in 0.json and again in 0.json');
  });

  test('as argocd lists it: an array', () => {
    expect(followed.asked(5, [EU], { texts: [JSON.stringify(items)] }).ready).toBe(true);
  });

  test('cut short is refused, wherever it is cut', () => {
    const text = captureText(5);
    for (const length of [0, 1, 17, 4096, text.length >> 1, text.trimEnd().length - 1])
      expect(() => followed.asked(5, [EU], { texts: [text.slice(0, length)] })).toThrow(/this is no JSON, or it was cut short/);
  });

  test('with names that mean something to JavaScript', () => {
    const hostile = ['__proto__', 'constructor', 'toString', '\u001b[31m', 'pap-eu-west-dns\u0000'].map((name) =>
      change(items[0] as Item, (_, item) => (item.metadata.name = name)),
    );
    expect(followed.asked(5, [EU], { texts: [JSON.stringify([...hostile, ...items])] }).ready).toBe(true);
  });
});
