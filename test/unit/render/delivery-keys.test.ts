import { describe, expect, test } from 'vitest';
import { components } from '../../../generator/components/index.ts';
import { deliveryKeyIn, isDeliveryKey } from '../../../generator/k8s/delivery-keys.ts';
import { compiled, said } from '../../support/compiled.ts';

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.1/32], gatewayCidrs: [192.0.2.2/32] }
components: { cluster: { images: tag } }
regions: { north: {} }
grants: [{ kinds: [apps/StatefulSet, batch/CronJob], reason: why }, { kinds: [Namespace], scope: cluster, reason: why }]
agents:
  alpha: { ref: acme/alpha@1.0.0, image: "r.example.net/alpha:1.0.0", storage: { size: 1Gi }, regions: [north] }
`;

/** Each line: what it is that Argo CD, Helm or Kustomize then does. */
const REFUSED: readonly (readonly [key: string, value: string, does: string])[] = [
  ['helm.sh/hook', 'pre-upgrade', 'Argo CD runs it as a PreSync hook: it is made before each sync, and deleted before it is made anew'],
  ['helm.sh/hook', 'crd-install', 'Argo CD takes it for a hook and leaves it out of what it compares and prunes'],
  ['helm.sh/hook', 'test-success', 'Argo CD does not apply it at all'],
  ['helm.sh/hook-delete-policy', 'before-hook-creation', 'deletes the object before each sync'],
  ['helm.sh/hook-weight', '-5', 'orders hooks'],
  ['helm.sh/resource-policy', 'delete', 'is no policy, and keeps nothing'],
  ['helm.sh/anything-new', 'x', 'nobody knows'],
  ['hooks.helm.sh/x', 'x', 'a domain below it'],
  ['argocd.argoproj.io/hook', 'PostSync', 'runs it as a hook'],
  ['argocd.argoproj.io/hook', 'Skip', 'never applies it'],
  ['argocd.argoproj.io/hook-delete-policy', 'HookSucceeded', 'deletes it after the sync'],
  ['argocd.argoproj.io/sync-options', 'Replace=true', 'replaces it, and with it what controllers wrote'],
  ['argocd.argoproj.io/sync-options', 'Force=true', 'deletes and makes it anew'],
  ['argocd.argoproj.io/sync-options', 'Validate=false', 'skips what checks it'],
  ['argocd.argoproj.io/sync-options', 'Prune=true', 'prunes what would be kept'],
  ['argocd.argoproj.io/sync-options', 'Prune=false,Prune=true', 'says both'],
  ['argocd.argoproj.io/sync-options', 'Prune=confirm', 'the Application waits for somebody'],
  ['argocd.argoproj.io/sync-options', 'ServerSideApply=false', 'another way to apply, which drops what others own'],
  ['argocd.argoproj.io/sync-options', 'SkipDryRunOnMissingResource=true', 'skips the dry run'],
  ['argocd.argoproj.io/sync-options', 'RespectIgnoreDifferences=true', 'is an option of Applications'],
  ['argocd.argoproj.io/sync-options', '', 'nothing'],
  ['argocd.argoproj.io/sync-wave', '-1', 'comes before ours, which wait until it is healthy'],
  ['argocd.argoproj.io/sync-wave', '1.5', 'is no wave'],
  ['argocd.argoproj.io/sync-wave', '100000', 'never comes'],
  ['argocd.argoproj.io/compare-options', 'IgnoreExtraneous', 'runs on unseen once it has left Git'],
  ['argocd.argoproj.io/ignore-resource-updates', 'true', 'Argo CD does not see that it changed'],
  ['argocd.argoproj.io/ignore-healthcheck', 'true', 'Argo CD does not see that it is ill'],
  ['argocd.argoproj.io/tracking-id', 'a:b/c:d/e', 'belongs to another Application'],
  ['argocd.argoproj.io/installation-id', 'x', 'belongs to another Argo CD'],
  ['argocd.argoproj.io/skip-reconcile', 'true', 'is for Applications'],
  ['argocd.argoproj.io/refresh', 'hard', 'is for Applications'],
  ['argocd.argoproj.io/deletion-approved', '2026-01-01T00:00:00Z', 'confirms a deletion in advance'],
  ['argocd.argoproj.io/secret-type', 'cluster', 'makes a Secret a cluster of Argo CD'],
  ['link.argocd.argoproj.io/external-link', 'https://example.net', 'a domain below it'],
  ['kustomize.config.k8s.io/needs-hash', 'true', 'Kustomize renames it'],
  ['kustomize.config.k8s.io/behavior', 'replace', 'Kustomize replaces another one by it'],
  ['config.kubernetes.io/local-config', 'true', 'Kustomize leaves it out'],
  ['internal.config.kubernetes.io/index', '1', 'the books of Kustomize'],
  ['config.kubernetes.io/depends-on', 'x', 'orders what kpt applies'],
  ['config.k8s.io/owning-inventory', 'x', 'whose it is, to kpt'],
];

const ALLOWED: readonly (readonly [key: string, value: string])[] = [
  ['helm.sh/chart', 'web-1.2.3'],
  ['helm.sh/resource-policy', 'keep'],
  ['argocd.argoproj.io/sync-wave', '0'],
  ['argocd.argoproj.io/sync-wave', '5'],
  ['argocd.argoproj.io/sync-options', 'Prune=false'],
  ['argocd.argoproj.io/sync-options', 'Prune=false, Delete=false'],
  ['argocd.argoproj.io/sync-options', 'PruneLast=true'],
  ['argocd.argoproj.io/compare-options', 'ServerSideDiff=true'],
  ['kubernetes.io/change-cause', 'x'],
  ['nothelm.sh/hook', 'x'],
  ['example.net/helm.sh', 'x'],
  ['cert-manager.io/inject-ca-from', 'a/b'],
  ['argoproj.io/anything', 'x'],
  ['config.kubernetes.io.example.net/x', 'x'],
  ['prometheus.io/scrape', 'true'],
];

const map = (key: string, value: string): string => `{ ${JSON.stringify(key)}: ${JSON.stringify(value)} }`;
const configMap = (annotations: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: own\n  namespace: agents\n  annotations: ${annotations}\ndata: { a: b }\n`;
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const codes = (files: Record<string, string>): string[] =>
  said(compiled({ 'fleet.yaml': FLEET, ...files })).map((text) => text.split(' ').slice(0, 2).join(' '));

describe('an extra object and a patch say nothing to Argo CD, Helm and Kustomize but what is allowed', () => {
  test.each(REFUSED)('%s: %s %s', (key, value) => {
    expect(codes({ 'extra/all/agents/x.yaml': configMap(map(key, value)) })).toEqual(['security/delivery-key config/extra/all/agents/x.yaml:6']);
    const patch = (target: string, path: string): string =>
      `- target: ${target}\n  patch:\n    - op: add\n      path: ${path}/${escaped(key)}\n      value: ${JSON.stringify(value)}\n`;
    // On objects of ours.
    for (const [component, target] of [
      ['cluster', '{ kind: Namespace, name: agents }'],
      ['agents', '{ kind: Deployment, name: alpha-agent }'],
    ] as const) {
      expect(codes({ [`patches/all/${component}/x.yaml`]: patch(target, '/metadata/annotations') })).toEqual([
        `security/delivery-key config/patches/all/${component}/x.yaml:4`,
      ]);
    }
    expect(codes({ 'patches/north/agents/x.yaml': patch('{ kind: Deployment, name: alpha-agent }', '/spec/template/metadata/annotations') })).toEqual(
      ['security/delivery-key config/patches/north/agents/x.yaml:4'],
    );
  });

  test.each(ALLOWED)('but %s: %s', (key, value) => {
    expect(codes({ 'extra/all/agents/x.yaml': configMap(map(key, value)) })).toEqual([]);
  });

  test('the line is that of the key also where a patch brings whole maps', () => {
    const patch =
      '- target: { kind: Service, name: alpha-agent }\n  patch:\n    - op: add\n      path: /metadata/annotations\n      value:\n        example.net/a: b\n        helm.sh/hook: pre-install\n';
    expect(codes({ 'patches/all/agents/x.yaml': patch })).toEqual(['security/delivery-key config/patches/all/agents/x.yaml:7']);
  });

  test('what components wrote stays: no patch takes it away or loosens it', () => {
    const at = '/metadata/annotations/argocd.argoproj.io~1sync-options';
    for (const operation of [
      `{ op: remove, path: ${at} }`,
      `{ op: replace, path: ${at}, value: Prune=false }`,
      '{ op: replace, path: /metadata/annotations, value: { example.net/a: b } }',
      '{ op: remove, path: /metadata/annotations }',
    ]) {
      expect(
        codes({ 'patches/all/agents/x.yaml': `- target: { kind: PersistentVolumeClaim, name: alpha-agent }\n  patch: [${operation}]\n` }),
      ).toEqual(['security/delivery-key config/patches/all/agents/x.yaml:2']);
    }
  });

  test('no wave goes onto what pap-fleet makes', () => {
    const patch =
      '- target: { kind: Deployment, name: alpha-agent }\n  patch: [{ op: add, path: /metadata/annotations/argocd.argoproj.io~1sync-wave, value: "5" }]\n';
    expect(codes({ 'patches/all/agents/x.yaml': patch })).toEqual(['security/delivery-key config/patches/all/agents/x.yaml:2']);
  });
});

describe('wherever in an object it stands', () => {
  const hook = { 'helm.sh/hook': 'pre-install' };
  test.each<[string, object, string]>([
    ['labels', { metadata: { labels: hook } }, '/metadata/labels/helm.sh~1hook'],
    ['pods', { spec: { template: { metadata: { annotations: hook } } } }, '/spec/template/metadata/annotations/helm.sh~1hook'],
    [
      'pods of jobs',
      { spec: { jobTemplate: { spec: { template: { metadata: { labels: hook } } } } } },
      '/spec/jobTemplate/spec/template/metadata/labels/helm.sh~1hook',
    ],
    ['jobs', { spec: { jobTemplate: { metadata: { annotations: hook } } } }, '/spec/jobTemplate/metadata/annotations/helm.sh~1hook'],
    [
      'claims in a list',
      { spec: { volumeClaimTemplates: [{}, { metadata: { annotations: hook } }] } },
      '/spec/volumeClaimTemplates/1/metadata/annotations/helm.sh~1hook',
    ],
    [
      'claims of a pod',
      { spec: { volumes: [{ ephemeral: { volumeClaimTemplate: { metadata: { labels: hook } } } }] } },
      '/spec/volumes/0/ephemeral/volumeClaimTemplate/metadata/labels/helm.sh~1hook',
    ],
    ['Secrets of a Certificate', { spec: { secretTemplate: { annotations: hook } } }, '/spec/secretTemplate/annotations/helm.sh~1hook'],
    [
      'Secrets of an ExternalSecret',
      { spec: { target: { template: { metadata: { annotations: hook } } } } },
      '/spec/target/template/metadata/annotations/helm.sh~1hook',
    ],
    ['Secrets of a SealedSecret', { spec: { template: { metadata: { labels: hook } } } }, '/spec/template/metadata/labels/helm.sh~1hook'],
    ['parts of a chart', { spec: { commonAnnotations: hook } }, '/spec/commonAnnotations/helm.sh~1hook'],
  ])('%s', (_, object, at) => expect(deliveryKeyIn(object)?.at).toBe(at));

  test('options of a sync are read on the object alone', () => {
    const keep = { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } };
    expect(deliveryKeyIn({ metadata: keep })).toBeUndefined();
    expect(deliveryKeyIn({ spec: { template: { metadata: keep } } })).toBeDefined();
    expect(deliveryKeyIn({ metadata: { labels: keep.annotations } })).toBeDefined();
  });
});

test('components write such keys themselves', () => {
  const made = compiled({ 'fleet.yaml': FLEET });
  expect([...(made.files?.values() ?? [])].join('')).toContain('argocd.argoproj.io/sync-options');
  expect(components.length).toBeGreaterThan(0);
  expect(isDeliveryKey('pap.plugged.in/owner')).toBe(false);
});
