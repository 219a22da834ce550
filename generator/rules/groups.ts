/** What the part of a code before the slash says about when it is found: in the order of the reference, and of findings at one place. */
export const GROUPS: Readonly<Record<string, string>> = {
  yaml: 'The file cannot be read. Nothing else is looked at until it can.',
  secret: 'Values of secrets in files of `config/`.',
  schema: 'The fleet does not have the form that `schemas/` describes; [fleet.md](fleet.md) lists every key.',
  fleet: 'The form is right, but parts of the fleet do not fit together.',
  rollout: 'A rollout of `config/rollouts` is refused. [rollouts.md](rollouts.md) has the way of a change through the regions.',
  hold: 'What a roll-back holds would change. [rollouts.md](rollouts.md#roll-back) says how it is released.',
  config: 'A file lies in the wrong place.',
  kind: 'A definition of `config/schemas`, or among the manifests of `lint`, is refused. [extending.md](extending.md#a-kind-of-your-own) says what it is for.',
  component: 'A component of `config/components` is refused, or is of no use.',
  policy:
    'A policy of `config/policies` is refused, or of no use. [policies.md](policies.md) says how one is written; what breaks a policy has the code of that policy.',
  freeze: 'A freeze of `config/freezes` is refused, or holds nothing any more. [freezes.md](freezes.md) says how one is written.',
  extra: 'An object of `config/extra` is refused.',
  patch: 'A patch of `config/patches` is refused.',
  object: 'One of the objects that would be applied to a cluster is not one that the cluster takes.',
  language: 'A text inside an object is in a language of its own, and whoever reads it cannot.',
  reference: 'An object refers to something that is not there. `generate` looks at whole clusters, `lint` at the manifests it is given.',
  quantity: 'Numbers of several objects do not fit each other.',
  certificate: 'A certificate will not be what its users expect.',
  dns: "Writers of DNS records get into each other's way.",
  kustomization:
    'A folder of Kustomize among the manifests of `lint` cannot be built, or does less than it says. [lint.md](lint.md#kustomizations) says what is built, and what is left.',
  network: 'NetworkPolicies close what is needed. They add up: what one allows, no other takes back.',
  monitor: 'Metrics do not arrive, or arrive twice.',
  security: 'What is applied gives away more than it should, or is refused for it.',
  pap: 'PAP asks for more than Kubernetes does.',
  backup: 'A backup does not hold what one restores.',
  waiver: 'An entry of `waivers` is of no use. The examples were made on 2026-11-23.',
  approval:
    'A file of `config/approvals` does not count. The gate says so, in `plan`, `approve` and `publish`; the examples were made on 2026-11-23.',
};
