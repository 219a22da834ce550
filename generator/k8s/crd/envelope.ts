import { isMap } from '../../model/data.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import { fields, maps } from '../look.ts';
import { shownValue } from '../shown.ts';
import { conversionFlaws } from './conversion.ts';
import type { Fault } from './fault.ts';
import { fieldPathFlaw } from './field-path.ts';

interface Form {
  readonly is: (value: unknown) => boolean;
  readonly words: string;
}

const LABEL = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const isText = (value: unknown): value is string => typeof value === 'string';
const isLabel = (value: unknown): boolean => isText(value) && LABEL.test(value);

const TEXT: Form = { is: isText, words: 'text' };
const SOME_TEXT: Form = { is: (value) => isText(value) && value !== '', words: 'text, and not empty' };
const NAME: Form = { is: isLabel, words: 'a name of lower-case letters, digits and hyphens, at most 63, that begins with a letter' };
const KIND: Form = { is: (value) => isText(value) && isLabel(value.toLowerCase()), words: 'a name of letters, digits and hyphens, at most 63' };
const NAMES: Form = { is: (value) => Array.isArray(value) && value.every(isLabel), words: 'a list of names in lower-case letters' };
/** What is empty is made of the kind. */
const orEmpty = ({ is, words }: Form): Form => ({ is: (value) => value === '' || is(value), words });
const TIME: Form = { is: isText, words: 'a time' };
const FLAG: Form = { is: (value) => typeof value === 'boolean', words: 'true or false' };
/** validatePreserveUnknownFields. */
const OFF: Form = { is: (value) => value === false, words: 'false: schemas say x-kubernetes-preserve-unknown-fields' };
const MAP: Form = { is: isMap, words: 'a map' };
const TEXT_MAP: Form = { is: (value) => isMap(value) && Object.values(value).every(isText), words: 'a map of texts' };
const LIST: Form = { is: (value) => Array.isArray(value) && value.every(isMap), words: 'a list of maps' };
const ANY: Form = { is: () => true, words: 'anything' };
/** Reads what the API server calls a simple one: pkg/apiserver/validation and client-go's jsonpath take more forms than are told apart here. */
const PATH: Form = { is: (value) => isText(value) && /^\.[^\s]/.test(value), words: 'a path that begins with a dot, such as .spec.replicas' };
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_TYPE: Form = { is: (value) => isText(value) && COLUMN_TYPES.includes(value), words: 'one of boolean, date, integer, number and string' };

/** Empty is none. */
const FORMATS = ['', 'byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];
const FORMAT: Form = { is: (value) => isText(value) && FORMATS.includes(value), words: `one of ${FORMATS.slice(1).join(', ')}` };
const WHOLE: Form = { is: Number.isInteger, words: 'a whole number' };
/** Where a number of replicas stands. */
const below = (...roots: readonly string[]): Form => ({
  is: (value) => isText(value) && roots.some((root) => value.startsWith(`.${root}.`)),
  words: `a path below ${roots.map((root) => `.${root}`).join(' or ')}`,
});

type Forms = Readonly<Record<string, Form>>;

interface Limits {
  readonly needs?: readonly string[];
  /** Whether other keys are somebody else's to judge. */
  readonly open?: boolean;
}

const METADATA: Forms = { labels: TEXT_MAP, annotations: TEXT_MAP, creationTimestamp: TIME };
const SPEC: Forms = { conversion: MAP, group: ANY, names: MAP, preserveUnknownFields: OFF, scope: ANY, versions: ANY };
const NAMES_OF_KIND: Forms = { categories: NAMES, kind: KIND, listKind: orEmpty(KIND), plural: NAME, shortNames: NAMES, singular: orEmpty(NAME) };
const VERSION: Forms = {
  additionalPrinterColumns: LIST,
  deprecated: FLAG,
  deprecationWarning: TEXT,
  name: NAME,
  schema: MAP,
  selectableFields: LIST,
  served: FLAG,
  storage: FLAG,
  subresources: MAP,
};
const SCHEMA: Forms = { openAPIV3Schema: ANY };
const SUBRESOURCES: Forms = { scale: MAP, status: MAP };
const SCALE: Forms = { labelSelectorPath: orEmpty(below('spec', 'status')), specReplicasPath: below('spec'), statusReplicasPath: below('status') };
const COLUMN: Forms = { description: TEXT, format: FORMAT, jsonPath: PATH, name: SOME_TEXT, priority: WHOLE, type: COLUMN_TYPE };

function* against(forms: Forms, item: Readonly<Record<string, unknown>>, at: Pointer, { needs = [], open = false }: Limits = {}): Iterable<Fault> {
  for (const [key, value] of Object.entries(item)) {
    const form = Object.hasOwn(forms, key) ? forms[key] : undefined;
    // To the API server null is an empty one; what must be there is missed below.
    if (form !== undefined && value !== null && !form.is(value))
      yield { path: child(at, key), message: `must be ${form.words}, not ${shownValue(value)}` };
    if (form === undefined && !open)
      yield {
        path: child(at, key),
        key: true,
        message: `${quoted(key)} is no field of a definition here`,
        hint: hintFor(key, Object.keys(forms), Object.keys(item)),
      };
  }
  for (const key of needs) if ((item[key] ?? null) === null) yield { path: at, message: `has no ${quoted(key)}: must be ${forms[key]?.words ?? ''}` };
}

/**
 * Why a definition is none that the API server takes, but for its schemas: names, versions, columns, and the note of approval. After
 * k8s.io/apiextensions-apiserver, pkg/apis/apiextensions/validation/validation.go.
 */
export function* envelopeFlaws(data: Readonly<Record<string, unknown>>): Iterable<Fault> {
  const [metadata, spec] = [fields(data['metadata']), fields(data['spec'])];
  yield* against(METADATA, metadata, '/metadata', { open: true });
  yield* against(SPEC, spec, '/spec');
  yield* against(NAMES_OF_KIND, fields(spec['names']), '/spec/names');
  const versions = maps(spec['versions'], '/spec/versions');
  for (const { item, at } of versions) {
    yield* against(VERSION, item, at);
    yield* against(SCHEMA, fields(item['schema']), child(at, 'schema'));
    yield* against(SUBRESOURCES, fields(item['subresources']), child(at, 'subresources'));
    const { scale } = fields(item['subresources']);
    if (isMap(scale)) yield* against(SCALE, scale, `${at}/subresources/scale`, { needs: ['specReplicasPath', 'statusReplicasPath'] });
    yield* warningFlaws(item, at);
    yield* selectableFlaws(item, at);
    for (const column of maps(item['additionalPrinterColumns'], child(at, 'additionalPrinterColumns')))
      yield* against(COLUMN, column.item, column.at, { needs: ['name', 'type', 'jsonPath'] });
  }
  const stored = versions.filter(({ item }) => item['storage'] === true).length;
  if (versions.length > 0 && stored !== 1)
    yield { path: '/spec/versions', message: `${stored} versions have storage: true`, hint: 'exactly one of them is stored' };
  yield* conversionFlaws(spec['conversion']);
  const { kind, listKind } = fields(spec['names']);
  if (isText(kind) && kind !== '' && kind === listKind) yield { path: '/spec/names/listKind', message: 'must not be the kind itself' };
  yield* unapproved(spec['group'], fields(metadata['annotations'])['api-approved.kubernetes.io']);
}

const MOST_WARNED = 256;

/** What is said of a version that is deprecated. validateDeprecationWarning. */
function* warningFlaws({ deprecated, deprecationWarning: warning }: Readonly<Record<string, unknown>>, at: Pointer): Iterable<Fault> {
  if (!isText(warning)) return;
  const path = child(at, 'deprecationWarning');
  if (deprecated !== true) yield { path, message: 'is for a version with deprecated: true' };
  else if (warning === '') yield { path, message: 'must not be empty' };
  else if (Buffer.byteLength(warning) > MOST_WARNED) yield { path, message: `may have ${MOST_WARNED} characters at most` };
  // Spaces but the plain one are none that print, to Go.
  else if (/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(warning)) yield { path, message: 'must have characters that print, and no others' };
}

const MOST_SELECTABLE = 8;

/** Fields that objects can be selected by. ValidateCustomResourceSelectableFields. */
function* selectableFlaws(version: Readonly<Record<string, unknown>>, at: Pointer): Iterable<Fault> {
  const { selectableFields, schema } = version;
  if (!Array.isArray(selectableFields)) return;
  const seen = new Set<string>();
  for (const { item, at: path } of maps(selectableFields, child(at, 'selectableFields'))) {
    for (const key of Object.keys(item))
      if (key !== 'jsonPath') yield { path: child(path, key), key: true, message: `${quoted(key)} is no field here` };
    const field = item['jsonPath'] ?? '';
    if (!isText(field)) yield { path: child(path, 'jsonPath'), message: `must be text, not ${shownValue(field)}` };
    else if (field === '') yield { path, message: 'needs jsonPath' };
    else {
      const flaw = fieldPathFlaw(field, fields(fields(schema)['openAPIV3Schema']));
      if (flaw !== undefined) yield { path: child(path, 'jsonPath'), message: `${shownValue(field)} ${flaw}` };
      if (seen.has(field)) yield { path: child(path, 'jsonPath'), message: `${shownValue(field)} stands twice in its list` };
      seen.add(field);
    }
  }
  if (seen.size > MOST_SELECTABLE) yield { path: child(at, 'selectableFields'), message: `may have ${MOST_SELECTABLE} fields at most` };
}

/** Groups of Kubernetes itself need a note that they may be used. */
function* unapproved(group: unknown, note: unknown): Iterable<Fault> {
  if (!isText(group) || !/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return;
  if (isText(note) && (/^unapproved/.test(note) || /^https?:\/\/[^/\s]+/.test(note))) return;
  yield {
    path: '/metadata/annotations',
    message: `the group ${group} is Kubernetes's own, and api-approved.kubernetes.io names nobody who allows it`,
    hint: 'set the annotation to the address of the approval, or to a text that begins with "unapproved"',
  };
}
