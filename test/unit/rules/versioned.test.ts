// What is right or wrong in an object by the versions of its cluster.
import { describe, expect, test } from 'vitest';
import { versionFaultsOf } from '../../../generator/check/faults.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';

const application = (syncPolicy: object): KubeObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'argocd' },
  spec: { syncPolicy },
});

describe('a retry of one revision', () => {
  const codes = (syncPolicy: object, argocd = '3.5'): string[] =>
    versionFaultsOf(application(syncPolicy), { argocd }).map(({ rule: { code }, path }) => `${code} ${path}`);
  const STALE = ['object/stale-retry /spec/syncPolicy/retry/limit'];

  // Seen to fail: with any limit above 0, with automated left unread, and without asking for the version.
  test.each<[string, object, string, readonly string[]]>([
    ['without end', { automated: {}, retry: { limit: -1 } }, '3.5', STALE],
    ['for an hour', { automated: {}, retry: { limit: 30 } }, '3.5', STALE],
    ['for some minutes', { automated: {}, retry: { limit: 10 } }, '3.5', []],
    ['for a day, in few steps', { automated: { enabled: true }, retry: { limit: 3, backoff: { duration: '8h', maxDuration: '8h' } } }, '3.5', STALE],
    ['of the newest', { automated: {}, retry: { limit: -1, refresh: true } }, '3.5', []],
    ['which says that it is not the newest', { automated: {}, retry: { limit: -1, refresh: false } }, '3.5', STALE],
    ['where nothing syncs by itself', { retry: { limit: -1 } }, '3.5', []],
    ['where syncing is switched off', { automated: { enabled: false }, retry: { limit: -1 } }, '3.5', []],
    ['where no version has the field', { automated: {}, retry: { limit: -1 } }, '3.1', []],
    ['where the first version has it', { automated: {}, retry: { limit: -1 } }, '3.2', STALE],
    ['that is not written', { automated: {} }, '3.5', []],
  ])('%s', (_, policy, version, expected) => expect(codes(policy, version)).toEqual(expected));
});
