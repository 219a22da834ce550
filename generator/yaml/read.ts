import type { Finding } from '../model/finding.ts';
import { FORGETFUL, Memory } from '../model/memory.ts';
import type { Keeper, Kept } from '../model/memory.ts';
import { byCodeUnit } from '../model/order.ts';
import { findSecrets, type Secret } from '../secrets/find.ts';
import { redactAll } from '../secrets/redact.ts';
import { configRole } from './config-path.ts';
import { secretInConfig, unexpectedFile } from './rules.ts';
import { parseInPieces } from './pieces.ts';
import { parseSchemaFile, type SchemaFile } from './schema-file.ts';
import { parseSource, type Parsed, type Source } from './source.ts';
import { assemble, type Part, type Sources } from './sources.ts';

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

/** Parse every file of `config/` and put the fleet together. */
export function readSources(
  config: readonly ConfigFile[],
  memory: Keeper = FORGETFUL,
): { sources?: Sources; customFiles: CustomFile[]; schemaFiles: SchemaFile[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const parts: Part[] = [];
  const others: Source[] = [];
  const customFiles: CustomFile[] = [];
  const schemaFiles: SchemaFile[] = [];
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
      const schemas = shelves === undefined ? parseSchemaFile(file) : schemasAgain(file, shelves);
      secrets.push(...schemas.secrets);
      findings.push(...schemas.findings);
      others.push(schemas.source);
      schemaFiles.push(schemas);
      continue;
    }
    const parsed = shelves === undefined ? parseSource(file) : again(file, shelves);
    secrets.push(...parsed.secrets);
    if (role.role === 'approval' || role.role === 'misplaced approval') {
      // What it approves, and whether it is an approval at all, is for the gate to judge; a secret in it is known all the same.
      findings.push(...parsed.findings.filter(({ code }) => code === secretInConfig.code));
      continue;
    }
    findings.push(...parsed.findings);
    if (role.role === 'fleet') root = parsed.source;
    else if (role.role === 'agents' || role.role === 'regions') parts.push({ source: parsed.source, section: role.role, name: role.name });
    else {
      others.push(parsed.source);
      const { region, component } = role;
      customFiles.push({ role: role.role, region, component, path: file.path, data: parsed.source.data });
    }
  }
  if (root === undefined || findings.some(({ severity }) => severity === 'error'))
    return { customFiles, schemaFiles, findings: redactAll(findings, secrets) };
  const sources = assemble(root, parts, others);
  return { sources, customFiles, schemaFiles, findings: [...findings, ...sources.findings] };
}

function schemasAgain(file: ConfigFile, shelves: Kept): SchemaFile {
  const text = Buffer.from(file.bytes).toString('latin1');
  return shelf(file, shelves)
    .open('whole')
    .of('', [text], () => parseSchemaFile(file));
}

/** What is kept of a file. */
function shelf(file: ConfigFile, shelves: Kept): Memory {
  return shelves.of(file.relative, [file.path, file.limit], () => new Memory());
}

/** What a file says, known as far as it is as it was. @param shelves what is kept of each file */
function again(file: ConfigFile, shelves: Kept): Parsed {
  const own = shelf(file, shelves);
  const text = Buffer.from(file.bytes).toString('latin1');
  return own.open('whole').of('', [text], () => parseInPieces(file, () => own.open('pieces')) ?? parseSource(file));
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
    hint: 'read are fleet.yaml, agents/*.yaml, regions/*.yaml, schemas/*.yaml, extra/<region|all>/<component>/*.yaml and patches/<region|all>/<component>/*.yaml',
  };
}
