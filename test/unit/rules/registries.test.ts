import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { FLEET } from '../../support/program.ts';

// Seen to fail: without the rule in the policy, with a prefix that does not end at a slash, with a dot that stands for any character.

const extra = (image: string): string => `apiVersion: batch/v1
kind: Job
metadata: { name: once, namespace: agents }
spec:
  template:
    spec:
      restartPolicy: Never
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      initContainers: [{ name: init, image: "${image}", securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }]
      containers: [{ name: once, image: "registry.example.net/tools:1", securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }]
`;

function codes(image: string, registries: string): string[] {
  const fleet = `${FLEET}components: { cluster: { registries: ${registries} } }\ngrants: [{ kinds: [batch/Job], reason: an example }]\n`;
  const config = Object.entries({ 'fleet.yaml': fleet, 'extra/all/agents/once.yaml': extra(image) });
  return compile(config.map(([relative, text]) => ({ path: relative, relative, bytes: Buffer.from(text) }))).findings.map(({ code }) => code);
}

test.each([
  ['registry.example.net/tools:1', '[registry.example.net]', true],
  ['ghcr.io/acme/tool:1', '[registry.example.net, ghcr.io/acme]', true],
  ['ghcr.io/acme-corp/tool:1', '[registry.example.net, ghcr.io/acme]', false],
  ['registryXexample.net/tools:1', '[registry.example.net]', false],
  ['docker.io/library/alpine:3', '[registry.example.net]', false],
  ['alpine:3', '[]', true],
])('an extra that runs %s where %s are allowed: %s', (image, registries, allowed) => {
  expect(codes(image, registries).filter((code) => code === 'security/refused-image')).toEqual(allowed ? [] : ['security/refused-image']);
});
