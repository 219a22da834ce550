// What Argo CD says of objects: its own packages for differences and health, in a program that reads pairs.
import type { KubeObject } from '../../generator/k8s/object.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import { must } from '../system/servers/run.ts';
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
  readonly #kubeconfig: string;

  private constructor(kubeconfig: string) {
    this.#kubeconfig = kubeconfig;
  }

  /** @param cluster whose objects are judged; it gets the ConfigMap that every Argo CD has, with nothing in it */
  static async beside(cluster: Cluster): Promise<ArgoCd> {
    const metadata = { name: 'argocd-cm', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } };
    for (const object of [namespace('argocd'), { apiVersion: 'v1', kind: 'ConfigMap', metadata }]) accepted(await cluster.apply(object));
    return new ArgoCd(cluster.kubeconfig('argocd'));
  }

  /** @throws with what the program said, where it could not judge one */
  judge(questions: readonly Question[]): Judgement[] {
    const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
    const answers = must(programPath('gitops-engine'), [`--kubeconfig=${this.#kubeconfig}`], { input })
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Judgement);
    if (answers.length !== questions.length) throw new Error(`${answers.length} answers to ${questions.length} questions`);
    for (const [i, { error }] of answers.entries()) {
      const { desired, live } = questions[i] as Question;
      if (error !== undefined) throw new Error(`${objectTitle((desired ?? live) as KubeObject)}: ${error}`);
    }
    return answers;
  }

  /** @returns `Kind namespace/name` → how it is, and why, of objects that live; without those of which Argo CD asks nothing */
  health(lives: readonly KubeObject[]): Map<string, Health> {
    const answers = this.judge(lives.map((live) => ({ live })));
    return new Map(answers.flatMap(({ health }, i) => (health === undefined ? [] : [[objectTitle(lives[i] as KubeObject), health.status]])));
  }
}
