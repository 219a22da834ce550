/** A controller that a fleet may bring, as the component of a chart. */
interface Controller {
  readonly name: string;
  readonly summary: string;
  readonly repository: string;
  /** With its comments. */
  readonly values: string;
}

const ALL: readonly Controller[] = [
  {
    name: 'cert-manager',
    summary: 'Issues certificates',
    repository: 'https://charts.jetstack.io',
    values: `crds: { enabled: true }
# A hook of Helm, and a Job that nobody needs who does not install by Helm.
startupapicheck: { enabled: false }
# Nothing is delivered into kube-system.
global: { leaderElection: { namespace: cert-manager } }
`,
  },
  {
    name: 'external-secrets',
    summary: 'Delivers Secrets from a provider',
    repository: 'https://charts.external-secrets.io',
    values: 'installCRDs: true\n',
  },
  {
    name: 'traefik',
    summary: 'Routes requests to agents',
    repository: 'https://traefik.github.io/charts',
    values: 'deployment: { replicas: 2 }\n',
  },
];

export const CONTROLLERS: readonly string[] = ALL.map(({ name }) => name);

/** The files of their components: path → text. The version is the newest when it is vendored, which pins it. */
export function controllerFiles(): [path: string, text: string][] {
  return ALL.flatMap(({ name, summary, repository, values }): [string, string][] => [
    [
      `config/components/${name}/component.yaml`,
      `apiVersion: fleet.plugged.in/v1alpha1
kind: Component
name: ${name}
summary: ${summary}
requires: [cluster]
namespaces: [${name}]
chart:
  name: ${name}
  repository: ${repository}
  values: values.yaml
  provides: ${name}
`,
    ],
    [`config/components/${name}/values.yaml`, values],
  ]);
}
