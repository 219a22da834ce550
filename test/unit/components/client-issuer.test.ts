// Who may have the private CA of a region sign: everybody who writes Certificates in the cluster, or in the agents' namespace alone.
import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { compiled, objectsOf, said } from '../../support/compiled.ts';
import { BARE } from '../../support/fleets.ts';

const ALPHA = { ref: 'acme/alpha@1.0.0', image: 'registry.example.net/alpha:v1', regions: ['north'] };

function fleet(certs: object, extra: Readonly<Record<string, string>> = {}) {
  return compiled({
    'fleet.yaml': stringify({
      ...BARE,
      components: { cluster: { images: 'tag' }, secrets: { provider: 'external-secrets' }, certs },
      regions: { north: {} },
      agents: { alpha: ALPHA },
    }),
    ...extra,
  });
}

type Made = ReturnType<typeof fleet>;

const issuers = (made: Made): string[] =>
  objectsOf(made, 'north', 'certs')
    .filter(({ kind, metadata }) => /Issuer$/.test(kind) && metadata.name === 'pap-client-ca')
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}`);

const asked = (made: Made): unknown =>
  (objectsOf(made, 'north', 'certs').find(({ metadata }) => metadata.name === 'alpha-agent-client') as KubeObject & { spec: { issuerRef: unknown } })
    .spec.issuerRef;

const keyPlaces = (made: Made): string[] =>
  objectsOf(made, 'north', 'secrets')
    .filter(({ metadata }) => metadata.name.startsWith('pap-agent-ca'))
    .map(({ metadata }) => `${String(metadata.namespace)}/${metadata.name}`)
    .sort();

const project = (made: Made): string =>
  [...(made.files ?? [])]
    .filter(([path]) => path.startsWith('argocd/'))
    .map(([, text]) => text)
    .join('\n');

const ISSUER = stringify({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  metadata: { name: 'mine', namespace: 'agents' },
  spec: { ca: { secretName: 'pap-agent-ca' } },
});

describe('the private CA signs', () => {
  test('for the whole cluster, as it is', () => {
    const made = fleet({});
    expect(issuers(made)).toEqual(['ClusterIssuer ']);
    expect(asked(made)).toMatchObject({ kind: 'ClusterIssuer', name: 'pap-client-ca' });
    expect(keyPlaces(made)).toEqual(['cert-manager/pap-agent-ca']);
    expect(project(made)).not.toMatch(/kind: Issuer\b/);
  });
  test("for the agents' namespace alone, and lies there", () => {
    const made = fleet({ clientIssuer: 'Issuer', furtherClientCA: 'pap-agent-ca-2' });
    expect(said(made).filter((text) => text.startsWith('error'))).toEqual([]);
    expect(issuers(made)).toEqual(['Issuer agents']);
    expect(asked(made)).toMatchObject({ kind: 'Issuer', name: 'pap-client-ca' });
    expect(keyPlaces(made)).toEqual(['agents/pap-agent-ca', 'agents/pap-agent-ca-2']);
    expect(made.files?.get('secrets.md')).toContain('kubectl --namespace agents get secret "$authority"');
    expect(project(made)).toMatch(/group: cert-manager.io\n +kind: Issuer\n/);
  });
  test.each(['ClusterIssuer', 'Issuer'])('and no extra object may have it sign, with a %s', (clientIssuer) =>
    expect(said(fleet({ clientIssuer }, { 'extra/north/certs/mine.yaml': ISSUER })).join('\n')).toContain('extra/not-granted'),
  );
  test('and no pod but cert-manager reads its key where it lies', () => {
    const value = { name: 'ca', secret: { secretName: 'pap-agent-ca', defaultMode: 288 } };
    const patch = [{ op: 'add', path: '/spec/template/spec/volumes/-', value }];
    const text = stringify([{ target: { kind: 'Deployment', name: 'alpha-agent' }, patch }]);
    expect(said(fleet({ clientIssuer: 'Issuer' }, { 'patches/north/agents/ca.yaml': text })).join('\n')).toContain('pap/foreign-key');
  });
});
