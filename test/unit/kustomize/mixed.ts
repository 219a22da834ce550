// Folders that make use of several things at once: what stands in each of three kustomizations is drawn from these.
import { BASE, type Files } from './cases.ts';

const DRAWN: readonly (readonly string[])[] = [
  ['namespace: shop', 'namespace: other', 'namespace: default'],
  ['namePrefix: a-', 'namePrefix: b-', 'namePrefix: web-'],
  ['nameSuffix: -y', 'nameSuffix: -z'],
  [
    'labels: [{pairs: {team: shop}}]',
    'labels: [{pairs: {app: front}}]',
    'labels: [{pairs: {team: shop}, includeSelectors: true}]',
    'labels: [{pairs: {app: other}, includeTemplates: true}, {pairs: {tier: a}}]',
  ],
  ['commonLabels: {team: x}', 'commonLabels: {app: z}'],
  ['commonAnnotations: {note: a}', 'commonAnnotations: {note: "1", other: "true"}'],
  [
    'images: [{name: busybox, newTag: "2"}]',
    'images: [{name: shop/job, newName: j, digest: "sha256:0"}, {name: postgres, newTag: "17"}]',
    'images: [{name: j, newTag: x}]',
  ],
  ['replicas: [{name: web, count: 4}]', 'replicas: [{name: db, count: 1}]'],
  [
    'configMapGenerator: [{name: made, literals: [a=1]}]',
    'configMapGenerator: [{name: settings, behavior: merge, literals: [c=1]}]',
    'configMapGenerator: [{name: settings, behavior: replace, literals: [c=2], options: {disableNameSuffixHash: true}}]',
    'configMapGenerator: [{name: made, behavior: merge, literals: [b=2]}]',
  ],
  ['secretGenerator: [{name: secrets, behavior: merge, literals: [p=q]}]', 'secretGenerator: [{name: hidden, literals: [p=q], namespace: shop}]'],
  ['generatorOptions: {labels: {made: "true"}}', 'generatorOptions: {disableNameSuffixHash: true}'],
  [
    'patches: [{target: {kind: Deployment}, patch: "[{\\"op\\": \\"add\\", \\"path\\": \\"/spec/replicas\\", \\"value\\": 9}]"}]',
    'patches: [{patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {team: p, app: q}}}"}]',
    'patches: [{target: {name: web}, patch: "[{\\"op\\": \\"add\\", \\"path\\": \\"/metadata/annotations\\", \\"value\\": {\\"p\\": \\"q\\"}}]"}]',
    'patches: [{patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: web, env: [{name: Z, value: z}]}, {name: n, image: n}]}}}}"}]',
    'patches: [{patch: "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, $patch: delete}"}]',
    'patches: [{target: {kind: ConfigMap|Secret}, patch: "{apiVersion: v1, kind: X, metadata: {name: x, labels: {patched: yes}}}"}]',
  ],
  [
    'replacements: [{source: {kind: Service, name: web, fieldPath: metadata.name}, targets: [{select: {kind: Deployment}, fieldPaths: [metadata.annotations.service], options: {create: true}}]}]',
    'replacements: [{source: {kind: ConfigMap, name: settings}, targets: [{select: {kind: CronJob}, fieldPaths: [spec.schedule]}]}]',
    'replacements: [{source: {kind: Deployment, fieldPath: "spec.template.spec.containers.[name=web].image"}, targets: [{select: {name: nightly}, fieldPaths: ["spec.jobTemplate.spec.template.spec.containers.*.image"]}]}]',
  ],
];

/** @param random a number from 0 up to 1 */
export function mixed(random: () => number): Files {
  const drawn = (resources: string): string =>
    [resources, ...DRAWN.flatMap((some) => (random() < 0.2 ? [some[Math.floor(random() * some.length)] as string] : []))].join('\n') + '\n';
  const hasPart = random() < 0.3;
  return {
    ...BASE,
    'base/kustomization.yaml': drawn((BASE['base/kustomization.yaml'] as string).trim()),
    'middle/kustomization.yaml': drawn('resources: [../base]'),
    ...(hasPart
      ? { 'part/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${drawn('metadata: {name: part}')}` }
      : {}),
    'top/kustomization.yaml': drawn(`resources: [../middle]${hasPart ? '\ncomponents: [../part]' : ''}`),
  };
}

/** Those that are tried without Kustomize, too. */
export const MIXED: readonly number[] = Array.from({ length: 20 }, (_, i) => i + 1);
