// What Applications hold depends on the version of Argo CD.
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SUPPORTED } from '../../../generator/fleet/versions/table.ts';
import { compiled } from '../../support/compiled.ts';
import { FLEET } from '../../support/program.ts';

const RETRY = { limit: -1, backoff: { duration: '30s', factor: 2, maxDuration: '5m0s' } };

/** Of every Application, the root's included. */
function retries(version: string): unknown[] {
  const { files } = compiled({ 'fleet.yaml': FLEET.replace(/(repoURL: [^,}]*[^,} ])/, `$1, argocd: { version: "${version}" }`) });
  return [...(files ?? [])]
    .filter(([path]) => path.startsWith('argocd/'))
    .flatMap(([, text]) => parseAllDocuments(text))
    .filter((document) => document.get('kind') === 'Application')
    .map((document) => document.toJS() as { spec: { syncPolicy: { retry: unknown } } })
    .map(({ spec }) => spec.syncPolicy.retry);
}

// Seen to fail: with the field for every version, and for none.
describe('a retry takes the newest revision', () => {
  test.each(['3.2', SUPPORTED.argocd.to])('where Argo CD %s has the field', (version) => {
    const all = retries(version);
    expect(all.length).toBeGreaterThan(2);
    for (const retry of all) expect(retry).toEqual({ ...RETRY, refresh: true });
  });

  test.each([SUPPORTED.argocd.from, '3.1'])('and is as before where Argo CD %s would not know it', (version) => {
    const all = retries(version);
    expect(all.length).toBeGreaterThan(2);
    for (const retry of all) expect(retry).toEqual(RETRY);
  });
});
