import { FIELD_CLASSES, type ClassRow, type FieldClass } from '../../fleet/classes.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import { isMap } from '../../model/data.ts';
import { child, pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import { shownValue } from '../shown.ts';
import type { Fault } from './fault.ts';
import type { Kinds } from './kinds.ts';
import { fieldSchema, type Schema } from './schema.ts';

const KEYS = ['brought', 'fields', 'gone', 'kind'];
const EXAMPLE = 'kind: keda.sh/ScaledObject\nfields: { spec.maxReplicaCount: work }\ngone: work\nbrought: none';

/** The rows of a document of `*.classes.yaml`, and what is wrong with it. */
export function readClasses(
  data: unknown,
  kinds: Kinds,
): { readonly kind?: string; readonly rows: readonly ClassRow[]; readonly flaws: readonly Fault[] } {
  const flaws: Fault[] = [];
  const rows: ClassRow[] = [];
  const kind = isMap(data) ? data['kind'] : undefined;
  if (!isMap(data) || typeof kind !== 'string')
    return { rows, flaws: [{ path: '', message: 'this says of no kind what its changes do', hint: EXAMPLE }] };
  for (const key of Object.keys(data))
    if (!KEYS.includes(key)) flaws.push({ path: child('', key), key: true, message: `${quoted(key)} is no key here`, hint: hintFor(key, KEYS) });
  const definition = kinds.named(kind);
  if (definition === undefined) {
    const known = [...kinds.all()].map((each) => `${each.group}/${each.kind}`);
    return { rows, flaws: [...flaws, { path: '/kind', message: `no file of config/schemas defines ${quoted(kind)}`, hint: hintFor(kind, known) }] };
  }
  const classOf = (value: unknown, path: string): FieldClass | undefined => {
    const found = FIELD_CLASSES.find((each) => each === value);
    if (found === undefined) flaws.push({ path, message: `${shownValue(value)} is no class`, hint: hintFor(String(value), FIELD_CLASSES) });
    return found;
  };
  for (const when of ['brought', 'gone'] as const) {
    const found = data[when] === undefined ? undefined : classOf(data[when], `/${when}`);
    if (found !== undefined) rows.push({ kind, when, class: found });
  }
  const fields = data['fields'] ?? {};
  if (!isMap(fields)) flaws.push({ path: '/fields', message: `must be a map of fields and classes, not ${shownValue(fields)}`, hint: EXAMPLE });
  else
    for (const [field, value] of Object.entries(fields)) {
      const path = pointer('fields', field);
      const found = classOf(value, path);
      if (!definition.versions.some(({ schema }) => hasField(schema, field)))
        flaws.push({
          path,
          key: true,
          message: `no version of ${kind} has the field ${quoted(field)}`,
          hint: 'spec.triggers[].type: [] stands for the items of a list, * for any key',
        });
      else if (found !== undefined) rows.push({ kind, field, class: found });
    }
  return { kind, rows, flaws };
}

/** Whether a schema may have a field. @param field `spec.triggers[].type` */
function hasField(schema: Schema, field: string): boolean {
  let here: Schema | undefined = schema;
  const steps = field.replaceAll('[]', '.[]').split('.');
  if (steps.includes('') || ['apiVersion', 'kind', 'metadata', 'status'].includes(steps[0] as string)) return false;
  for (const step of steps) {
    if (here === undefined) return true;
    const next: Schema | undefined | false =
      step === '[]'
        ? here.type === 'array'
          ? here.items
          : false
        : step === '*' && typeof here.additionalProperties === 'object'
          ? here.additionalProperties
          : fieldSchema(here, step);
    if (next === false) return false;
    here = next;
  }
  return true;
}
