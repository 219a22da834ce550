// Whatever keeps a wave from following, people are told what changes that: a row for each reason, made from what a real Argo CD reported.
import { afterAll, describe, expect, test } from 'vitest';
import { REASONS } from '../../../generator/status/lacking.ts';
import type { Lacking, Reason } from '../../../generator/status/lacking.ts';
import type { ReadinessSources } from '../../../generator/status/readiness.ts';
import { COMMITS, Followed, captureItems } from '../../support/captures.ts';
import type { Item } from '../../support/captures.ts';

const followed = new Followed();
afterAll(() => followed.remove());

const DNS = 'pap-eu-west-dns';

interface Fields {
  [key: string]: Fields;
}

type Edit = (item: Fields, status: Fields) => unknown;
type Row = [reason: Reason, name: string, edit: Edit, wayOut: string | RegExp, more?: Partial<ReadinessSources>];

function lackingOf(edit: Edit, more: Partial<ReadinessSources> = {}): readonly Lacking[] {
  const items = captureItems(5).map((item): Item => {
    if (item.metadata.name !== DNS) return item;
    const copy = structuredClone(item);
    edit(copy as unknown as Fields, copy['status'] as Fields);
    return copy;
  });
  return followed.asked(5, ['eu-west'], { texts: [JSON.stringify(items)], ...more }).lacking;
}

const put = (map: Fields | undefined, more: object): unknown => Object.assign(map as object, more);
const nothing = (): void => undefined;
const LATER = /^make the evidence again at 2026-11-29T04:2\d:\d\dZ or later$/;
const EDGE = new Date('2026-11-29T03:25:14Z');

const OF_WAVE = { operation: { sync: { revision: COMMITS.wave } } };

const ROWS: readonly Row[] = [
  [
    'undelivered',
    'a region that is held',
    nothing,
    'pap-fleet plan',
    { undelivered: new Map([['eu-west', { what: 'held', wayOut: 'pap-fleet plan' }]]) },
  ],
  ['undelivered', 'no commit', nothing, 'wait for the delivery that brings it', { commitOf: () => undefined }],
  ['missing', 'another name', ({ metadata }) => put(metadata, { name: 'dns' }), /^take all Applications of its Argo CD/],
  ['missing', 'no Application at all', nothing, /^promote it without evidence/, { regions: ['nowhere'] }],
  ['foreign', 'another branch', ({ spec }) => put(spec?.['source'], { targetRevision: 'try' }), /^give the evidence of the Argo CD/],
  ['foreign', 'several sources', ({ spec }) => put(spec, { sources: [{}] }), /^let the root Application sync it/],
  ['foreign', 'no comparison', (_, status) => delete status['sync']?.['comparedTo'], /^argocd app get pap-eu-west-dns --refresh, and make/],
  ['stale', 'never looked at', (_, status) => delete status['reconciledAt'], /^argocd app get pap-eu-west-dns --refresh, and make/],
  ['stale', 'old', (_, status) => put(status, { reconciledAt: '2026-11-29T01:00:00Z' }), /^make the evidence again: kubectl get/],
  ['future', 'a clock', (_, status) => put(status, { reconciledAt: '2026-11-30T01:00:00Z' }), /^set the clock/],
  ['stopped', 'a deletion', ({ metadata }) => put(metadata, { deletionTimestamp: '2026-11-29T03:00:00Z' }), /^ask who deletes it/],
  ['stopped', 'no auto-sync', ({ spec }) => put(spec, { syncPolicy: {} }), /^ask who did it/],
  [
    'error',
    'a comparison that fails',
    (_, status) => put(status, { conditions: [{ type: 'ComparisonError', message: 'rpc' }] }),
    `mend what it names, then argocd app get ${DNS} --refresh`,
  ],
  ['error', 'an error without words', (_, status) => put(status, { conditions: [{ type: 'SyncError' }] }), /^mend what it names/],
  ['error', 'a condition that is none', (_, status) => put(status, { conditions: [{}] }), /^make the evidence again/],
  ['operation', 'that begins', (item) => put(item, { operation: { sync: {} } }), `argocd app wait ${DNS} --operation, and make the evidence again`],
  [
    'operation',
    'that runs',
    (_, status) => put(status['operationState'], { phase: 'Running', ...OF_WAVE }),
    `argocd app wait ${DNS} --operation, and make the evidence again`,
  ],
  ['operation', 'that is ended', (_, status) => put(status['operationState'], { phase: 'Terminating' }), /^argocd app wait/],
  [
    'operation',
    'that runs again and again',
    (_, status) => put(status['operationState'], { phase: 'Running', retryCount: 3, ...OF_WAVE }),
    `argocd app get ${DNS} shows what failed`,
  ],
  ['operation', 'that holds an old commit', (_, status) => put(status['operationState'], { phase: 'Running' }), /^argocd app terminate-op/],
  ['operation', 'that ended, nobody knows when', (_, status) => delete status['operationState']?.['finishedAt'], /argocd app sync pap-eu-west-dns$/],
  ['unsynced', 'without an operation', (_, status) => put(status['sync'], { status: 'OutOfSync' }), `argocd app diff ${DNS} shows what differs`],
  ['unsynced', 'for all that is known', (_, status) => put(status['sync'], { status: 'Unknown' }), `argocd app get ${DNS} --refresh`],
  ['revision', 'not said', (_, status) => delete status['sync']?.['revision'], `argocd app get ${DNS} --refresh`],
  ['revision', 'not here', (_, status) => put(status['sync'], { revision: '0'.repeat(40) }), /^git fetch/],
  [
    'unhealthy',
    'on its way',
    (_, status) => put(status['health'], { status: 'Progressing' }),
    `argocd app wait ${DNS} --health, and make the evidence again`,
  ],
  ['unhealthy', 'for all that is known', (_, status) => put(status['health'], { status: 'Unknown' }), `argocd app get ${DNS} shows what is not well`],
  ['unhealthy', 'or not, nobody knows since when', (_, status) => delete status['health']?.['lastTransitionTime'], /^Argo CD 3\.0/],
  ['soaking', 'until later', nothing, LATER, { soak: 3600 }],
  ['soaking', 'as far as the evidence goes', nothing, 'make the evidence again', { soak: 60, now: new Date('2026-11-29T03:30:00Z') }],
];

describe('there is a way out', () => {
  test('of every reason that there is', () => expect(new Set(ROWS.map(([reason]) => reason))).toEqual(new Set(REASONS)));

  test.each(ROWS)('%s: %s', (reason, _, edit, wayOut, more = {}) => {
    const { regions, ...rest } = more;
    const lacking = regions === undefined ? lackingOf(edit, { now: EDGE, ...rest }) : followed.asked(5, regions).lacking;
    const own = lacking.filter((each) => each.reason === reason);
    expect(own.length).toBeGreaterThan(0);
    for (const each of own) expect(each.wayOut).toEqual(typeof wayOut === 'string' ? wayOut : expect.stringMatching(wayOut));
    for (const each of lacking) expect(each.wayOut).not.toBe('');
  });
});
