import { afterAll, describe, expect, test } from 'vitest';
import { NO_KINDS } from '../../../generator/k8s/crd/kinds.ts';
import { readKinds } from '../../../generator/k8s/crd/read-kinds.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { anyCluster, judge } from '../../../generator/lint/lint.ts';
import { minorWords, minorsIn, spanOf, versionFaults, type Minors } from '../../../generator/lint/versions.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';
import { Desk } from '../../support/program.ts';

// Seen to fail: with each of the branches of versions.ts, published.ts and fields.ts that a row names left out.

const object = (apiVersion: string, kind: string, spec: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a', namespace: 'x' },
  spec,
});
const minors = (text: string): Minors => minorsIn(text) as Minors;
const found = (of: KubeObject, at: string, kinds = NO_KINDS): string[] =>
  versionFaults(of, anyCluster.versions, minors(at), kinds).map(
    ({ fault: { rule, path, message, hint }, minors: when }) =>
      `${rule.severity} ${rule.code} ${path} ${message}${minorWords(when, minors(at))}; ${hint ?? ''}`,
  );

test.each([
  ['1.36', ['1.36']],
  ['1.34..1.36', ['1.34', '1.35', '1.36']],
  ['1.27..1.27', ['1.27']],
])('%s is read', (text, wanted) => {
  expect(minorsIn(text)).toEqual(wanted);
});

test.each([
  ['1.36..1.34', '1.36 comes after 1.34'],
  ['1.26', 'this program knows 1.27 to'],
  ['1.34..1.99', 'this program knows 1.27 to'],
  ...['', '1', 'v1.36', '1.36.2', '1.34-1.36', '1.34...1.36', '1.34..', '2.1', '1.0x', '1.34..1.36..1.37'].map((text) => [
    text,
    'it is no minor version',
  ]),
])('%j is refused', (text, why) => {
  expect(minorsIn(text)).toContain(why);
});

test('a span in words', () => {
  expect([spanOf(minors('1.36')), spanOf(minors('1.34..1.36'))]).toEqual(['1.36', '1.34..1.36']);
  expect(minorWords(['1.34', '1.35', '1.36'], minors('1.34..1.36'))).toBe('');
  expect(minorWords(['1.34', '1.36'], minors('1.34..1.36'))).toBe(' (1.34 and 1.36 of 1.34..1.36)');
});

describe('a kind of Kubernetes', () => {
  const flow = (version: string) => object(`flowcontrol.apiserver.k8s.io/${version}`, 'FlowSchema');
  const claim = object('resource.k8s.io/v1beta1', 'ResourceClaim');

  test.each<[string, KubeObject, string, string[]]>([
    [
      'that is gone',
      object('policy/v1beta1', 'PodDisruptionBudget'),
      '1.27..1.36',
      ['error object/unserved-api /apiVersion policy/v1beta1 PodDisruptionBudget was removed in kubernetes 1.25 (2022-08-23); use policy/v1'],
    ],
    [
      'that is gone, without a successor',
      object('policy/v1beta1', 'PodSecurityPolicy'),
      '1.36',
      [
        'error object/unserved-api /apiVersion policy/v1beta1 PodSecurityPolicy was removed in kubernetes 1.25 (2022-08-23); use Pod Security labels on the Namespace',
      ],
    ],
    [
      'whose successor upstream names as a list',
      object('networking.k8s.io/v1beta1', 'IngressClass'),
      '1.36',
      [
        'error object/unserved-api /apiVersion networking.k8s.io/v1beta1 IngressClass was removed in kubernetes 1.22 (2021-08-04); use networking.k8s.io/v1',
      ],
    ],
    [
      'that goes within the span is said once, as it is refused',
      flow('v1beta3'),
      '1.30..1.33',
      [
        'error object/unserved-api /apiVersion flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema was removed in kubernetes 1.32 (2024-12-11) (1.32 and 1.33 of 1.30..1.33); use flowcontrol.apiserver.k8s.io/v1',
      ],
    ],
    [
      'that will go',
      flow('v1beta3'),
      '1.30..1.31',
      [
        'warning object/deprecated-api /apiVersion flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is deprecated from kubernetes 1.29 (2023-12-13) on, and gone from 1.32 (2024-12-11) on; use flowcontrol.apiserver.k8s.io/v1',
      ],
    ],
    [
      'whose successor comes later',
      flow('v1beta2'),
      '1.28',
      [
        'warning object/deprecated-api /apiVersion flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema is deprecated from kubernetes 1.26 (2022-12-09) on, and gone from 1.29 (2023-12-13) on; use flowcontrol.apiserver.k8s.io/v1, which kubernetes has from 1.29 (2023-12-13) on',
      ],
    ],
    [
      'that comes later',
      object('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy'),
      '1.35..1.36',
      [
        'error object/unserved-api /apiVersion admissionregistration.k8s.io/v1 MutatingAdmissionPolicy exists only from kubernetes 1.36 (2026-04-22) on (1.35 of 1.35..1.36); ',
      ],
    ],
    [
      'that is switched off, the day of its end still to come',
      claim,
      '1.34',
      [
        'warning object/off-by-default /apiVersion an API server serves resource.k8s.io/v1beta1 ResourceClaim only with --runtime-config=resource.k8s.io/v1beta1=true; it is gone from 1.38 on; use resource.k8s.io/v1',
      ],
    ],
    ['that stays', object('policy/v1', 'PodDisruptionBudget'), '1.27..1.36', []],
    [
      'of which its source says nothing, and the server does',
      object('v1', 'Endpoints'),
      '1.32..1.33',
      [
        'warning object/deprecated-api /apiVersion v1 Endpoints is deprecated from kubernetes 1.33 (2025-04-23) on (1.33 of 1.32..1.33); use discovery.k8s.io/v1 EndpointSlice',
      ],
    ],
    ['by the name of a method', object('v1', 'constructor'), '1.36', []],
  ])('%s', (_, of, at, wanted) => {
    expect(found(of, at)).toEqual(wanted);
  });
});

describe('a field of Kubernetes', () => {
  const pod = (spec: object) => object('v1', 'Pod', spec);

  test.each<[string, KubeObject, string, string[]]>([
    [
      'that came later',
      pod({ hostnameOverride: 'a' }),
      '1.33..1.34',
      [
        'error object/unserved-field /spec/hostnameOverride hostnameOverride is a field only from kubernetes 1.34 (2025-08-27) on (1.33 of 1.33..1.34); leave it out, or correct the version',
      ],
    ],
    ['that was there all the time', pod({ hostname: 'a' }), '1.27..1.36', []],
    ['that is null, and so absent', pod({ hostnameOverride: null }), '1.33', []],
    [
      'that was gone again',
      pod({ workloadRef: {} }),
      '1.35..1.36',
      [
        'error object/unserved-field /spec/workloadRef workloadRef is no field from kubernetes 1.36 (2026-04-22) on (1.36 of 1.35..1.36); leave it out, or correct the version',
      ],
    ],
    [
      'in a list, in a template',
      object('apps/v1', 'Deployment', { template: { spec: { containers: [{ name: 'a' }, { lifecycle: { stopSignal: 'SIGTERM' } }] } } }),
      '1.32',
      [
        'error object/unserved-field /spec/template/spec/containers/1/lifecycle/stopSignal stopSignal is a field only from kubernetes 1.33 (2025-04-23) on; leave it out, or correct the version',
      ],
    ],
    [
      'of which the table of features knows more is said once',
      object('v1', 'Service', { trafficDistribution: 'PreferClose' }),
      '1.29',
      [
        'error object/unserved-field /spec/trafficDistribution Service spec.trafficDistribution exists only from kubernetes 1.31 (2024-08-13) on; leave it out, or correct the version of the region',
      ],
    ],
    ['in what has another shape', pod({ containers: 'none', volumes: [3, null] }), '1.27', []],
  ])('%s', (_, of, at, wanted) => {
    expect(found(of, at)).toEqual(wanted);
  });
});

describe('a kind of another system', () => {
  test.each<[string, KubeObject, string[]]>([
    [
      'in a version that its definition no longer has',
      object('cert-manager.io/v1alpha2', 'Certificate'),
      ['error object/unserved-api /apiVersion cert-manager 1.21.2 does not serve Certificate as v1alpha2; use cert-manager.io/v1'],
    ],
    ['in one that is newer than the release that is known', object('keda.sh/v1', 'ScaledObject'), []],
    ['in one that is none', object('keda.sh/next', 'ScaledObject'), []],
    ['as it is served', object('gateway.networking.k8s.io/v1beta1', 'Gateway'), []],
    [
      'in one that one channel still serves',
      object('gateway.networking.k8s.io/v1alpha2', 'TLSRoute'),
      [
        'warning object/deprecated-api /apiVersion Gateway API 1.6.1 calls gateway.networking.k8s.io/v1alpha2 TLSRoute deprecated; use gateway.networking.k8s.io/v1',
      ],
    ],
    [
      'that the table of versions does not name, and its definition does not serve',
      object('external-secrets.io/v1beta1', 'ExternalSecret'),
      ['error object/unserved-api /apiVersion external-secrets.io/v1beta1 was removed in external-secrets 0.17; use external-secrets.io/v1'],
    ],
    [
      'in a group that its system has left',
      object('certmanager.k8s.io/v1alpha1', 'Issuer'),
      [
        'error object/unserved-api /apiVersion certmanager.k8s.io/v1alpha1 is not served since cert-manager 0.11 (release notes 0.11); write it for cert-manager.io',
      ],
    ],
    ['of a group by the name of a method', object('constructor/v1', 'A'), []],
  ])('%s', (_, of, wanted) => {
    expect(found(of, '1.36')).toEqual(wanted);
  });

  test('is what a definition among the manifests says', () => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'certificates.cert-manager.io' },
      spec: {
        group: 'cert-manager.io',
        scope: 'Namespaced',
        names: { kind: 'Certificate', plural: 'certificates' },
        versions: [{ name: 'v1alpha2', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    const { kinds } = readKinds([{ where: 'a', data: definition }]);
    expect(found(object('cert-manager.io/v1alpha2', 'Certificate'), '1.36', kinds)).toEqual([]);
  });

  test('is not held to another release than the one that runs', () => {
    const of = object('cert-manager.io/v1alpha2', 'Certificate');
    const at = (version: string) => versionFaults(of, { ...anyCluster.versions, 'cert-manager': version }, ['1.36'], NO_KINDS).length;
    expect([at('1.21'), at('1.13')]).toEqual([1, 0]);
  });
});

test('an object that one minor refuses is refused, and which one is told', () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: x }\nspec: { hostnameOverride: a, containers: [{ name: a, image: "a:1" }] }\n';
  const { manifests } = parseManifests({ path: 'a.yaml', bytes: Buffer.from(text) });
  const at = (span: string) => {
    const { verdicts, refusedAt } = judge(manifests, { ...anyCluster, minors: minors(span) });
    return [...verdicts.values(), ...refusedAt.values()];
  };
  expect(at('1.32..1.34')).toEqual(['refused', ['1.32', '1.33']]);
  expect(at('1.33')).toEqual(['refused']);
  expect(at('1.34')).toEqual(['accepted']);
});

describe('--kubernetes', () => {
  const made = new Desk();
  afterAll(() => made.remove());
  made.write({ 'a.yaml': 'apiVersion: v1\nkind: Endpoints\nmetadata: { name: a, namespace: x }\n' });

  test('is held to each minor, and named', () => {
    const { code, out } = made.run('lint', '--kubernetes', '1.32..1.34', 'a.yaml', '--json');
    const { findings, kubernetes } = JSON.parse(out) as { findings: { message: string }[]; kubernetes: string[] };
    expect([code, kubernetes, findings.map(({ message }) => message)]).toEqual([
      0,
      ['1.32', '1.33', '1.34'],
      ['Endpoints x/a: v1 Endpoints is deprecated from kubernetes 1.33 (2025-04-23) on (1.33 and 1.34 of 1.32..1.34)'],
    ]);
  });

  test('that is none is refused', () => {
    const { code, err } = made.run('lint', '--kubernetes', '1.36.0', 'a.yaml');
    expect([code, err]).toEqual([2, expect.stringContaining('it is no minor version such as 1.36')]);
  });
});
