// Writes what follows from `schemas/`: the types of what people write, the types of components' settings once every default
// is filled in, and the list of components for editors. `--check` only says which of these files is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { componentNames, componentsSchema, schemaPath } from './components.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const components = componentNames(root);

/** No text and no format of the library's own; a list has one type, whatever its length. */
const OPTIONS = { bannerComment: '', format: false, additionalProperties: false };

/** Definitions of fleet.schema.json that have a type of their own. The others are written where they are used. */
const NAMES = {
  agent: 'AgentSpec',
  agentOverride: 'AgentOverrideSpec',
  agentDefaults: 'AgentDefaultsSpec',
  region: 'RegionSpec',
  group: 'GroupSpec',
  hub: 'HubSpec',
  regionSelection: 'RegionSelectionSpec',
  station: 'StationSpec',
  tier: 'TierSpec',
  'agentField.autoscale': 'AutoscaleSpec',
  'agentField.resources': 'ResourcesSpec',
  'agentField.storage': 'StorageSpec',
  'agentField.ports': 'PortsSpec',
  'agentField.probes': 'ProbesSpec',
  'agentField.egress': 'EgressSpec',
};

/** Which components there are is not for the format to know: each has its schema, and its folder. */
const COMPONENTS = {
  description: 'Settings by component. What each may hold is in `schemas/components/`.',
  type: 'object',
  additionalProperties: { type: 'object', additionalProperties: true },
};

/** A fleet, a region, an agent, an approval and a freeze, as people write them. */
async function written() {
  const { $defs, ...fleet } = read('schemas/fleet.schema.json');
  const all = { ...$defs, components: COMPONENTS };
  const definitions = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [name, plain(all[key], all)]));
  return (
    (await compile({ ...plain(fleet, all), title: 'FleetSpec', definitions }, 'FleetSpec', OPTIONS)) +
    (await compile({ ...plain(read('schemas/approval.schema.json'), {}), title: 'ApprovalSpec' }, 'ApprovalSpec', OPTIONS)) +
    (await compile({ ...plain(read('schemas/freeze.schema.json'), {}), title: 'FreezeSpec' }, 'FreezeSpec', OPTIONS))
  );
}

/** A schema without what has no place in a type. What a reference without a name leads to stands in its place. */
function plain(node, all) {
  if (Array.isArray(node)) return node.map((item) => plain(item, all));
  if (typeof node !== 'object' || node === null) return node;
  const { $ref, ...rest } = node;
  const key = $ref?.slice('#/$defs/'.length);
  if (NAMES[key] !== undefined) return { $ref: `#/definitions/${NAMES[key]}` };
  if (key !== undefined) return { ...plain(all[key] ?? key.split('/').reduce((part, step) => part[step], all), all), ...rest };
  const kept = Object.entries(rest).filter(([keyword]) => keyword !== 'minItems' && keyword !== 'maxItems');
  return Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, plain(keyword === 'items' ? { ...value, description: undefined } : value, all)]),
  );
}

/** Settings of a component as its objects see them: what has a default is there. */
async function settings(name) {
  const type = `${name[0].toUpperCase()}${name.slice(1).replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase())}Settings`;
  return compile({ ...filled(plain(read(schemaPath(name)), {})), title: type }, type, OPTIONS);
}

/** A schema of values in which every default is filled in, as generator/fleet/schema/defaults.ts does it. */
function filled(node) {
  if (node.items !== undefined) return { ...node, items: filled(node.items) };
  if (node.properties === undefined) return node;
  const properties = Object.fromEntries(Object.entries(node.properties).map(([key, inner]) => [key, filled(inner)]));
  const required = Object.keys(properties).filter((key) => hasDefault(node.properties[key]));
  return { ...node, properties, required: [...new Set([...required, ...(node.required ?? []), ...(node.requiredOnceMerged ?? [])])] };
}

/** A map without a default of its own is filled from the defaults of its keys, unless one must be written. */
function hasDefault({ default: value, properties, required = [], requiredOnceMerged = [] }) {
  return value !== undefined || (properties !== undefined && required.length + requiredOnceMerged.length === 0);
}

/** The library writes interfaces whose fields may be changed. Ours are read only, and assignable to any map. */
function readOnly(text) {
  const source = ts.createSourceFile('types.ts', text, ts.ScriptTarget.Latest, true);
  const modifiers = [ts.factory.createModifier(ts.SyntaxKind.ReadonlyKeyword)];
  const { transformed } = ts.transform(source, [
    (context) => {
      const { factory } = context;
      const visit = (before) => {
        const node = ts.visitEachChild(before, visit, context);
        if (ts.isPropertySignature(node)) return factory.updatePropertySignature(node, modifiers, node.name, node.questionToken, node.type);
        if (ts.isIndexSignatureDeclaration(node)) return factory.updateIndexSignature(node, modifiers, node.parameters, node.type);
        if (ts.isArrayTypeNode(node)) return factory.createTypeOperatorNode(ts.SyntaxKind.ReadonlyKeyword, node);
        if (!ts.isInterfaceDeclaration(node)) return node;
        const alias = factory.createTypeAliasDeclaration(node.modifiers, node.name, undefined, factory.createTypeLiteralNode(node.members));
        return ts.setTextRange(ts.setOriginalNode(alias, before), before);
      };
      return (file) => ts.visitNode(file, visit);
    },
  ]);
  return ts
    .createPrinter()
    .printFile(transformed[0])
    .replaceAll(/\/\*\*\n *\* (.*)\n *\*\//g, '/** $1 */');
}

/** File → its text before formatting. */
const FILES = {
  'schemas/components.schema.json': () => JSON.stringify(componentsSchema(components)),
  'generator/fleet/spec.generated.ts': written,
  ...Object.fromEntries(components.map((name) => [`generator/components/${name}/settings.generated.ts`, () => settings(name)])),
};

const stale = [];
for (const [path, make] of Object.entries(FILES)) {
  const file = join(root, path);
  const text = path.endsWith('.ts') ? `// Made by npm run schemas from schemas/.\n${readOnly(await make())}` : await make();
  const wanted = await format(text, { ...(await resolveConfig(file)), filepath: file });
  if (existsSync(file) && readFileSync(file, 'utf8') === wanted) continue;
  stale.push(path);
  if (!process.argv.includes('--check')) writeFileSync(file, wanted);
}
for (const path of stale) console.log(process.argv.includes('--check') ? `${path} is stale; run: npm run schemas` : `wrote ${path}`);
process.exitCode = process.argv.includes('--check') && stale.length > 0 ? 1 : 0;
