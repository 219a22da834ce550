// The real Kustomize, as a library: what it makes of folders, and what it knows of kinds and of their fields.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { go } from './programs/go.ts';
import { programPath } from './programs/programs.ts';

/** Objects of a folder, or why there are none. */
export interface Made {
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly error?: string;
}

/** Nobody listens there: what is remote is not fetched. */
const NOWHERE = 'http://127.0.0.1:1';

function run(args: readonly string[], input: string): unknown {
  const proxies = Object.fromEntries(['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, NOWHERE]));
  const env = { ...proxies, PATH: '/none', HOME: '/none' };
  return JSON.parse(
    execFileSync(programPath('kustomize'), args, { input, env, encoding: 'utf8', maxBuffer: 1 << 29, stdio: ['pipe', 'pipe', 'ignore'] }),
  );
}

/** @param folders absolute paths */
export function kustomized(folders: readonly string[]): Made[] {
  return run([], JSON.stringify(folders)) as Made[];
}

const FIELDS = ['commonLabels', 'templateLabels', 'commonAnnotations', 'images', 'namespace', 'replicas', 'nameReference'] as const;

/** What schemas/objects/kustomize.json holds: the schema that Kustomize brings, and the fields that stand in its source. */
export function kustomizeTables(): object {
  const folder = join(import.meta.dirname, 'kustomize');
  const module = go(['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kustomize/api'], { cwd: folder }).trim();
  const source = (name: string): string => readFileSync(join(module, 'internal/konfig/builtinpluginconsts', `${name}.go`), 'utf8');
  const quoted = (name: string): string => [...source(name).matchAll(/= `([^`]*)`/g)].map(([, text]) => text as string).join('');
  const text = {
    commonLabels: quoted('commonlabels') + quoted('metadatalabels'),
    templateLabels: quoted('templatelabels') + quoted('metadatalabels'),
    commonAnnotations: quoted('commonannotations'),
    images: quoted('images'),
    namespace: quoted('namespace'),
    replicas: quoted('replicas'),
    nameReference: quoted('namereference'),
  };
  const fields = Object.fromEntries(FIELDS.map((name) => [name, (parse(text[name]) as Record<string, unknown>)[name]]));
  return { ...(run(['schema'], '') as object), fields };
}
