/** A fleet without findings, that has much of what fixes are about. */
export const FIXABLE = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net, ns2.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
components: # for all
  cluster: { images: tag }
  certs: { email: dns@example.net, environment: production }
  monitoring: { enabled: false }
groups:
  prod: { regions: { match: { tier: prod } } } # those that count
regions:
  us-east-1: { labels: { tier: prod } }
  eu-west: { labels: { tier: dev } }
agents:
  alpha:
    ref: acme/alpha@1.0.0 # the first
    image: registry.example.net/alpha:1.0.0
    heartbeat: IDLE
    regions: [us-east-1, eu-west]
    stateless: true
    tier: heavy
    env: { LEVEL: info }
    overrides:
      eu-west: { tier: light }
`;
