// The rights that cert-manager's own chart gives its controller, out of its Go module. Helm is not asked: the one template that has them
// needs little, and what it needs beyond that is an error.
import { parse } from 'yaml';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { manifestsIn } from './manifests.ts';
import { sourceOf, versionOf } from './sources.ts';

const CHART = 'deploy/charts/cert-manager';

interface Values {
  readonly approveSignerNames: readonly string[];
  readonly global: { readonly leaderElection: { readonly namespace: string } };
}

/** @param namespace where the chart is installed, under the name `cert-manager` */
export function chartRights(namespace: string): KubeObject[] {
  const values = parse(sourceOf('cert-manager', `${CHART}/values.yaml`)) as Values;
  const text = sourceOf('cert-manager', `${CHART}/templates/rbac.yaml`)
    .replaceAll(/\{\{- \/\*[^]*?\*\/\}\}/g, '')
    .replace(/ *\{\{- range \. \}\}\n( *- )\{\{ \. \| quote \}\}\n *\{\{- end {2}\}\}/, (_, item: string) =>
      values.approveSignerNames.map((name) => `${item}${JSON.stringify(name)}`).join('\n'),
    )
    // With the values of the chart every condition holds.
    .replaceAll(/^ *\{\{- (?:if|with|end|include "labels").*\}\} *$/gm, '')
    .replaceAll(/\{\{ (?:template|include) "cert-manager\.(fullname|name|serviceAccountName)" \. \}\}/g, 'cert-manager')
    .replaceAll('{{ include "cert-manager.namespace" . }}', namespace)
    .replaceAll('{{ .Values.global.leaderElection.namespace }}', values.global.leaderElection.namespace)
    .replaceAll('{{ .Release.Name }}', 'cert-manager');
  const left = /.*\{\{.*/.exec(text)?.[0];
  if (left !== undefined)
    throw new Error(`the chart of cert-manager ${versionOf('cert-manager')} has a template that is not understood here: ${left}`);
  return manifestsIn(text);
}
