// What the gate says of patches that choose objects by their labels.
import { expect, test } from 'vitest';
import { judged } from './fleet.ts';
import type { Spec } from './fleet.ts';

const comes = (spec: Spec): void => {
  const delta = { ref: 'acme/delta@1.2.0', image: 'registry.example.net/agents/delta:v1.2.0', labels: { 'example.net/x': 'y' } };
  spec.agents['delta'] = { ...structuredClone(spec.agents['alpha'] as object), ...delta };
};
const aliases = (target: string, more = ''): string => `- target: { kind: Deployment, ${target} }
  patch:
    - { op: add, path: /spec/template/spec/hostAliases, value: [{ ip: 192.0.2.9, hostnames: [auth.example.net] }] }
${more}`;

test.each([
  ['by name', aliases('name: delta-agent')],
  ['by a label', aliases('labelSelector: "example.net/x=y"')],
  ['by a label that it takes away', aliases('labelSelector: "example.net/x=y"', '    - { op: remove, path: /metadata/labels/example.net~1x }\n')],
])('what a patch writes into an agent that comes is asked: chosen %s', (_, patch) => {
  expect(judged({ edit: comes }).because).toEqual([]);
  const outcome = judged({ edit: comes, files: { 'patches/all/agents/p.yaml': patch } });
  expect(outcome.because.join('\n')).toContain('the pods resolve names to other addresses');
});
