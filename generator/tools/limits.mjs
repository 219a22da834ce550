// What the definitions of the systems that a fleet writes for ask of values, beyond what their types say: schemas/objects/limits.json. test/cluster holds
// the file against the definitions; `UPDATE=1 npm run lint:rates` writes it.

/** Keywords that say something of a value. */
const LIMITS = [
  ...['pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'enum', 'nullable'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties', 'allOf', 'anyOf', 'oneOf', 'not'],
];
/** Formats that the API server holds texts to; of numbers it knows none. */
const FORMATS = /^(byte|date|date-?time|duration|email|host-?name|ipv[46]|mac|uri|uuid[345]?|cidr)$/;

const rulesOf = ({ 'x-kubernetes-validations': rules = [] }) =>
  rules.map(({ rule, message, messageExpression, fieldPath, optionalOldSelf }) => ({ rule, message, messageExpression, fieldPath, optionalOldSelf }));

/** @param whole whether a rule above may name all there is */
function limited(schema, whole) {
  const made = {};
  for (const key of LIMITS) if (schema[key] !== undefined && schema[key] !== false) made[key] = schema[key];
  if (schema.format !== undefined && FORMATS.test(schema.format)) made.format = schema.format;
  if (schema['x-kubernetes-int-or-string'] === true) {
    delete made.anyOf;
    if (whole) made['x-kubernetes-int-or-string'] = true;
  }
  const rules = rulesOf(schema);
  if (rules.length > 0) made['x-kubernetes-validations'] = rules;
  const all = whole || rules.length > 0;
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([key, own]) => {
      const below = limited(own, all);
      return below === undefined ? [] : [[key, below]];
    }),
  );
  if (Object.keys(properties).length > 0) made.properties = properties;
  const items = schema.items === undefined ? undefined : limited(schema.items, all);
  if (items !== undefined) made.items = items;
  const values = typeof schema.additionalProperties === 'object' ? limited(schema.additionalProperties, all) : undefined;
  if (values !== undefined) made.additionalProperties = values;
  // A default is what null becomes.
  if (Object.keys(made).length === 0 && !whole && schema.default === undefined) return undefined;
  if (schema.default !== undefined) made.default = schema.default;
  if (schema.type !== undefined) made.type = schema.type;
  return made;
}

/** @param definitions of kinds @param isKnown whether the program has a closed schema of `apiVersion/kind` */
export function limits(definitions, isKnown) {
  const made = {};
  for (const { spec } of definitions)
    for (const { name, served, schema } of spec.versions) {
      const key = `${spec.group}/${name}/${spec.names.kind}`;
      if (!served || !isKnown(key)) continue;
      const properties = { ...schema.openAPIV3Schema.properties };
      delete properties.metadata;
      delete properties.status;
      const found = limited({ ...schema.openAPIV3Schema, properties }, false);
      if (found !== undefined) made[key] = found;
    }
  return Object.fromEntries(Object.entries(made).sort(([a], [b]) => (a < b ? -1 : 1)));
}
