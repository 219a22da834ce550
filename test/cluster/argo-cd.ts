// What Argo CD says of objects: its own packages for differences and health, in a program that reads pairs.
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import type { Cluster } from './cluster.ts';
import { accepted } from './cluster.ts';
import { namespace } from './delivered.ts';
import { programPath } from './programs/programs.ts';

/** Argo CD's word for how an object is (gitops-engine, pkg/health/health.go). */
export type Health = 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown';

export interface Question {
  readonly desired?: KubeObject;
  readonly live?: KubeObject;
  /** Of the Application. */
  readonly options?: readonly string[];
  readonly ignore?: readonly unknown[];
}

interface Difference {
  readonly modified: boolean;
  readonly live?: unknown;
  readonly predicted?: unknown;
}

export interface Judgement {
  readonly diff?: Difference;
  readonly serverSideDiff?: Difference;
  /** Absent where Argo CD asks objects of the kind nothing. */
  readonly health?: { readonly status: Health; readonly message?: string };
  readonly error?: string;
}

export class ArgoCd {
  readonly #program: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting: ((line: string | undefined) => void)[] = [];
  #log = '';

  private constructor(kubeconfig: string) {
    // It ends with its input, and so with this process.
    this.#program = spawn(programPath('gitops-engine'), [`--kubeconfig=${kubeconfig}`], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#program.stderr.on('data', (part) => (this.#log += String(part)));
    this.#program.stdin.on('error', () => undefined);
    createInterface(this.#program.stdout)
      .on('line', (line) => this.#waiting.shift()?.(line))
      .on('close', () => this.#waiting.splice(0).forEach((answer) => answer(undefined)));
  }

  /** @param cluster whose objects are judged; it gets the ConfigMap that every Argo CD has, with nothing in it */
  static async beside(cluster: Cluster): Promise<ArgoCd> {
    const metadata = { name: 'argocd-cm', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } };
    for (const object of [namespace('argocd'), { apiVersion: 'v1', kind: 'ConfigMap', metadata }]) accepted(await cluster.apply(object));
    return new ArgoCd(cluster.kubeconfig('argocd'));
  }

  stop(): void {
    this.#program.stdin.end();
  }

  #ask(question: Question): Promise<string | undefined> {
    return new Promise((resolve) => {
      if (this.#program.exitCode !== null) resolve(undefined);
      else {
        this.#waiting.push(resolve);
        this.#program.stdin.write(`${JSON.stringify(question)}\n`);
      }
    });
  }

  /** @throws with what the program said, where it could not judge one */
  async judge(questions: readonly Question[]): Promise<Judgement[]> {
    const lines = await Promise.all(questions.map((question) => this.#ask(question)));
    return lines.map((line, i) => {
      const { desired, live } = questions[i] as Question;
      const { error, ...said } = (line === undefined ? { error: `no answer: ${this.#log.slice(-4000)}` } : JSON.parse(line)) as Judgement;
      if (error !== undefined) throw new Error(`${objectTitle((desired ?? live) as KubeObject)}: ${error}`);
      return said;
    });
  }

  /** @returns `Kind namespace/name` → how it is, and why, of objects that live; without those of which Argo CD asks nothing */
  async health(lives: readonly KubeObject[]): Promise<Map<string, Health>> {
    const answers = await this.judge(lives.map((live) => ({ live })));
    return new Map(answers.flatMap(({ health }, i) => (health === undefined ? [] : [[objectTitle(lives[i] as KubeObject), health.status]])));
  }
}

interface Application extends KubeObject {
  readonly spec: { readonly syncPolicy: { readonly syncOptions: readonly string[] }; readonly ignoreDifferences?: readonly object[] };
}

/**
 * By what the Applications say of differences in an object, which of them it may belong to: those of a region have the same sync options, and
 * what they ignore they name.
 */
export function ruledBy(applications: readonly KubeObject[], region: string): (desired: KubeObject) => Question {
  const all = applications.filter(({ kind }) => kind === 'Application') as Application[];
  const isRoot = ({ metadata }: KubeObject): boolean => metadata.labels?.['pap.plugged.in/region'] === undefined;
  const own = all.filter(({ metadata }) => metadata.labels?.['pap.plugged.in/region'] === region);
  const ignore = own.flatMap(({ spec }) => spec.ignoreDifferences ?? []);
  const optionsOf = (one: Application | undefined): readonly string[] => one?.spec.syncPolicy.syncOptions ?? [];
  return (desired) =>
    desired.apiVersion.startsWith('argoproj.io/')
      ? { desired, options: optionsOf(all.find(isRoot)) }
      : { desired, options: optionsOf(own[0]), ignore };
}
