import { compile } from '../../../generator/compile.ts';
import type { Compiled } from '../../../generator/compile.ts';

/** A fleet that is valid, and that the cases break in one place each. */
export const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops:
  repoURL: https://git.example.com/org/fleet.git
  branch: main
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
zone:
  name: a.example.com
  ttl: 300
  nameservers: [ns1.example.com, ns2.example.com]
  hostmaster: admin@example.com
components:
  certs: { email: admin@example.com }
  cluster: { images: digest }
regions:
  us-east:
    cluster: us-east-prod
    ingressHost: ingress-us-east.example.com
  eu-west: {}
agents:
  research:
    ref: acme/research@1.2.0
    image: registry.example.com/agents/research@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    stateless: true
    replicas: 3
    env: { LEVEL: dual }
    regions: [us-east, eu-west]
`;

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Compile files of `config/`, given by their paths below it. */
export function compiled(files: Files): Compiled {
  return compile(
    Object.entries(files).map(([relative, content]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(content as string) })),
  );
}

export const extra = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own, namespace: agents }\ndata:\n  ${data}\n`;
