// What an API server says about the fields of its own kinds (`/openapi/v3`), without prose: schemas/objects/served.json. test/cluster holds the
// file against a real server; `UPDATE=1 npm run lint:rates` writes it.

/** Kinds that are asked, not kept: no manifest holds them. */
const ASKED = /Review$|List$|^(Binding|DeleteOptions|Eviction|Scale|Status|TokenRequest|WatchEvent|ComponentStatus)$/;

const PREFIX = /^io\.k8s\.(api\.|apimachinery\.pkg\.(apis\.)?|apiextensions-apiserver\.pkg\.apis\.|kube-aggregator\.pkg\.apis\.)/;
const short = (name) => name.replace(PREFIX, '');

/** Types that are no maps of fields: each is one format. */
const FORMATS = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { format: 'quantity' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { format: 'int-or-string' },
};

/** What only a cluster writes, or anybody may fill as they like. */
const OPEN = /\.(FieldsV1|RawExtension|JSON|JSONSchemaProps\w*|ManagedFieldsEntry)$/;

/** Left out by a server as long as it is not switched on: the names of its fields are looked at, and nothing else. */
const LEFT_OUT = /\.DeviceToleration$/;

/** Fields of a later minor than the server's. */
const LATER = {
  'core.v1.PodSpec': { schedulingGroup: {} },
  'resource.v1.Device': { nodeAllocatableResourceMappings: {} },
  'resource.v1.DeviceAttribute': { bools: {}, ints: {}, strings: {}, versions: {} },
  'storage.v1.CSIDriverSpec': { preventPodSchedulingIfMissing: {} },
};

/** Said to be required, and absent as good as empty, or filled in. */
const NOT_REQUIRED = {
  'apps.v1.ControllerRevision': ['revision'],
  'core.v1.HTTPHeader': ['value'],
  'core.v1.LimitRangeSpec': ['limits'],
  'discovery.v1.EndpointSlice': ['endpoints'],
  'rbac.v1.RoleRef': ['apiGroup'],
  'resource.v1.DeviceClass': ['spec'],
  'resource.v1.ResourceClaim': ['spec'],
  'resource.v1.ResourceClaimTemplate': ['spec'],
  'resource.v1.ResourceClaimTemplateSpec': ['spec'],
  'scheduling.v1.PriorityClass': ['value'],
  'storage.v1.CSIDriver': ['spec'],
  'storage.v1.CSINode': ['spec'],
  'storage.v1.CSINodeSpec': ['drivers'],
  'storage.v1.TokenRequest': ['audience'],
};

/** @param documents of each group and version */
export function served(documents) {
  const all = Object.assign({}, ...documents.map(({ components }) => components?.schemas ?? {}));
  const types = {};
  const kinds = {};
  const node = (schema) => {
    const [only] = schema.allOf ?? [];
    const ref = (schema.$ref ?? only?.$ref)?.slice('#/components/schemas/'.length);
    if (ref !== undefined) {
      if (ref in FORMATS) return FORMATS[ref];
      if (OPEN.test(ref)) return {};
      add(ref);
      return { ref: short(ref) };
    }
    const { type, format, items, additionalProperties: values, enum: words } = schema;
    const list = schema['x-kubernetes-list-type'];
    return {
      ...(type === undefined ? {} : { type }),
      ...(format === undefined ? {} : { format }),
      ...(words === undefined ? {} : { enum: [...words].sort() }),
      ...(list === 'map' ? { keys: schema['x-kubernetes-list-map-keys'] } : list === 'set' ? { set: true } : {}),
      ...(items === undefined ? {} : { items: node(items) }),
      ...(typeof values === 'object' ? { values: node(values) } : {}),
    };
  };
  const add = (name) => {
    if (short(name) in types) return;
    const { properties = {}, required: said = [] } = all[name];
    const required = said.filter((key) => !(NOT_REQUIRED[short(name)] ?? []).includes(key));
    const type = (types[short(name)] = { fields: {} });
    const fieldOf = (schema) => {
      const field = { ...node(schema) };
      if (LEFT_OUT.test(name)) delete field.enum;
      return field;
    };
    for (const [key, schema] of Object.entries(properties)) type.fields[key] = key === 'status' && 'spec' in properties ? {} : fieldOf(schema);
    Object.assign(type.fields, LATER[short(name)]);
    const defaults = Object.fromEntries(
      Object.entries(properties).flatMap(([key, { default: value }]) => (typeof value === 'string' ? [[key, value]] : [])),
    );
    if (required.length > 0) type.required = [...required].sort();
    if (Object.keys(defaults).length > 0) type.defaults = defaults;
  };
  for (const [name, schema] of Object.entries(all)) {
    const known = schema['x-kubernetes-group-version-kind'] ?? [];
    if (!PREFIX.test(name) || known.length !== 1) continue;
    const [{ group, version, kind }] = known;
    if (ASKED.test(kind) || kind === 'Event') continue;
    kinds[`${group === '' ? '' : `${group}/`}${version}/${kind}`] = short(name);
    add(name);
  }
  const sorted = (map) => Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { kinds: sorted(kinds), types: sorted(types) };
}
