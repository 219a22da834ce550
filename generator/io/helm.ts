import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unpack } from './archive.ts';
import { milliseconds } from './clock.ts';
import { Failure } from './failure.ts';
import { readBytes } from './read-bytes.ts';
import { bareEnvironment, programPath, runProgram, type Outcome } from './run-program.ts';

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

/** What a program printed that makes objects, or what it said instead. */
export type Templated = { readonly text: string } | { readonly refused: string };

/** The first versions of Helm whose `template` is as it is expected here. */
const OLDEST = [3, 14] as const;
const SECONDS = 120;
/** All that is asked of Helm in one run: a chart may be rendered for hundreds of combinations, but not for ever. */
const SECONDS_OF_ALL = 1200;
/** Bytes that a chart may make. */
export const MOST_OBJECTS = 10 * 1024 * 1024;
/** Charts are texts: the largest there are have a few hundred kilobytes. */
export const MOST_ARCHIVE = 10 << 20;

/** An archive that was looked through. */
export interface Held {
  readonly path: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** How the files of a chart become others. */
interface Rewriting {
  readonly text: (text: string, path: string) => string;
  readonly name?: (path: string) => string;
}

/** Helm as a program: with folders of its own, so that plugins, repositories and settings of a person change nothing. */
export class Helm {
  readonly #program: string;
  readonly #home: string;
  readonly #begun = milliseconds();
  readonly version: string;

  /** @throws Failure (usage) where it is not there, or too old */
  constructor(program: string) {
    const hint = 'install Helm 3.14 or later (https://helm.sh/docs/intro/install/), or name it with --helm';
    const path = programPath(program);
    if (path === undefined) throw new Failure('usage', `there is no program ${program}`, hint);
    this.#program = path;
    this.#home = mkdtempSync(join(tmpdir(), 'pap-fleet-helm-'));
    const { status, stdout } = this.#run(['version', '--template', '{{.Version}}']);
    const [version, major, minor = '0'] = /^v([0-9]+)(?:\.([0-9]+))?\S*$/.exec(stdout.trim()) ?? [];
    const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
    if (status !== 0 || version === undefined || isOld) {
      this.end();
      throw new Failure('usage', `${program} is ${version === undefined ? 'not Helm' : `Helm ${version}`}`, hint);
    }
    this.version = version;
  }

  /** Takes its folders away. */
  end(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  template({ chart, release, namespace, kubernetes, apiVersions, crds, values }: TemplateRequest): Templated {
    const file = join(this.#home, 'values.json');
    writeFileSync(file, JSON.stringify(values));
    const words = ['template', release, chart, '--namespace', namespace, '--kube-version', `${kubernetes}.0`, '--values', file];
    const more = [...(crds ? ['--include-crds'] : ['--skip-crds']), ...apiVersions.flatMap((each) => ['--api-versions', each])];
    const { status, stdout, said, broken } = this.#run([...words, ...more]);
    if (broken === 'too much') return { refused: `it makes more than ${MOST_OBJECTS} bytes` };
    if (broken === 'too long') return { refused: 'Helm took too long' };
    if (status !== 0) return { refused: said.replaceAll(this.#home, '…') };
    return { text: stdout };
  }

  /** A copy of an archive that nobody changes meanwhile, of which every file is looked at before Helm is. @throws Failure where it is none */
  hold(bytes: Uint8Array, title: string): Held {
    const unpacked = unpack(bytes);
    if ('refused' in unpacked)
      throw new Failure('usage', `${title} is no archive of a chart: ${unpacked.refused}`, 'take the archive that the chart is published as');
    const path = join(mkdtempSync(join(this.#home, 'archive-')), 'chart.tgz');
    writeFileSync(path, bytes);
    return { path, files: unpacked.files };
  }

  /** What stands in Chart.yaml. @throws Failure where the archive is no chart */
  describe({ path }: Held, title: string): string {
    const { status, stdout, said } = this.#run(['show', 'chart', path]);
    if (status !== 0)
      throw new Failure('usage', `${title} is no chart: ${said.replaceAll(this.#home, '…')}`, 'take the archive that the chart is published as');
    return stdout;
  }

  /** Fetch an archive. @param version the newest if absent. @returns its bytes. @throws Failure where the repository has none */
  pull(repository: string, name: string, version: string | undefined): Uint8Array {
    const into = mkdtempSync(join(this.#home, 'pulled-'));
    const from = repository.startsWith('oci://') ? [`${repository.replace(/\/$/, '')}/${name}`] : [name, '--repo', repository];
    const { status, said } = this.#run(['pull', ...from, ...(version === undefined ? [] : ['--version', version]), '--destination', into]);
    const [file] = readdirSync(into);
    if (status !== 0 || file === undefined)
      throw new Failure(
        'system',
        `cannot fetch ${name}${version === undefined ? '' : ` ${version}`} from ${repository}: ${said}`,
        'fetch it by hand, and name it with --archive FILE',
      );
    return readBytes(join(into, file), MOST_ARCHIVE);
  }

  /** The chart with other texts, and other names of files, to see what depends on them. @returns its folder */
  rewritten({ files }: Held, { text, name = (same) => same }: Rewriting): string {
    const into = mkdtempSync(join(this.#home, 'unpacked-'));
    const renamed = new Map([...files].map(([path]) => [path, name(path)]));
    const isClear = new Set(renamed.values()).size === files.size;
    for (const [from, content] of files) {
      const path = join(into, isClear ? (renamed.get(from) as string) : from);
      mkdirSync(dirname(path), { recursive: true });
      const before = Buffer.from(content).toString('utf8');
      const after = text(before, from);
      // What is no text stays as it is.
      writeFileSync(path, after === before ? content : after, { flag: 'wx' });
    }
    return join(into, readdirSync(into)[0] as string);
  }

  #run(words: readonly string[]): Outcome {
    const left = this.#begun + SECONDS_OF_ALL * 1000 - milliseconds();
    if (left <= 0) throw new Failure('system', `Helm was asked for more than ${SECONDS_OF_ALL} seconds`, 'vendor one component after the other');
    const folders = { HELM_CACHE_HOME: 'cache', HELM_CONFIG_HOME: 'config', HELM_DATA_HOME: 'data' };
    const own = Object.fromEntries(Object.entries(folders).map(([name, folder]) => [name, join(this.#home, folder)]));
    const env = { ...bareEnvironment(this.#home, true), ...own, KUBECONFIG: join(this.#home, 'none') };
    return runProgram(this.#program, words, { env, most: MOST_OBJECTS, milliseconds: Math.min(SECONDS * 1000, left) });
  }
}
