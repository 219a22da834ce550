import type { Finding } from '../model/finding.ts';
import { FORGETFUL, Memory } from '../model/memory.ts';
import type { Keeper, Kept } from '../model/memory.ts';
import { byCodeUnit } from '../model/order.ts';
import { findSecrets, type Secret } from '../secrets/find.ts';
import { redactAll } from '../secrets/redact.ts';
import { configRole, type ConfigRole } from './config-path.ts';
import { overLimit, secretInConfig, unexpectedFile } from './rules.ts';
import type { SourceFile } from './source-file.ts';
import { parseInPieces } from './pieces.ts';
import { parseRenderedFile, type RenderedFile } from './rendered-file.ts';
import { parseSchemaFile, type SchemaFile } from './schema-file.ts';
import { parseSource, type Form, type Parsed, type Source } from './source.ts';
import { assemble, type Part, type Sources } from './sources.ts';
import { hasErrors } from '../model/finding.ts';

/** A file of the config folder. */
export interface ConfigFile {
  /** Path for messages: relative to the working directory. */
  readonly path: string;
  /** Path below the config folder, with forward slashes. */
  readonly relative: string;
  readonly bytes: Uint8Array;
  /** How many bytes it may have; 1 MiB if absent. */
  readonly limit?: number;
}

/** A file of `config/extra` or `config/patches`, read but not yet understood. */
export interface CustomFile {
  readonly role: 'extra' | 'patches';
  readonly region: string;
  readonly component: string;
  readonly path: string;
  readonly data: unknown;
}

/** A file of a component that the fleet brings, read but not yet understood. */
export interface ComponentFile {
  readonly component: string;
  /** Below the component's folder. */
  readonly name: string;
  readonly path: string;
  /** One value for each document of the file. */
  readonly documents: readonly unknown[];
  /** The text of a scalar as it was written; pointers begin with the number of the document. */
  readonly written: Source['written'];
}

/** A file of `config/policies`, read but not yet understood. */
export type PolicyFile = Pick<ComponentFile, 'path' | 'documents' | 'written'>;

/** A file of `config/freezes`, read but not yet understood. */
export interface FreezeFile extends Pick<ComponentFile, 'name' | 'path' | 'written'> {
  readonly data: unknown;
}

/** A file of `config/rollouts` or `config/holds`, read but not yet understood. */
export interface RolloutFile {
  readonly name: string;
  readonly data: unknown;
  readonly written: Source['written'];
}

/** What the files of `config/` say. */
interface Read extends Files {
  readonly sources?: Sources;
  readonly findings: Finding[];
}

/** Files that others understand, by what they are for. */
interface Files {
  readonly customFiles: CustomFile[];
  readonly componentFiles: ComponentFile[];
  readonly renderedFiles: RenderedFile[];
  readonly sourceFiles: SourceFile[];
  readonly schemaFiles: SchemaFile[];
  readonly policyFiles: PolicyFile[];
  readonly freezeFiles: FreezeFile[];
  readonly rolloutFiles: RolloutFile[];
  readonly holdFiles: RolloutFile[];
}

/** Parse every file of `config/` and put the fleet together. */
export function readSources(config: readonly ConfigFile[], memory: Keeper = FORGETFUL): Read {
  const findings: Finding[] = [];
  const parts: Part[] = [];
  const others: Source[] = [];
  const files: Files = {
    customFiles: [],
    componentFiles: [],
    renderedFiles: [],
    sourceFiles: [],
    schemaFiles: [],
    policyFiles: [],
    freezeFiles: [],
    rolloutFiles: [],
    holdFiles: [],
  };
  const secrets: string[] = [];
  let root: Source | undefined;
  const shelves = memory === FORGETFUL ? undefined : memory.open('files');
  for (const file of [...config].sort((a, b) => byCodeUnit(a.relative, b.relative))) {
    const role = configRole(file.relative);
    const inName = findSecrets(file.relative);
    if (inName.length > 0) findings.push(namedAfterSecret(file, inName));
    secrets.push(...inName.map(({ value }) => value));
    if (role.role === 'unexpected') {
      findings.push(unexpected(file));
      continue;
    }
    if (role.role === 'schemas') {
      const schemas = shelves === undefined ? parseSchemaFile(file) : kept(file, shelves, () => parseSchemaFile(file));
      secrets.push(...schemas.secrets);
      findings.push(...schemas.findings);
      others.push(schemas.source);
      files.schemaFiles.push(schemas);
      continue;
    }
    if (role.role === 'rendered') {
      const { rendered, ...read } = shelves === undefined ? parseRenderedFile(file, role) : kept(file, shelves, () => parseRenderedFile(file, role));
      secrets.push(...read.secrets);
      findings.push(...read.findings);
      others.push(read.source);
      files.renderedFiles.push(rendered);
      continue;
    }
    if (role.role === 'kustomize') {
      const read = parseRenderedFile(
        file,
        { component: role.component, key: '', name: 'objects.yaml' },
        'split the file; --max-file-size sets another limit',
      );
      secrets.push(...read.secrets);
      findings.push(...read.findings.filter(({ code }) => code === secretInConfig.code || code === overLimit.code));
      others.push(read.source);
      files.sourceFiles.push({ component: role.component, name: role.name, path: file.path, bytes: file.bytes });
      continue;
    }
    const form = formOf(role);
    const parsed = shelves === undefined ? parseSource(file, form) : again(file, shelves, form);
    secrets.push(...parsed.secrets);
    if (role.role === 'approval' || role.role === 'misplaced approval') {
      // What it approves, and whether it is an approval at all, is for the gate to judge; a secret in it is known all the same.
      findings.push(...parsed.findings.filter(({ code }) => code === secretInConfig.code));
      continue;
    }
    findings.push(...parsed.findings);
    if (role.role === 'fleet') root = parsed.source;
    else if (role.role === 'agents' || role.role === 'regions') parts.push({ source: parsed.source, section: role.role, name: role.name });
    else if (role.role === 'rollouts' || role.role === 'holds') {
      parts.push({ source: parsed.source, section: role.role, name: role.name });
      files[role.role === 'rollouts' ? 'rolloutFiles' : 'holdFiles'].push({
        name: role.name,
        data: parsed.source.data,
        written: (at) => parsed.source.written(at),
      });
    } else if (role.role === 'component') {
      others.push(parsed.source);
      files.componentFiles.push({ component: role.component, name: role.name, ...documentsOf(parsed.source) });
    } else if (role.role === 'policies') {
      others.push(parsed.source);
      files.policyFiles.push(documentsOf(parsed.source));
    } else if (role.role === 'freezes') {
      const { source } = parsed;
      others.push(source);
      files.freezeFiles.push({ name: role.name, path: file.path, data: source.data, written: (at) => source.written(at) });
    } else {
      others.push(parsed.source);
      const { region, component } = role;
      files.customFiles.push({ role: role.role, region, component, path: file.path, data: parsed.source.data });
    }
  }
  if (root === undefined || hasErrors(findings)) return { ...files, findings: redactAll(findings, secrets) };
  const sources = assemble(root, parts, others);
  return { ...files, sources, findings: [...findings, ...sources.findings] };
}

function documentsOf(source: Source): PolicyFile {
  return { path: source.path, documents: (source.data ?? []) as readonly unknown[], written: (at) => source.written(at) };
}

/** A component has files of several objects, and says `on` of its consequences; a policy says `on` of what it judges. */
function formOf(role: ConfigRole): Form {
  if (role.role === 'policies') return { many: true, keys: ON };
  if (role.role !== 'component') return {};
  return role.name === 'component.yaml' ? { many: true, keys: ON } : { many: true };
}

const ON: ReadonlySet<string> = new Set(['on']);

function kept<T>(file: ConfigFile, shelves: Kept, parse: () => T): T {
  const text = Buffer.from(file.bytes).toString('latin1');
  return shelf(file, shelves).open('whole').of('', [text], parse);
}

/** What is kept of a file. */
function shelf(file: ConfigFile, shelves: Kept): Memory {
  return shelves.of(file.relative, [file.path, file.limit], () => new Memory());
}

/** What a file says, known as far as it is as it was. @param shelves what is kept of each file */
function again(file: ConfigFile, shelves: Kept, form: Form): Parsed {
  const own = shelf(file, shelves);
  const text = Buffer.from(file.bytes).toString('latin1');
  return own
    .open('whole')
    .of('', [text], () => (form.many === true ? undefined : parseInPieces(file, () => own.open('pieces'))) ?? parseSource(file, form));
}

function namedAfterSecret({ path }: ConfigFile, secrets: readonly Secret[]): Finding {
  return {
    code: secretInConfig.code,
    severity: secretInConfig.severity,
    message: `the name of this file looks like ${secrets[0]?.kind}; it is not shown`,
    place: { file: path, line: 1, col: 1, length: 1 },
    hint: 'rename it, and give the secret a new value: it must count as known',
  };
}

function unexpected({ path, relative }: ConfigFile): Finding {
  const hidden = /(^|\/)\.[^/]*$/.test(relative);
  const otherwise = /\.ya?ml$/i.test(relative) && !relative.endsWith('.yaml');
  const why = hidden ? ': its name must not begin with a dot' : otherwise ? ': its name must end in .yaml' : '';
  return {
    code: unexpectedFile.code,
    severity: unexpectedFile.severity,
    message: `nothing reads this file${why}`,
    place: { file: path, line: 1, col: 1, length: 1 },
    hint: 'read are fleet.yaml, agents/*.yaml, regions/*.yaml, schemas/*.yaml, policies/*.yaml, rollouts/*.yaml, holds/*.yaml, freezes/*.yaml, extra/<region|all>/<component>/*.yaml, patches/<region|group|all>/<component>/*.yaml and components/<name>/**/*.yaml with settings.schema.json and kustomize/**',
  };
}
