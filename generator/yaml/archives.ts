import { isMap, isScalar, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';

/** One line of `chart.archives` in a component.yaml. */
export interface ArchiveLine {
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  readonly appVersion?: string;
}

type Entry = Pair<Node, Node | null>;

/**
 * A component.yaml with one archive more. Comments, order and everything else stay, to the byte.
 * @param text of a file that could be read, with `chart`, whose archives do not have this version
 */
export function withArchive(text: string, archive: ArchiveLine): string {
  const chart = chartIn(text);
  const written = line(archive);
  const archives = pairOf(chart, 'archives');
  if (archives === undefined) return withKey(text, chart, `archives:`, written);
  const map = archives.value;
  if (!isMap(map) || map.items.length === 0 || map.flow === true) return withFlow(text, archives, written);
  const last = map.items.at(-1) as Entry;
  const indent = ' '.repeat(columnOf(text, start(last.key)));
  return insertLine(text, end(last), `${indent}${written}`);
}

function chartIn(text: string): YAMLMap<Node, Node> {
  const { contents } = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'error' });
  return pairOf(contents as Node, 'chart')?.value as YAMLMap<Node, Node>;
}

/** A component.yaml whose chart has a version. @param text of one that has none, with `chart` */
export function withVersion(text: string, version: string): string {
  const chart = chartIn(text);
  const { key, value } = pairOf(chart, 'name') as Entry;
  const after = ((value as Node).range as Range)[1];
  if (chart.flow === true) return `${text.slice(0, after)}, version: ${version}${text.slice(after)}`;
  return insertLine(text, after, `${' '.repeat(columnOf(text, start(key)))}version: ${version}`);
}

function line({ version, file, sha256, appVersion }: ArchiveLine): string {
  const more = appVersion === undefined ? '' : `, appVersion: ${JSON.stringify(appVersion)}`;
  return `${version}: { file: ${file}, sha256: ${JSON.stringify(sha256)}${more} }`;
}

/** A key of the chart that was not there, with one entry below it. */
function withKey(text: string, chart: YAMLMap<Node, Node>, key: string, entry: string): string {
  const last = chart.items.at(-1) as unknown as Entry;
  if (chart.flow === true) return `${text.slice(0, end(last))}, ${key} { ${entry} }${text.slice(end(last))}`;
  const indent = ' '.repeat(columnOf(text, start((chart.items[0] as unknown as Entry).key)));
  return insertLine(text, end(last), `${indent}${key}\n${indent}  ${entry}`);
}

/** A map in braces, or none at all. */
function withFlow(text: string, { key, value }: Entry, entry: string): string {
  if (isMap(value) && value.items.length > 0) {
    const last = end(value.items.at(-1) as Entry);
    return `${text.slice(0, last)}, ${entry}${text.slice(last)}`;
  }
  const from = text.indexOf(':', (key.range as Range)[1]) + 1;
  const [, to] = isMap(value) || (isScalar(value) && value.source !== '') ? (value?.range as Range) : [from, from];
  return `${text.slice(0, from)} { ${entry} }${text.slice(to)}`;
}

type Range = readonly [start: number, end: number, ...rest: number[]];

function insertLine(text: string, after: number, inserted: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = `${inserted.replaceAll('\n', eol)}${eol}`;
  const at = text.indexOf('\n', Math.max(0, after - 1)) + 1;
  return at === 0 ? `${text}${eol}${lines}` : `${text.slice(0, at)}${lines}${text.slice(at)}`;
}

function start(node: Node): number {
  return (node.range as Range)[0];
}

/** Where a pair ends, without what follows it in its line. */
function end({ value }: Entry): number {
  return ((value as Node).range as Range)[1];
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function pairOf(map: Node, name: string): Entry | undefined {
  return (map as YAMLMap<Node, Node>).items.find(({ key }) => isScalar(key) && key.value === name);
}
