import { holdsAddress, isPublic } from '../../../k8s/ip-block.ts';
import { allowsPort, isOutside, isolation, placeOf, type Allowance } from '../../../k8s/network.ts';
import { defineRule, each, fields, objectTitle, shown, text, type Fields } from '../../kit.ts';

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, grpc: 50051, grpcs: 443 };

const PROXY = /^https?_proxy$/i;

/** Variables that say where others find the pod, or from where they come: nothing that it connects to. */
const OWN = /(?:^|_)(?:ROOT_URL|EXTERNAL_URL|PUBLIC(?:_[A-Z]+)?_(?:URL|HOST)|ORIGINS?|REDIRECT(?:_[A-Z]+)?_UR[IL]|CALLBACK_URL|CORS(?:_[A-Z]+)*)$/;

export const rule = defineRule('cluster', {
  code: 'network/egress-blocked',
  severity: 'warning',
  what: 'A NetworkPolicy keeps pods from an endpoint that their own environment names.',
  why: 'Connections hang until they time out.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation',
  fix: 'Allow the port to the addresses of the endpoint: for an agent, under `egress`.',
  order: 20,
  *run(cluster) {
    for (const pod of cluster.pods) {
      const isolated = isolation(cluster, pod, 'egress');
      if (isolated === undefined || (isolated.allowances.length === 0 && !cluster.whole)) continue;
      for (const container of pod.containers) {
        const variables = each(container, 'env[]');
        // What goes through a proxy reaches the proxy.
        if (variables.some(({ item }) => PROXY.test(text(item['name']) ?? ''))) continue;
        for (const { item, at: envAt } of variables) {
          if (OWN.test(text(item['name']) ?? '')) continue;
          const endpoint = outside(text(item['value']) ?? '');
          if (endpoint === undefined) continue;
          const open = isolated.allowances.filter((rule) => allowsPort(rule, endpoint.port, 'TCP'));
          if (open.some(({ peers }) => peers === undefined || peers.some((peer) => reaches(peer, endpoint.host)))) continue;
          const about = (peers: Allowance['peers']): boolean => peers?.some(isOutside) === true;
          const near = open.find(({ peers }) => about(peers)) ?? open[0];
          const blocked = ADDRESS.test(endpoint.host) && near !== undefined && about(near.peers);
          const because = near === undefined ? '' : blocked ? ': no ipBlock holds it' : ': that host is no pod, and only an ipBlock matches it';
          yield {
            ...(near === undefined
              ? placeOf(
                  isolated,
                  'egress',
                  () => false,
                  ({ peers }) => about(peers),
                )
              : { object: near.policy, path: near.at }),
            message: `keeps ${objectTitle(pod.owner)} from ${shown(endpoint.host)}:${endpoint.port}, which its ${shown(text(item['name']) ?? 'environment')} names${because}`,
            hint: `allow TCP ${endpoint.port} to an ipBlock with the addresses of ${shown(endpoint.host)}`,
            related: [{ object: pod.owner, path: `${envAt}/value`, note: 'where it is named' }],
          };
        }
      }
    }
  },
});

const ADDRESS = /^[0-9.]+$/;

/** Whether a peer may be a host: of a name nobody knows the addresses. */
function reaches(peer: Fields, host: string): boolean {
  return isOutside(peer) && (!ADDRESS.test(host) || holdsAddress(fields(peer['ipBlock']), host) !== false);
}

/** Host and port of a URL that leads out of the cluster. */
function outside(value: string): { host: string; port: number } | undefined {
  const match = /^([a-z]+):\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::([0-9]+))?(?:[/?#]|$)/i.exec(value);
  const [, scheme, host, port] = match ?? [];
  if (
    scheme === undefined ||
    host === undefined ||
    /\.(svc|local|internal|localdomain)$|\.svc\./.test(host) ||
    (ADDRESS.test(host) && !isPublic(host))
  )
    return undefined;
  const number = port === undefined ? fields(PORTS)[scheme.toLowerCase()] : Number(port);
  return typeof number === 'number' ? { host, port: number } : undefined;
}
