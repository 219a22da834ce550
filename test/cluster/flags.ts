// The flags that controllers take, read off what their own Go modules say: schemas/objects/flags.json is made of it.
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minorOf } from '../../generator/fleet/versions/releases.ts';
import { go } from './programs/go.ts';

/** Where the flags of a release stand, and which releases are read: the first and the last of a minor differ now and then. */
interface Source {
  readonly moduleOf: (version: string) => string;
  readonly releases: readonly string[];
  readonly flagsIn: (folder: string) => string[];
  /** Where the program itself lies in no module that is published: there may be flags beside these. */
  readonly partial?: true;
}

const read = (folder: string, file: string): string => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '');
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);

const CERT_MANAGER = {
  moduleOf: (version: string) => `github.com/cert-manager/cert-manager@v${version}`,
  releases: [
    '1.13.0',
    '1.13.6',
    '1.14.0',
    '1.14.7',
    '1.15.0',
    '1.15.5',
    '1.16.0',
    '1.16.5',
    '1.17.1',
    '1.17.4',
    '1.18.0',
    '1.18.2',
    '1.19.0',
    '1.19.1',
    '1.20.0',
    '1.21.2',
  ],
} as const;

/** What pkg/logs gives every program of cert-manager. */
const logFlags = (folder: string): string[] =>
  [...read(folder, 'pkg/logs/logs.go').matchAll(/case ((?:"[a-z_-]+",?\s*)+):/g)].flatMap(([, names = '']) =>
    all(names.replaceAll('_', '-'), /"([a-z-]+)"/g),
  );

/** What the chart of a release starts a program with. */
const chartFlags = (folder: string, template: string): string[] =>
  all(read(folder, `deploy/charts/cert-manager/templates/${template}.yaml`), /^ *- "?--([a-z0-9-]+)/gm);

const METRICS = ['cert-file', 'private-key-file', 'cipher-suites', 'min-version'].map((name) => `metrics-tls-${name}`);
const SERVING = ['leaf-duration', 'ca-secret-namespace', 'ca-secret-name', 'dns-names'].map((name) => `metrics-dynamic-serving-${name}`);
/** What cmd/controller and cmd/cainjector have in app/options/options.go, which are modules of their own that nobody publishes. */
const OF_BOTH = [
  ...['config', 'enable-profiling', 'feature-gates', 'help', 'kubeconfig', 'metrics-listen-address', 'namespace', 'profiler-address'],
  ...['leader-elect', ...['namespace', 'lease-duration', 'renew-deadline', 'retry-period'].map((name) => `leader-election-${name}`)],
  ...METRICS,
  ...SERVING,
];
const OF_CONTROLLER = [
  ...['image', 'nameservers', 'run-as-non-root'].map((name) => `acme-http01-solver-${name}`),
  ...['request', 'limits'].flatMap((what) => ['cpu', 'memory'].map((name) => `acme-http01-solver-resource-${what}-${name}`)),
  ...[
    'auto-certificate-annotations',
    'extra-certificate-annotations',
    'copied-annotation-prefixes',
    'enable-certificate-owner-ref',
    'enable-gateway-api',
  ],
  ...[
    'certificate-request-minimum-backoff-duration',
    'certificate-request-maximum-backoff-duration',
    'issuer-ambient-credentials',
    'cluster-issuer-ambient-credentials',
  ],
  ...['cluster-resource-namespace', 'concurrent-workers', 'controllers', 'kube-api-burst', 'kube-api-qps', 'master', 'max-concurrent-challenges'],
  ...[
    'default-issuer-group',
    'default-issuer-kind',
    'default-issuer-name',
    'dns01-check-retry-period',
    'dns01-recursive-nameservers',
    'dns01-recursive-nameservers-only',
  ],
  ...['internal-healthz-leader-election-timeout', 'internal-healthz-listen-address'],
];
const OF_CAINJECTOR = [
  'enable-certificates-data-source',
  ...['apiservices', 'customresourcedefinitions', 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations'].map(
    (name) => `enable-${name}-injectable`,
  ),
];

const TRAEFIK = 'docs/content/reference';

export const SOURCES: Readonly<Record<string, Source>> = {
  'external-dns': {
    moduleOf: (version) => `sigs.k8s.io/external-dns@v${version}`,
    releases: ['0.14.0', '0.14.2', '0.15.0', '0.15.1', '0.16.1', '0.17.0', '0.18.0', '0.19.0', '0.20.0', '0.21.0', '0.22.0'],
    flagsIn: (folder) => [
      'help',
      'version',
      ...all(read(folder, 'docs/flags.md'), /`--(?:\[no-\])?([a-z0-9-]+)/g),
      ...all(read(folder, 'pkg/apis/externaldns/types.go'), /\.Flag\("([a-z0-9-]+)"/g),
    ],
  },
  traefik: {
    moduleOf: (version) => `github.com/traefik/traefik/v${version.charAt(0)}@v${version}`,
    releases: ['2.10.0', '2.10.7', '2.11.0', '2.11.45', '3.0.0', '3.1.0', '3.2.0', '3.4.0', '3.5.0', '3.6.0', '3.6.12', '3.7.13'],
    flagsIn: (folder) => {
      const listed = all(read(folder, `${TRAEFIK}/static-configuration/cli-ref.md`), /^`--([^`=]+)`/gm);
      const tabled = all(read(folder, `${TRAEFIK}/install-configuration/configuration-options.md`), /">([^<]+)<\/a>/g);
      const names = listed.length > 0 ? listed : tabled.map((name) => name.replace(/\b_(\w+)_\b/g, '<$1>'));
      return [
        'configfile',
        'h',
        'help',
        ...names.map((name) =>
          name
            .toLowerCase()
            .replaceAll('\\', '')
            .replace(/\[[n0-9]\]|\._n_/g, '[n]'),
        ),
      ];
    },
  },
  'cert-manager-controller': {
    ...CERT_MANAGER,
    partial: true,
    flagsIn: (folder) => [...OF_BOTH, ...OF_CONTROLLER, ...logFlags(folder), ...chartFlags(folder, 'deployment')],
  },
  'cert-manager-webhook': {
    ...CERT_MANAGER,
    flagsIn: (folder) => [
      'help',
      ...all(read(folder, 'pkg/webhook/options/options.go'), /\bfs\.\w*Var\w*\([^,"]+,\s*"([a-z0-9-]+)"/g),
      ...logFlags(folder),
    ],
  },
  'cert-manager-cainjector': {
    ...CERT_MANAGER,
    partial: true,
    flagsIn: (folder) => [...OF_BOTH, ...OF_CAINJECTOR, ...logFlags(folder), ...chartFlags(folder, 'cainjector-deployment')],
  },
};

/** What one release takes. */
export function flagsOf({ moduleOf, flagsIn }: Source, release: string): ReadonlySet<string> {
  const { Dir } = JSON.parse(go(['mod', 'download', '-json', moduleOf(release)], { cwd: tmpdir() })) as { Dir: string };
  return new Set(flagsIn(Dir));
}

/** Flags by the first and the last minor that has them. */
export function tableOf(source: Source): { minors: string[]; last: string; flags: Record<string, string[]>; partial?: true } {
  const byMinor = new Map<string, Set<string>>();
  for (const release of source.releases) {
    const minor = minorOf(release);
    byMinor.set(minor, new Set([...(byMinor.get(minor) ?? []), ...flagsOf(source, release)]));
  }
  const minors = [...byMinor.keys()];
  const flags: Record<string, string[]> = {};
  for (const flag of [...new Set([...byMinor.values()].flatMap((names) => [...names]))].sort()) {
    const there = minors.filter((minor) => byMinor.get(minor)?.has(flag) === true);
    (flags[`${there[0]}-${there.at(-1)}`] ??= []).push(flag);
  }
  return { minors, last: source.releases.at(-1) as string, flags, ...(source.partial === undefined ? {} : { partial: source.partial }) };
}
