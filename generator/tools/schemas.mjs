// Writes schemas/objects/generated.json: closed schemas of the kinds a fleet may hold, read off the types of the pinned
// model packages. `--check` only says whether the file is fresh.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = join(root, 'node_modules');

/** Package → `apiVersion` → kinds. */
const KINDS = {
  'kubernetes-models': {
    v1: 'ConfigMap Endpoints LimitRange Namespace PersistentVolumeClaim PersistentVolume Pod ReplicationController ResourceQuota Service ServiceAccount',
    'admissionregistration.k8s.io/v1':
      'MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
    'apps/v1': 'DaemonSet Deployment StatefulSet',
    'autoscaling/v2': 'HorizontalPodAutoscaler',
    'batch/v1': 'CronJob Job',
    'discovery.k8s.io/v1': 'EndpointSlice',
    'networking.k8s.io/v1': 'Ingress IngressClass NetworkPolicy',
    'policy/v1': 'PodDisruptionBudget',
    'rbac.authorization.k8s.io/v1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
    'scheduling.k8s.io/v1': 'PriorityClass',
    'storage.k8s.io/v1': 'StorageClass',
  },
  '@kubernetes-models/argo-cd': { 'argoproj.io/v1alpha1': 'AppProject Application' },
  '@kubernetes-models/cert-manager': { 'cert-manager.io/v1': 'Certificate ClusterIssuer Issuer' },
  '@kubernetes-models/external-secrets': { 'external-secrets.io/v1': 'ExternalSecret' },
  '@kubernetes-models/prometheus-operator': { 'monitoring.coreos.com/v1': 'PodMonitor Probe PrometheusRule ServiceMonitor' },
  '@kubernetes-models/sealed-secrets': { 'bitnami.com/v1alpha1': 'SealedSecret' },
  '@kubernetes-models/traefik': {
    'traefik.io/v1alpha1':
      'IngressRoute IngressRouteTCP IngressRouteUDP Middleware MiddlewareTCP ServersTransport ServersTransportTCP TLSOption TLSStore TraefikService',
  },
};

/** Types whose meaning TypeScript cannot say, and metadata without what only the API server writes. */
const BY_HAND = {
  // The package has them as text; the values are those of the CRD.
  'traefik.github.com.traefik.traefik.v3.pkg.config.dynamic.BalancerStrategy': { enum: ['wrr', 'p2c', 'hrw', 'leasttime', 'RoundRobin'] },
  'traefik.github.com.traefik.traefik.v3.pkg.observability.types.TracingVerbosity': { enum: ['minimal', 'detailed'] },
  'apimachinery.api.resource.Quantity': { type: ['string', 'number'] },
  'kubernetes-models.apiextensions.k8s.io.v1.JSON': {},
  'apimachinery.util.intstr.IntOrString': { type: ['string', 'integer'] },
  'apimachinery.apis.meta.v1.ObjectMeta': {
    type: 'object',
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      namespace: { type: 'string' },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      annotations: { type: 'object', additionalProperties: { type: 'string' } },
      finalizers: { type: 'array', items: { type: 'string' } },
    },
  },
};

/**
 * What a system has had since its package of types was made, or the package leaves out: package:Noun → fields. External Secrets: the CRD
 * of 2.9, config/crds/bases/external-secrets.io_externalsecrets.yaml; the others: the CRDs that test/cluster/schemas.cluster.ts holds
 * the schemas against. Since when, says generator/fleet/versions/table.ts.
 */
const STRATEGIES = { enum: ['Auto', 'Base64', 'Base64URL', 'None'] };
const SINCE = {
  'traefik:ErrorPage': { errorRequestHeaders: { type: 'array', items: { type: 'string' } } },
  'argo-cd:AppProjectSpec': {
    sourceIntegrity: map(
      {
        git: map(
          {
            policies: {
              type: 'array',
              items: map(
                {
                  gpg: map({ keys: { type: 'array', items: { type: 'string' } }, mode: { type: 'string' } }, ['keys', 'mode']),
                  repos: { type: 'array', items: map({ url: { type: 'string' } }, ['url']) },
                },
                ['gpg', 'repos'],
              ),
            },
          },
          ['policies'],
        ),
      },
      ['git'],
    ),
  },
  'argo-cd:ApplicationSource': { tagPrefix: { type: 'string' } },
  'argo-cd:SyncSource': { repoURL: { type: 'string' } },
  'argo-cd:SyncWindow': { syncOverrun: { type: 'boolean' } },
  'cert-manager:ACMEChallengeSolver': { waitInsteadOfSelfCheck: { type: 'string' } },
  'cert-manager:CertificateSpec': {
    renewal: map({
      policy: { enum: ['RenewBefore', 'Disabled'] },
      windows: {
        type: 'array',
        items: map({ cron: { type: 'string' }, timezone: { type: 'string' }, windowDuration: { type: 'string' } }, ['cron', 'windowDuration']),
      },
    }),
  },
  'cert-manager:VaultAuth': {
    aws: map(
      {
        iamRoleArn: { type: 'string' },
        mountPath: { type: 'string' },
        region: { type: 'string' },
        role: { type: 'string' },
        serviceAccountRef: map({ audiences: { type: 'array', items: { type: 'string' } }, name: { type: 'string' } }, ['name']),
        vaultHeaderValue: { type: 'string' },
      },
      ['role'],
    ),
  },
  'cert-manager:VenafiIssuer': {
    ngts: map(
      {
        credentialsRef: map({ name: { type: 'string' } }, ['name']),
        tokenEndpoint: { type: 'string' },
        tsgID: { type: 'string' },
        url: { type: 'string' },
      },
      ['credentialsRef', 'tsgID'],
    ),
  },
  'external-secrets:ExternalSecretDataRemoteRef': { nullBytePolicy: { enum: ['Ignore', 'Fail'] } },
  'external-secrets:ExternalSecretFind': { nullBytePolicy: { enum: ['Ignore', 'Fail'] } },
  'external-secrets:ExternalSecretRewrite': {
    merge: map({
      conflictPolicy: { enum: ['Ignore', 'Error'] },
      into: { type: 'string' },
      priority: { type: 'array', items: { type: 'string' } },
      priorityPolicy: { enum: ['IgnoreNotFound', 'Strict'] },
      strategy: { enum: ['Extract', 'JSON'] },
    }),
  },
  'external-secrets:ExternalSecretSpec': {
    syncWindows: map(
      {
        kind: { enum: ['allow', 'deny'] },
        windows: { type: 'array', items: map({ duration: { type: 'string' }, schedule: { type: 'string' } }, ['duration', 'schedule']), minItems: 1 },
      },
      ['kind', 'windows'],
    ),
  },
  'external-secrets:ExternalSecretTarget': { manifest: map({ apiVersion: { type: 'string' }, kind: { type: 'string' } }, ['apiVersion', 'kind']) },
  'external-secrets:ExternalSecretTemplateMetadata': { finalizers: { type: 'array', items: { type: 'string' } } },
  // With another kind than Secret, a path within it; the words for Secrets are those of object/unknown-value.
  'external-secrets:TemplateFrom': { target: { type: 'string' }, valuesDecodingStrategy: STRATEGIES },
};
/** The same, of values. */
const VALUES_SINCE = {
  'cert-manager:PKCS12Profile': ['Modern2026'],
  'external-secrets:ExternalSecretCreationPolicy': ['CreateOrMerge'],
  'external-secrets:GeneratorRef': {
    kind: ['BeyondtrustWorkloadCredentialsDynamicSecret', 'CloudsmithAccessToken', 'GitlabDeployToken', 'MFA', 'SSHKey'],
  },
};

const $defs = {};
const files = new Map();

/** The declarations and imports of a `.d.ts`. */
function load(path) {
  if (!files.has(path)) {
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const imports = new Map();
    const declared = new Map();
    for (const statement of source.statements) {
      if (ts.isImportDeclaration(statement)) {
        for (const { name } of statement.importClause?.namedBindings?.elements ?? []) imports.set(name.text, statement.moduleSpecifier.text);
      } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) declared.set(statement.name.text, statement);
    }
    files.set(path, { path, imports, declared });
  }
  return files.get(path);
}

/** `IIoK8sApiCoreV1PodSpec` is told by the file it lives in: every file declares one noun, named as the file is. */
function fileOf(from, name) {
  const specifier = from.imports.get(name);
  if (specifier === undefined) throw new Error(`${from.path} does not say where ${name} comes from`);
  const path = specifier.startsWith('.') ? join(dirname(from.path), specifier.replace(/\.js$/, '')) : join(modules, specifier);
  for (const candidate of [`${path}.d.ts`, join(path, 'index.d.ts')]) if (existsSync(candidate)) return candidate;
  throw new Error(`${from.path} imports ${specifier}, which is not there`);
}

function definition(path) {
  const name = path
    .slice(modules.length + 1)
    .replace(/^@kubernetes-models\//, '')
    .replace(/\.d\.ts$/, '')
    .replaceAll('/', '.');
  if (!Object.hasOwn($defs, name)) {
    $defs[name] = {}; // a type may refer to itself
    const file = load(path);
    const noun = path.slice(path.lastIndexOf('/') + 1, -'.d.ts'.length);
    $defs[name] = newer(name, BY_HAND[name] ?? declaration(file, file.declared.get(`I${noun}`)));
  }
  return { $ref: `#/$defs/${name}` };
}

/** A definition with what came since. */
function newer(name, made) {
  const noun = `${name.split('.')[0]}:${name.split('.').at(-1)}`;
  const values = VALUES_SINCE[noun];
  if (Array.isArray(values)) return { ...made, enum: [...made.enum, ...values] };
  if (SINCE[noun] === undefined && values === undefined) return made;
  const properties = { ...made.properties, ...SINCE[noun] };
  for (const [key, more] of Object.entries(values ?? {})) properties[key] = { ...properties[key], enum: [...properties[key].enum, ...more] };
  return { ...made, properties: sorted(properties) };
}

function declaration(file, node) {
  return ts.isTypeAliasDeclaration(node) ? schema(file, node.type) : closed(file, node);
}

/** An interface with what it inherits. One without fields keeps whatever it is given: its CRD preserves unknown fields. */
function closed(file, node) {
  const properties = {};
  const required = [];
  for (const type of node.heritageClauses?.flatMap((clause) => [...clause.types]) ?? []) {
    const name = type.expression.getText();
    if (name === 'TypeMeta') continue;
    const path = fileOf(file, name);
    const inherited = resolved(definition(path));
    Object.assign(properties, inherited.properties);
    required.push(...(inherited.required ?? []));
  }
  for (const member of node.members) {
    if (ts.isIndexSignatureDeclaration(member)) return { type: 'object', additionalProperties: schema(file, member.type) };
    if (!ts.isPropertySignature(member)) throw new Error(`${file.path}: ${member.getText()}`);
    const key = member.name.text;
    properties[key] = schema(file, member.type);
    if (member.questionToken === undefined) required.push(key);
  }
  if (Object.keys(properties).length === 0) return { type: 'object' };
  return { type: 'object', additionalProperties: false, properties, ...(required.length === 0 ? {} : { required: [...new Set(required)] }) };
}

function sorted(map) {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A closed map. */
function map(properties, required) {
  return { type: 'object', additionalProperties: false, properties, ...(required === undefined ? {} : { required }) };
}

function resolved(node) {
  return node.$ref === undefined ? node : resolved($defs[node.$ref.slice('#/$defs/'.length)]);
}

function schema(file, node) {
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { type: 'string' };
    case ts.SyntaxKind.NumberKeyword:
      // No API we know has fractions: "API conventions: avoid floating-point values" (kubernetes/community).
      return { type: 'integer' };
    case ts.SyntaxKind.BooleanKeyword:
      return { type: 'boolean' };
    case ts.SyntaxKind.AnyKeyword:
    case ts.SyntaxKind.UnknownKeyword:
      return {};
    case ts.SyntaxKind.ObjectKeyword:
      return { type: 'object' };
    default:
  }
  if (ts.isArrayTypeNode(node)) return { type: 'array', items: schema(file, node.elementType) };
  if (ts.isParenthesizedTypeNode(node)) return schema(file, node.type);
  if (ts.isTypeLiteralNode(node)) return closed(file, node);
  if (ts.isLiteralTypeNode(node)) return literal(node.literal);
  if (ts.isUnionTypeNode(node)) return union(node.types.map((type) => schema(file, type)));
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    if (name === 'Array') return { type: 'array', items: schema(file, node.typeArguments[0]) };
    if (file.declared.has(name)) return declaration(file, file.declared.get(name));
    return definition(fileOf(file, name));
  }
  throw new Error(`${file.path}: what is ${node.getText()}?`);
}

function literal(node) {
  if (node.kind === ts.SyntaxKind.NullKeyword) return { type: 'null' };
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return { type: 'boolean' };
  return { enum: [ts.isStringLiteral(node) ? node.text : Number(node.getText())] };
}

function union(members) {
  if (members.every((member) => member.enum !== undefined)) return { enum: members.flatMap((member) => member.enum) };
  if (members.every((member) => typeof member.type === 'string' && Object.keys(member).length === 1))
    return { type: members.map(({ type }) => type) };
  return { anyOf: members };
}

/** The schema of a kind. Its status is the cluster's to write, and no operation is started from Git. */
function kind(path) {
  const file = load(path);
  const noun = path.slice(path.lastIndexOf('/') + 1, -'.d.ts'.length);
  const node = file.declared.get(`I${noun}`);
  const members = node.members.filter((member) => !['status', 'operation'].includes(member.name.text));
  const made = closed(file, { heritageClauses: node.heritageClauses, members });
  // The kind has been told by the time it is held against its schema.
  Object.assign(made.properties, { apiVersion: { type: 'string' }, kind: { type: 'string' } });
  return { ...made, required: [...new Set(['apiVersion', 'kind', 'metadata', ...(made.required ?? [])])].sort() };
}

function generated() {
  const kinds = {};
  for (const [name, versions] of Object.entries(KINDS)) {
    for (const [apiVersion, names] of Object.entries(versions)) {
      for (const noun of names.split(' ')) kinds[`${apiVersion}/${noun}`] = kind(join(modules, name, apiVersion, `${noun}.d.ts`));
    }
  }
  const from = Object.keys(KINDS).map((name) => `${name}@${JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version}`);
  return `${JSON.stringify({ $comment: `Made by npm run schemas from the types of ${from.join(', ')}.`, kinds: sorted(kinds), $defs: sorted($defs) }, null, 1)}\n`;
}

const path = join(root, 'schemas/objects/generated.json');
const text = generated();
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (readFileSync(path, 'utf8') !== text) {
  console.error('schemas/objects/generated.json is not what the model packages say: run npm run schemas');
  process.exitCode = 1;
}
