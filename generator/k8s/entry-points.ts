import type { KubeObject } from './object.ts';
import type { Cluster } from './cluster.ts';
import { each, fields, text, texts } from './look.ts';

/** What is known of Traefik's entry points: by their names in lower case, whether each takes forwarded headers from known proxies only. */
type EntryPoints = ReadonlyMap<string, boolean>;

/** What the objects of the cluster say of them; undefined where none does. */
export function entryPoints(cluster: Cluster): EntryPoints | undefined {
  return cluster.derive('entry points', '', told);
}

/** Whether an entry point takes forwarded headers from known proxies only, as far as anybody says. */
export function isTrusted(cluster: Cluster, known: EntryPoints | undefined, name: string): boolean {
  return known?.get(name.toLowerCase()) === true || cluster.external('EntryPoint', undefined, name.toLowerCase()) !== undefined;
}

class Settings {
  readonly points = new Map<string, boolean>();

  set(name: string, field: string, value: string): void {
    const [point, setting] = [name.toLowerCase(), field.toLowerCase()];
    if (setting === 'address') this.points.set(point, this.points.get(point) ?? false);
    // Whoever believes all may as well be told anything.
    if (setting === 'trustedips')
      this.points.set(point, value.trim() !== '' && !/(?:0\.0\.0\.0|::)\/0/.test(value) && this.points.get(`!${point}`) !== true);
    if (setting === 'insecure' && value !== 'false') this.points.set(point, false).set(`!${point}`, true);
  }
}

function told(cluster: Cluster): EntryPoints | undefined {
  const settings = new Settings();
  for (const container of cluster.pods.flatMap(({ containers }) => containers)) {
    for (const argument of [...texts(container.item['args']), ...texts(container.item['command'])]) readArgument(settings, argument);
    for (const { item } of each(container, 'env[]')) {
      const [, point, field] =
        /^TRAEFIK_ENTRYPOINTS_([A-Z0-9_-]+?)_(ADDRESS|FORWARDEDHEADERS_(?:TRUSTEDIPS|INSECURE))$/.exec(text(item['name']) ?? '') ?? [];
      if (point !== undefined && field !== undefined) settings.set(point, field.replace('FORWARDEDHEADERS_', ''), text(item['value']) ?? '');
    }
  }
  for (const kind of ['HelmChartConfig', 'HelmChart']) for (const object of cluster.subjects(`helm.cattle.io/${kind}`)) readChart(settings, object);
  for (const map of cluster.subjects('/ConfigMap')) {
    for (const value of Object.values(fields(map['data'])))
      if (typeof value === 'string' && isTraefiks(value)) readYaml(settings, value, ['entrypoints']);
  }
  for (const point of settings.points.keys()) if (point.startsWith('!')) settings.points.delete(point);
  return settings.points.size === 0 ? undefined : settings.points;
}

/** Whether a text is a configuration of Traefik that says whom it believes. */
function isTraefiks(value: string): boolean {
  return value.includes('orwardedHeaders') && /^[ \t]*entryPoints:/im.test(value);
}

function readArgument(settings: Settings, argument: string): void {
  if (!/^--entrypoints\./i.test(argument)) return;
  const [, point, field, value] = /^--entrypoints\.([^.=]+)\.(?:forwardedheaders\.)?(address|trustedips|insecure)(?:=(.*))?$/i.exec(argument) ?? [];
  if (point !== undefined && field !== undefined) settings.set(point, field, value ?? '');
}

/** k3s brings Traefik as a chart, and its values as a text of YAML. */
function readChart(settings: Settings, chart: KubeObject): void {
  const spec = fields(chart['spec']);
  const values = text(spec['valuesContent']);
  if (!/traefik/i.test(`${chart.metadata.name} ${text(spec['chart']) ?? ''}`) || values === undefined) return;
  readYaml(settings, values, ['ports']);
  for (const [argument] of values.matchAll(/--entrypoints\.[^\s"'\]]+/gi)) readArgument(settings, argument);
}

/** What stands of entry points below a key of a text in YAML, by its indentation: the form in which everybody writes it. */
function readYaml(settings: Settings, source: string, below: readonly string[]): void {
  const path: { readonly indent: number; readonly key: string }[] = [];
  for (const line of source.split('\n')) {
    const [, space = '', key, value = ''] = /^( *)(?:- )?["']?([\w.-]+)["']?:(?: +(.*))?$/.exec(line) ?? [];
    const [, itemSpace, item] = key === undefined ? (/^( *)- +(\S.*)$/.exec(line) ?? []) : [];
    const indent = (itemSpace ?? space).length;
    if (key === undefined && item === undefined) continue;
    while (path.length > 0 && (path.at(-1)?.indent as number) >= indent + (item === undefined ? 0 : 1)) path.pop();
    if (key !== undefined) path.push({ indent, key });
    const [top, point, ...rest] = path.map((each) => each.key);
    if (point === undefined || !below.includes(top?.toLowerCase() ?? '')) continue;
    if (rest.length === 0) settings.set(point, 'address', value);
    const inline = /forwardedHeaders: *\{[^{}]*?(trustedIPs|insecure): *([^}]*)/i.exec(line);
    if (inline !== null) settings.set(point, inline[1] as string, (inline[2] as string).replace(/^\[\s*\]/, ''));
    else if (/^forwardedheaders$/i.test(rest[0] ?? '') && rest[1] !== undefined) {
      const said = (item ?? value).replace(/\s#.*$/, '').replace(/^\[\s*\]$/, '');
      if (said !== '') settings.set(point, rest[1], said);
    }
  }
}
