import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { TOKENS, withoutTokens } from './token.ts';

/** What a chart is rendered of. */
export interface TemplateRequest {
  /** Archive, or folder of an unpacked chart. */
  readonly chart: string;
  readonly release: string;
  readonly namespace: string;
  /** `1.35` */
  readonly kubernetes: string;
  readonly apiVersions: readonly string[];
  readonly crds: boolean;
  readonly values: unknown;
}

/** What Helm printed, or what it said instead. */
export type Templated = { readonly text: string } | { readonly refused: string };

/** The first versions of Helm whose `template` is as it is expected here. */
const OLDEST = [3, 14] as const;
const SECONDS = 120;
/** Bytes that a chart may make. */
export const MOST_OBJECTS = 10 * 1024 * 1024;

/** Helm as a program: with folders of its own, so that plugins, repositories and settings of a person change nothing. */
export class Helm {
  readonly #program: string;
  readonly #home: string;
  readonly version: string;

  /** @throws Failure (usage) where it is not there, or too old */
  constructor(program: string) {
    this.#program = program;
    this.#home = mkdtempSync(join(tmpdir(), 'pap-fleet-helm-'));
    this.version = this.#ownVersion();
  }

  /** Takes its folders away. */
  end(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #ownVersion(): string {
    const { status, stdout, error } = this.#run(['version', '--template', '{{.Version}}']);
    const hint = 'install Helm 3.14 or later (https://helm.sh/docs/intro/install/), or name it with --helm';
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') throw new Failure('usage', `there is no program ${this.#program}`, hint);
    const [version, major, minor = '0'] = /^v([0-9]+)(?:\.([0-9]+))?\S*$/.exec(stdout.trim()) ?? [];
    if (status !== 0 || version === undefined) throw new Failure('usage', `${this.#program} is not Helm`, hint);
    if (Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]))
      throw new Failure('usage', `${this.#program} is Helm ${version}`, hint);
    return version;
  }

  template({ chart, release, namespace, kubernetes, apiVersions, crds, values }: TemplateRequest): Templated {
    const file = join(this.#home, 'values.json');
    writeFileSync(file, JSON.stringify(values));
    const words = ['template', release, chart, '--namespace', namespace, '--kube-version', `${kubernetes}.0`, '--values', file];
    const more = [...(crds ? ['--include-crds'] : ['--skip-crds']), ...apiVersions.flatMap((each) => ['--api-versions', each])];
    const { status, stdout, stderr, error } = this.#run([...words, ...more]);
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    if (code === 'ENOBUFS') return { refused: `it makes more than ${MOST_OBJECTS} bytes` };
    if (code === 'ETIMEDOUT') return { refused: `Helm had not rendered it after ${SECONDS} seconds` };
    if (status !== 0) return { refused: said(stderr.replaceAll(this.#home, '…')) };
    return { text: stdout };
  }

  /** A copy of an archive that nobody changes meanwhile. @returns its path */
  hold(bytes: Uint8Array, name: string): string {
    const path = join(mkdtempSync(join(this.#home, 'archive-')), name);
    writeFileSync(path, bytes);
    return path;
  }

  /** What stands in Chart.yaml. @throws Failure where the archive is no chart */
  describe(archive: string): string {
    const { status, stdout, stderr } = this.#run(['show', 'chart', archive]);
    if (status !== 0) throw new Failure('usage', `${archive} is no chart: ${said(stderr)}`, 'take the archive that the chart is published as');
    return stdout;
  }

  /** Fetch an archive. @returns its bytes. @throws Failure where the repository has none */
  pull(repository: string, name: string, version: string): Uint8Array {
    const into = join(this.#home, 'pulled');
    mkdirSync(into, { recursive: true });
    const from = repository.startsWith('oci://') ? [`${repository.replace(/\/$/, '')}/${name}`] : [name, '--repo', repository];
    const { status, stderr, error } = this.#run(['pull', ...from, '--version', version, '--destination', into]);
    const [file] = readdirSync(into);
    if (status !== 0 || file === undefined)
      throw new Failure(
        'system',
        `cannot fetch ${name} ${version} from ${repository}: ${error === undefined ? said(stderr) : error.message}`,
        'fetch it by hand, and name it with --archive FILE',
      );
    return readFileSync(join(into, file));
  }

  /**
   * Unpack an archive and change its templates, to see what they depend on.
   * @returns its folder. @throws Failure where it cannot be unpacked
   */
  rewritten(archive: string, edit: (text: string) => string): string {
    const into = mkdtempSync(join(this.#home, 'unpacked-'));
    // Helm has read the archive before, and refuses one with paths that lead out of it.
    const { status, stderr, error } = spawnSync('tar', ['-xzf', archive, '-C', into, '--no-same-owner'], { encoding: 'utf8' });
    if (status !== 0)
      throw new Failure('system', `cannot unpack ${archive}: ${error === undefined ? said(stderr) : error.message}`, 'the program tar is asked');
    for (const entry of readdirSync(into, { recursive: true, encoding: 'utf8' })) {
      const path = join(into, entry);
      if (/(^|[\\/])templates[\\/]/.test(entry) && statSync(path).isFile()) writeFileSync(path, edit(readFileSync(path, 'utf8')));
    }
    return join(into, readdirSync(into)[0] as string);
  }

  #run(words: readonly string[]) {
    return spawnSync(this.#program, words, {
      encoding: 'utf8',
      env: {
        ...environment(),
        HELM_CACHE_HOME: join(this.#home, 'cache'),
        HELM_CONFIG_HOME: join(this.#home, 'config'),
        HELM_DATA_HOME: join(this.#home, 'data'),
      },
      maxBuffer: MOST_OBJECTS,
      timeout: SECONDS * 1000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

/** Our environment without tokens, clusters and what else steers these programs. */
export function environment(): Record<string, string> {
  const left = Object.entries(process.env).filter(
    ([name]) => !/^(HELM_|KUBE|NODE_OPTIONS$)/i.test(name) && !(TOKENS as readonly string[]).includes(name.toUpperCase()),
  );
  return { ...(Object.fromEntries(left) as Record<string, string>), KUBECONFIG: devNull, TZ: 'UTC', LC_ALL: 'C' };
}

/** What a program said, without what a terminal would do with it. */
export function said(stderr: string): string {
  const lines = withoutTokens(stderr)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(WARNING|walk\.go|Use --debug)/.test(line));
  return (
    lines
      .slice(0, 6)
      .join('\n  ')
      .replace(/^Error: /, '')
      .slice(0, 2000) || 'it ended without a word'
  );
}
