import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { files } from '../../support/fleets.ts';

/** A fleet of one region, or two, whose extra Deployment reads a Secret that nobody makes. */
function findings(more: string, regions = '{ north: {} }'): string[] {
  const fleet = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
regions: ${regions}
agents: {}
${more}`;
  const extra = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: agents }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: web
          image: registry.example.net/web:1.0.0
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
          env: [{ name: CA, valueFrom: { secretKeyRef: { name: corporate-ca, key: ca.crt } } }]
`;
  const { findings: found } = compile(files({ 'fleet.yaml': fleet, 'extra/all/agents/web.yaml': extra }));
  return found.map(({ severity, code, place }) => `${place.file}:${place.line}:${place.col} ${severity} ${code}`);
}

const MISSING = 'config/extra/all/agents/web.yaml:14:64 error reference/missing-secret';

test('a reference that leads nowhere is shown at the line of the extra object, once for all regions', () => {
  expect(findings('')).toEqual([MISSING]);
  expect(findings('', '{ north: {}, south: {} }')).toEqual([MISSING]);
});

test('what is declared under externals is there: by kind, namespace, name, key and region', () => {
  const external = (text: string): string => `externals: [{ kind: Secret, name: corporate-ca, reason: the platform team, ${text} }]`;
  expect(findings(external('namespace: agents'))).toEqual([]);
  expect(findings(external('keys: [ca.crt]'))).toEqual([]);
  expect(findings(external('region: north'))).toEqual([]);
  expect(findings(external('namespace: other'))).toEqual([MISSING]);
  expect(findings(external('region: south'), '{ north: {}, south: {} }')).toEqual([MISSING]);
  expect(findings(external('keys: [tls.crt]'))).toEqual(['config/extra/all/agents/web.yaml:14:83 error reference/missing-key']);
});

test('a waiver takes away the finding it names, and no other', () => {
  const waiver = (text: string): string => `waivers: [{ reason: until the move, until: "2027-01-31", object: Deployment agents/web, ${text} }]`;
  expect(findings(waiver('code: reference/missing-secret'))).toEqual([]);
  expect(findings(waiver('code: reference/missing-secret, region: north'), '{ north: {}, south: {} }')).toEqual([MISSING]);
  expect(findings(waiver('code: reference/missing-key'))).toEqual([MISSING, 'config/fleet.yaml:9:66 warning waiver/unused']);
});

test('a warning can be made an error', () => {
  const unused = 'waivers: [{ code: reference/wrong-port, object: Service agents/web, reason: none left, until: "2027-01-31" }]';
  const declared = 'externals: [{ kind: Secret, name: corporate-ca, reason: the platform team }]';
  expect(findings(`${declared}\n${unused}`).map((text) => text.split(' ')[1])).toEqual(['warning']);
  expect(findings(`${declared}\n${unused}\ntreatAsErrors: [waiver/unused]`).map((text) => text.split(' ')[1])).toEqual(['error']);
});
