// Folders of Kustomize by what they make use of. Each is built from `top`, or from the folder itself where there is none.

export type Files = Readonly<Record<string, string>>;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: web
      initContainers:
        - {name: init, image: busybox}
      containers:
        - name: web
          image: registry.example.org:5000/shop/web:1.0
          args: [--one, --two]
          ports: [{containerPort: 8080, name: http}, {containerPort: 8080, name: udp, protocol: UDP}]
          env:
            - {name: A, value: "1"}
            - {name: B, valueFrom: {configMapKeyRef: {name: settings, key: b}}}
          envFrom: [{secretRef: {name: secrets}}]
          volumeMounts: [{name: data, mountPath: /data}]
        - name: side
          image: side@sha256:0000000000000000000000000000000000000000000000000000000000000000
      volumes:
        - {name: data, emptyDir: {}}
        - {name: settings, configMap: {name: settings}}
        - name: all
          projected: {sources: [{configMap: {name: settings}}, {secret: {name: secrets}}]}
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
`;
const SETTINGS = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {b: "2"}\n';
const SECRETS = 'apiVersion: v1\nkind: Secret\nmetadata: {name: secrets}\ntype: Opaque\ndata: {a: YQ==}\n';
const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\nimagePullSecrets: [{name: secrets}]\n';
const RIGHTS = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [configmaps], resourceNames: [settings], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: web, namespace: default}, {kind: ServiceAccount, name: default, namespace: other}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{kind: ServiceAccount, name: web, namespace: default}]
`;
const OTHERS = `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.org}
spec:
  group: example.org
  names: {kind: Thing, plural: things}
  scope: Namespaced
  conversion: {strategy: Webhook, webhook: {clientConfig: {service: {name: web, namespace: default}}, conversionReviewVersions: [v1]}}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 1, maxReplicas: 3}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {nginx.ingress.kubernetes.io/auth-secret: secrets}}
spec:
  tls: [{hosts: [a.example.org], secretName: secrets}]
  rules: [{host: a.example.org, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: front}}}, {namespaceSelector: {}}]}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: job, image: shop/job, envFrom: [{configMapRef: {name: settings}}]}]}}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: web
  replicas: 2
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: db, image: postgres:16}]
      affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {matchLabels: {app: db}}}]}}
      topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: db}}}]
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
---
apiVersion: example.org/v1
kind: Thing
metadata: {name: thing}
spec: {template: {spec: {containers: [{name: a, image: shop/job:1}]}}, list: [{name: a, x: 1}, {name: b}]}
`;

export const BASE: Files = {
  'base/kustomization.yaml': 'resources: [deployment.yaml, service.yaml, settings.yaml, secrets.yaml, account.yaml, rights.yaml, others.yaml]\n',
  'base/deployment.yaml': DEPLOYMENT,
  'base/service.yaml': SERVICE,
  'base/settings.yaml': SETTINGS,
  'base/secrets.yaml': SECRETS,
  'base/account.yaml': ACCOUNT,
  'base/rights.yaml': RIGHTS,
  'base/others.yaml': OTHERS,
};

/** An overlay of the base. */
function over(text: string, files: Files = {}): Files {
  return {
    ...BASE,
    'top/kustomization.yaml': `resources: [../base]\n${text}`,
    ...Object.fromEntries(Object.entries(files).map(([path, each]) => [`top/${path}`, each])),
  };
}

/** One folder with one object. */
function alone(text: string, files: Files = {}): Files {
  return {
    'top/kustomization.yaml': text,
    'top/settings.yaml': SETTINGS,
    'top/deployment.yaml': DEPLOYMENT,
    ...Object.fromEntries(Object.entries(files).map(([path, each]) => [`top/${path}`, each])),
  };
}

const patch = (text: string): string => `patches:\n  - patch: |-\n${text.replaceAll(/^(?=.)/gm, '      ')}\n`;
const WEB = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n';

/** What Kustomize builds, and so do we. */
export const BUILT: Readonly<Record<string, Files>> = {
  'resources alone': over(''),
  namespace: over('namespace: shop\n'),
  'a namespace of the base and another one': {
    ...over('namespace: outer\n'),
    'base/kustomization.yaml': `${BASE['base/kustomization.yaml'] as string}namespace: inner\n`,
  },
  'prefix and suffix': over('namePrefix: a-\nnameSuffix: -z\n'),
  'prefixes of two folders': {
    ...over('namePrefix: outer-\n'),
    'base/kustomization.yaml': `${BASE['base/kustomization.yaml'] as string}namePrefix: inner-\n`,
  },
  'one base twice with prefixes': {
    ...BASE,
    'a/kustomization.yaml': 'resources: [../base]\nnamePrefix: a-\nnamespace: a\n',
    'b/kustomization.yaml': 'resources: [../base]\nnamePrefix: b-\nnamespace: b\n',
    'base/others.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: p, image: p, envFrom: [{configMapRef: {name: settings}}]}]}\n',
    'base/rights.yaml': RIGHTS.split('---\n')
      .slice(0, 3)
      .join('---\n')
      .replace('kind: ClusterRole\nmetadata: {name: reader}', 'kind: Role\nmetadata: {name: other}'),
    'top/kustomization.yaml': 'resources: [../a, ../b]\n',
  },
  commonLabels: over('commonLabels: {team: shop, app: web}\n'),
  'labels without selectors': over('labels:\n  - pairs: {team: shop}\n'),
  'labels in templates': over('labels:\n  - pairs: {team: shop}\n    includeTemplates: true\n'),
  'labels in selectors': over('labels:\n  - pairs: {team: shop}\n    includeSelectors: true\n'),
  'labels in fields of their own': over(
    'labels:\n  - pairs: {team: shop}\n    fields: [{path: spec/extra/labels, kind: Thing, create: true}, {path: spec/none/labels, kind: Thing}]\n',
  ),
  commonAnnotations: over('commonAnnotations: {note: "yes", no2: "1"}\n'),
  'annotations that are no texts': alone('resources: [settings.yaml]\n', {
    'settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {n: 1, t: true, e: }, labels: {n: 1}}\ndata: {a: b}\n',
  }),
  'empty annotations': alone('resources: [settings.yaml]\n', {
    'settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {}, labels: {}}\ndata: {}\n',
  }),
  images: over(
    'images:\n  - {name: registry.example.org:5000/shop/web, newTag: "2.0"}\n  - {name: busybox, newName: mirror/busybox}\n  - {name: side, digest: "sha256:1111"}\n  - {name: postgres, newTag: 17, newName: pg}\n  - {name: shop/job, tagSuffix: -x}\n'.replace(
      'newTag: 17,',
      'newTag: "17",',
    ),
  ),
  'an image by an expression': over('images: [{name: "shop/.*", newTag: "3"}, {name: nowhere, newTag: "1"}]\n'),
  'an image with a tag and a digest': over('images: [{name: busybox, newTag: "1", digest: "sha256:22"}]\n'),
  replicas: over('replicas: [{name: web, count: 3}, {name: db, count: 0}]\n'),
  'replicas by the name before': over('namePrefix: a-\nreplicas: [{name: web, count: 3}]\n'),
  'a patch by merging': over(
    patch(
      `${WEB}spec:\n  replicas: 2\n  template:\n    spec:\n      containers:\n        - name: web\n          image: other\n          env: [{name: C, value: c}, {name: A, value: "2"}]\n          ports: [{containerPort: 9090}]\n        - {name: new, image: new}\n      volumes: [{name: data, $patch: delete}]\n`,
    ),
  ),
  'a patch that takes fields out': over(
    patch(`${WEB}spec:\n  template:\n    metadata: {labels: null}\n    spec:\n      serviceAccountName: null\n      volumes: null\n`),
  ),
  'a patch that deletes an object': over(patch('$patch: delete\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n')),
  'a patch that replaces a map': over(
    patch(`${WEB}spec:\n  template:\n    spec:\n      $patch: replace\n      containers: [{name: only, image: only}]\n`),
  ),
  'a patch that replaces a list': over(
    patch(`${WEB}spec:\n  template:\n    spec:\n      containers: [{$patch: replace}, {name: only, image: only}]\n`),
  ),
  'a patch that replaces an item': over(
    patch(`${WEB}spec:\n  template:\n    spec:\n      containers: [{$patch: replace, name: web, image: only}]\n`),
  ),
  'a patch of a list of plain values': over(patch(`${WEB}spec:\n  template:\n    spec:\n      containers: [{name: web, args: [--three]}]\n`)),
  'a patch of a kind that nobody knows': over(
    patch('apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: thing}\nspec: {list: [{name: b, y: 2}], more: {a: 1}}\n'),
  ),
  'a patch of finalizers': over(patch('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, finalizers: [a/b]}\n')),
  'a patch of ports of a Service': over(
    patch('apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 443, name: tls}, {port: 80, protocol: UDP}]}\n'),
  ),
  'a patch with a target': over(
    'patches:\n  - target: {kind: Deployment|StatefulSet}\n    patch: |-\n      apiVersion: v1\n      kind: Any\n      metadata: {name: any, labels: {l: "1"}, annotations: {a: b}}\n      spec: {paused: true}\n',
  ),
  'a patch with a target and labels to take out': over(
    'patches:\n  - target: {labelSelector: app=web}\n    patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: any, labels: {app: null}}\n',
  ),
  'a patch with a target that fits nothing': over('patches:\n  - target: {name: nothing}\n    patch: |-\n      - {op: remove, path: /a}\n'),
  'a patch of two documents': over(
    patch(`${WEB}spec: {replicas: 5}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {c: "3"}\n`),
  ),
  'a patch in a file': over('patches: [{path: patch.yaml}]\n', { 'patch.yaml': `${WEB}spec: {replicas: 5}\n` }),
  patchesStrategicMerge: over(
    'patchesStrategicMerge:\n  - patch.yaml\n  - |-\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: settings}\n    data: {b: null, c: "3"}\n',
    {
      'patch.yaml': `${WEB}spec: {replicas: 5}\n`,
    },
  ),
  'operations of a patch': over(
    'patches:\n  - target: {kind: Deployment, name: web}\n    patch: |-\n      - {op: test, path: /metadata/name, value: web}\n      - {op: replace, path: /spec/template/spec/containers/0/image, value: other}\n      - {op: add, path: /spec/template/spec/containers/0/args/-, value: "yes"}\n      - {op: add, path: /spec/template/spec/containers/0/args/0, value: zero}\n      - {op: add, path: /metadata/annotations, value: {a~b: 1, "c/d": yes}}\n      - {op: add, path: /metadata/annotations/x~1y, value: z}\n      - {op: remove, path: /spec/template/spec/volumes/0}\n      - {op: copy, from: /metadata/labels, path: /spec/template/metadata/annotations}\n      - {op: move, from: /spec/template/spec/initContainers, path: /spec/template/spec/moved}\n',
  ),
  'an operation that replaces nothing': alone(
    'resources: [settings.yaml]\npatches:\n  - target: {kind: ConfigMap}\n    patch: |-\n      - {op: replace, path: /data/none, value: x}\n',
  ),
  'operations as JSON in a file': over('patches:\n  - {path: p.json, target: {version: v1, kind: Service}}\n', {
    'p.json': '[{"op": "replace", "path": "/spec/ports/0/port", "value": 8080}]\n',
  }),
  patchesJson6902: over(
    'patchesJson6902:\n  - target: {group: apps, version: v1, kind: Deployment, name: web}\n    patch: |-\n      - op: add\n        path: /spec/replicas\n        value: 4\n',
  ),
  'a patch after names change': {
    ...over(patch('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {late: "1"}\n')),
    'base/kustomization.yaml': `${BASE['base/kustomization.yaml'] as string}namePrefix: inner-\n`,
  },
  'a ConfigMap of words': over('configMapGenerator:\n  - name: settings\n    behavior: merge\n    literals: [c=3, "d=\'quoted\'", "e=a=b"]\n'),
  'a ConfigMap of words, new': alone('resources: [deployment.yaml]\nconfigMapGenerator:\n  - name: settings\n    literals: [c=3, "html=<a>&"]\n'),
  'a ConfigMap that replaces': over(
    'configMapGenerator:\n  - name: settings\n    behavior: replace\n    literals: [c=3]\n    options: {labels: {a: b}, annotations: {c: d}, immutable: true}\n',
  ),
  'a ConfigMap of files': alone(
    'resources: [deployment.yaml]\nconfigMapGenerator:\n  - name: settings\n    files: [a.txt, key=b.txt]\n    envs: [v.env]\n  - name: empty\n',
    { 'a.txt': 'one\ntwo\n', 'b.txt': 'b', 'v.env': '# comment\nA=1\n  B = x y \n\nC\n' },
  ),
  'a Secret of words and files': alone(
    'resources: [deployment.yaml]\nsecretGenerator:\n  - name: secrets\n    type: kubernetes.io/basic-auth\n    literals: [username=u, password=p]\n    files: [long.txt]\n    env: v.env\n',
    { 'long.txt': `${'x'.repeat(200)}\n`, 'v.env': 'A=1\n' },
  ),
  'options of all generators': alone(
    'generatorOptions: {disableNameSuffixHash: true, labels: {a: all}, annotations: {note: all}}\nconfigMapGenerator:\n  - {name: one, literals: [a=1], options: {labels: {a: own, b: own}}}\nsecretGenerator:\n  - {name: two, literals: [a=1]}\n',
  ),
  'a hash with prefix and namespace': alone(
    'namespace: shop\nnamePrefix: a-\nresources: [deployment.yaml]\nconfigMapGenerator: [{name: settings, literals: [a=1]}]\n',
  ),
  'a generated ConfigMap of the base, merged': {
    'base/kustomization.yaml': 'resources: [deployment.yaml]\nconfigMapGenerator: [{name: settings, literals: [a=1, b=2]}]\n',
    'base/deployment.yaml': DEPLOYMENT,
    'top/kustomization.yaml': 'resources: [../base]\nnamePrefix: a-\nconfigMapGenerator: [{name: settings, behavior: merge, literals: [b=3]}]\n',
  },
  'a component': {
    ...over('components: [../part]\nnamePrefix: a-\n'),
    'part/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -part\nconfigMapGenerator: [{name: more, literals: [a=1]}]\n${patch(`${WEB}spec: {replicas: 7}\n`)}`,
  },
  'a replacement': over(
    'replacements:\n  - source: {kind: ConfigMap, name: settings, fieldPath: data.b}\n    targets:\n      - select: {kind: Deployment}\n        fieldPaths: ["spec.template.spec.containers.[name=web].env.[name=A].value", spec.template.spec.containers.*.image]\n      - select: {kind: Service}\n        fieldPaths: [metadata.annotations.copied]\n        options: {create: true}\n',
  ),
  'a replacement of a part': over(
    'replacements:\n  - source: {kind: Deployment, name: web, fieldPath: "spec.template.spec.containers.0.image", options: {delimiter: ":", index: 1}}\n    targets:\n      - select: {kind: StatefulSet}\n        reject: [{name: other}]\n        fieldPaths: ["spec.template.spec.containers.[name=db].image"]\n        options: {delimiter: ":", index: 1}\n      - select: {kind: CronJob}\n        fieldPaths: ["spec.jobTemplate.spec.template.spec.containers.0.image"]\n        options: {delimiter: "/", index: 99}\n',
  ),
  'a replacement of a value, and in a file': over(
    'replacements:\n  - path: r.yaml\n  - sourceValue: fixed\n    targets: [{select: {kind: ConfigMap}, fieldPaths: [data.b]}]\n',
    {
      'r.yaml':
        '- source: {kind: Service, name: web}\n  targets: [{select: {kind: HorizontalPodAutoscaler}, fieldPaths: [spec.scaleTargetRef.name]}]\n',
    },
  ),
  'a replacement of a whole map': over(
    'replacements:\n  - source: {kind: Service, name: web, fieldPath: spec.selector}\n    targets: [{select: {kind: Thing}, fieldPaths: [spec.labels], options: {create: true}}]\n',
  ),
  'a List in a file': alone('resources: [list.yaml]\n', {
    'list.yaml': `apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n`,
  }),
  'a list of a kind, and empty documents': alone('resources: [list.yaml]\n', {
    'list.yaml': `---\n---\n# nothing\n---\napiVersion: v1\nkind: ConfigMapList\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n{}\n`,
  }),
  'what is for Kustomize alone': alone('resources: [settings.yaml]\n', {
    'settings.yaml': `${SETTINGS}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: local, annotations: {config.kubernetes.io/local-config: "true"}}\n`,
  }),
  'anchors and merges': alone('resources: [settings.yaml]\n', {
    'settings.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: &l {a: b, c: d}}\ndata: {<<: *l, a: own}\nother: [*l, {<<: [*l, {a: no, e: f}]}]\n',
  }),
  'words of YAML 1.1': alone('resources: [settings.yaml]\n', {
    'settings.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: yes, b: on, c: 0x1F, d: 017, e: 1_000, f: ~, g: 1e3, h: .5, i: null, j: !!str 12, "8080": port}\n',
  }),
  'nulls that are there': over(patch(`${WEB}spec: {replicas: 1}\n`), { 'none.txt': '' }),
  'another name of the file': { 'top/kustomization.yml': 'resources: [a.yaml]\nbases: []\n', 'top/a.yaml': SETTINGS },
  'a third name of the file': { 'top/Kustomization': 'bases: [../base]\nnameprefix: x-\n', ...BASE },
  'a base in a folder within': {
    'top/kustomization.yaml': 'resources: [inner/]\nnamePrefix: a-\n',
    'top/inner/kustomization.yaml': 'resources: [a.yaml]\n',
    'top/inner/a.yaml': SETTINGS,
  },
  'binding to a role of another folder': over('namePrefix: p-\nnamespace: shop\n'),
  'a webhook': alone('resources: [hook.yaml]\nnamePrefix: p-\nnamespace: hooks\n', {
    'hook.yaml': `${SERVICE}---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: hook}\nwebhooks: [{name: a.example.org, clientConfig: {service: {name: web, namespace: default, path: /}}, sideEffects: None, admissionReviewVersions: [v1]}]\n`,
  }),
  'sort options': over('sortOptions: {order: fifo}\nmetadata: {name: x}\n'),
};

/** What Kustomize refuses. */
export const REFUSED: Readonly<Record<string, Files>> = {
  'a file that is not there': { 'top/kustomization.yaml': 'resources: [none.yaml]\n' },
  'a folder without a kustomization': { 'top/kustomization.yaml': 'resources: [empty]\n', 'top/empty/a.yaml': SETTINGS },
  'a circle': { 'top/kustomization.yaml': 'resources: [../other]\n', 'other/kustomization.yaml': 'resources: [../top]\n' },
  'a folder above': { 'kustomization.yaml': 'resources: [top]\n', 'top/kustomization.yaml': 'resources: [..]\n' },
  'a file outside': { 'top/kustomization.yaml': 'resources: [../settings.yaml]\n', 'settings.yaml': SETTINGS },
  'one object twice': alone('resources: [settings.yaml, other.yaml]\n', { 'other.yaml': SETTINGS }),
  'a key that is not known': alone('resources: [settings.yaml]\nressources: []\n'),
  'a value of another kind': alone('resources: settings.yaml\n'),
  'a number for a text': alone('resources: [settings.yaml]\nnamespace: 12\n'),
  'an empty kustomization': { 'top/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n' },
  'another version': alone('apiVersion: kustomize.config.k8s.io/v1\nresources: [settings.yaml]\n'),
  'another kind': alone('kind: Deployment\nresources: [settings.yaml]\n'),
  'a patch for what is not there': alone(`resources: [settings.yaml]\n${patch(WEB)}`),
  'operations without a target': alone('resources: [settings.yaml]\npatches: [{patch: "[{\\"op\\": \\"remove\\", \\"path\\": \\"/data\\"}]"}]\n'),
  'an operation that finds nothing': alone(
    'resources: [settings.yaml]\npatches:\n  - target: {kind: ConfigMap}\n    patch: |-\n      - {op: remove, path: /data/none}\n',
  ),
  'a key that is a number': alone('resources: [a.yaml]\n', { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {8080: a}\n' }),
  'a label that is no text': alone('resources: [settings.yaml]\ncommonAnnotations: {"1": a}\n'),
  'a generated key that is no text': alone('configMapGenerator: [{name: a, literals: [1=a]}]\n'),
  'a test that fails': alone(
    'resources: [settings.yaml]\npatches:\n  - target: {kind: ConfigMap}\n    patch: |-\n      - {op: test, path: /data/b, value: x}\n',
  ),
  'a patch and a path': alone('resources: [settings.yaml]\npatches: [{patch: a, path: b}]\n'),
  'a map where the patch has a list': alone(
    `resources: [settings.yaml]\n${patch('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: [a]\n')}`,
  ),
  'replicas of nobody': alone('resources: [settings.yaml]\nreplicas: [{name: web, count: 2}]\n'),
  'a generator that merges into nothing': alone('configMapGenerator: [{name: a, behavior: merge, literals: [a=1]}]\n'),
  'a generator of what is there': alone('resources: [settings.yaml]\nconfigMapGenerator: [{name: settings, literals: [a=1]}]\n'),
  'a key twice': alone('configMapGenerator: [{name: a, literals: [a=1, a=2]}]\n'),
  'a literal without a key': alone('configMapGenerator: [{name: a, literals: [a]}]\n'),
  'a generator without a file': alone('configMapGenerator: [{name: a, files: [none.txt]}]\n'),
  'a component among resources': {
    ...BASE,
    'top/kustomization.yaml': 'resources: [../part]\n',
    'part/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: a\n',
  },
  'no component': { ...BASE, 'top/kustomization.yaml': 'components: [../base]\n' },
  'a replacement of nothing': alone('resources: [settings.yaml]\nreplacements: [{source: {kind: Secret}, targets: [{select: {kind: ConfigMap}}]}]\n'),
  'a replacement into nothing': alone(
    'resources: [settings.yaml]\nreplacements: [{source: {kind: ConfigMap, name: settings}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.none]}]}]\n',
  ),
  'an object without a name': alone('resources: [a.yaml]\n', { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n' }),
  'an object without a kind': alone('resources: [a.yaml]\n', { 'a.yaml': 'apiVersion: v1\nmetadata: {name: a}\n' }),
  'no YAML': alone('resources: [a.yaml]\n', { 'a.yaml': 'a: [b\n' }),
  'two kustomizations': {
    'top/kustomization.yaml': 'resources: [a.yaml]\n',
    'top/kustomization.yml': 'resources: [a.yaml]\n',
    'top/a.yaml': SETTINGS,
  },
  'a namespace that makes two one': alone('namespace: x\nresources: [a.yaml]\n', {
    'a.yaml': `${SETTINGS.replace('settings}', 'settings, namespace: a}')}---\n${SETTINGS.replace('settings}', 'settings, namespace: b}')}`,
  }),
  'an expression that is none': alone(
    'resources: [settings.yaml]\npatches:\n  - target: {name: "("}\n    patch: |-\n      - {op: remove, path: /data}\n',
  ),
};

/** What is left to Kustomize: it may be built there. */
export const UNBUILT: Readonly<Record<string, Files>> = {
  'a remote file': alone('resources: [settings.yaml, "https://example.org/a.yaml"]\n'),
  'a remote folder': alone('resources: ["github.com/example/repo//deploy?ref=v1"]\n'),
  'a chart': alone('resources: [settings.yaml]\nhelmCharts: [{name: a, version: "1", repo: "https://example.org"}]\n'),
  'a generator of its own': alone('resources: [settings.yaml]\ngenerators: [g.yaml]\n'),
  'a transformer of its own': alone('resources: [settings.yaml]\ntransformers: [g.yaml]\n'),
  vars: alone('resources: [settings.yaml]\nvars: [{name: A, objref: {apiVersion: v1, kind: ConfigMap, name: settings}}]\n'),
  configurations: alone('resources: [settings.yaml]\nconfigurations: [c.yaml]\n', { 'c.yaml': 'images: []\n' }),
  'a schema of its own': alone('resources: [settings.yaml]\nopenapi: {path: a.json}\n'),
  'a component alone': {
    'top/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [a.yaml]\n',
    'top/a.yaml': SETTINGS,
  },
  'a date': alone('resources: [a.yaml]\n', { 'a.yaml': `${SETTINGS}day: 2026-01-01\n` }),
  'a key twice in a map': alone('resources: [a.yaml]\n', { 'a.yaml': `${SETTINGS}data: {}\n` }),
  'a replacement within a text': alone(
    'resources: [a.yaml]\nreplacements: [{source: {kind: ConfigMap, name: a}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.json.a]}]}]\n',
    {
      'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {json: \'{"a": 1}\'}\n',
    },
  ),
};
