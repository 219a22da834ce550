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

const DNS = 'registry.k8s.io/external-dns/external-dns:v0.22.0';
const deployment = (image: string, more = ''): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: other, namespace: external-dns }
spec:
  serviceName: other
  selector: { matchLabels: { app: other } }
  template:
    metadata: { labels: { app: other } }
    spec: { containers: [{ name: main, image: "${image}" }]${more} }
`;

// Seen to fail: with the namespaces beside that of the agents left out of the binding, and with volumes left out.
test.each([
  [DNS, '', []],
  ['registry.example.net/tools:1', '', []],
  ['ghcr.io/acme/tools:1', '', ['/spec/template/spec/containers/0/image']],
  [DNS, ', volumes: [{ name: model, image: { reference: "ghcr.io/acme/model:1" } }]', ['/spec/template/spec/volumes/0/image/reference']],
  [DNS, ', ephemeralContainers: [{ name: debug, image: "busybox:1" }]', ['/spec/template/spec/ephemeralContainers/0/image']],
])('beside the agents %s%s', (image, more, expected) => {
  const fleet = `${FLEET}components: { cluster: { images: digest, registries: [registry.example.net] } }\n`;
  const agents = fleet.replace(/image: [^ ,}\n]+/g, `image: registry.example.net/agent:1@sha256:${'0'.repeat(64)}`);
  const config = Object.entries({ 'fleet.yaml': agents, 'extra/all/dns/other.yaml': deployment(image, more) });
  const { findings } = compile(config.map(([relative, text]) => ({ path: relative, relative, bytes: Buffer.from(text) })));
  expect(findings.filter(({ code }) => code === 'security/refused-image').map(({ pointer }) => pointer)).toEqual(expected);
});
