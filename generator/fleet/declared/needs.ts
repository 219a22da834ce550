/** What a component asks for, by the key of `needs` that names it. */
export type Needs = Readonly<Record<keyof typeof KINDS | 'objects', readonly string[]>>;

/** Key of `needs` → the kinds that its names are of. */
const KINDS = {
  roles: ['Role', 'RoleBinding'],
  clusterRoles: ['ClusterRole', 'ClusterRoleBinding'],
  webhooks: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  customResourceDefinitions: ['CustomResourceDefinition'],
} as const;

const KEYS = Object.entries(KINDS) as [keyof typeof KINDS, readonly string[]][];

/** The objects that are named, as `ClusterRole/keda-operator`. */
export function needsOf(needs: Needs): string[] {
  return [...KEYS.flatMap(([key, kinds]) => needs[key].flatMap((name) => kinds.map((kind) => `${kind}/${name}`))), ...needs.objects];
}

/** The key of `needs` under which objects of a kind are asked for. */
export function needKey(kind: string): keyof Needs {
  return KEYS.find(([, kinds]) => kinds.includes(kind))?.[0] ?? 'objects';
}

/** How an object is asked for: what stands under `needs`. */
export function needText(kind: string, name: string): string {
  const key = needKey(kind);
  return key === 'objects' ? `objects: ["${kind}/${name}"]` : `${key}: ["${name}"]`;
}
