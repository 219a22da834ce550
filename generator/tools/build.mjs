// Builds dist/: precompiled schema validators, the index of rules, then one bundled program. Takes well under a second.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { bundle } from './bundle.mjs';
import { MADE } from './made.mjs';
import { writeNotices } from './notices.mjs';
import { bundleScripts } from './scripts.mjs';
import { componentList, componentNames, componentsSchema, schemaPath } from './components.mjs';
import { writeRuleIndex } from './rules.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const components = componentNames(root);

/** Compiling schemas at start would cost each run some 70 ms; as code they load in 4. */
function validators() {
  const ajv = new Ajv2020.default({
    allErrors: true,
    strict: true,
    strictRequired: true,
    allowUnionTypes: true,
    ownProperties: true,
    messages: true,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addKeyword({ keyword: 'errorMessage', schemaType: 'string' });
  // A layer may set a part of a map; what the whole must have is checked when all layers are merged.
  ajv.addKeyword({ keyword: 'requiredOnceMerged', schemaType: 'array' });
  const files = {
    'fleet.schema.json': read('schemas/fleet.schema.json'),
    'components.schema.json': componentsSchema(components),
    'component.schema.json': read('schemas/component.schema.json'),
    'policy.schema.json': read('schemas/policy.schema.json'),
    'freeze.schema.json': read('schemas/freeze.schema.json'),
    'rollout.schema.json': read('schemas/rollout.schema.json'),
    'hold.schema.json': read('schemas/hold.schema.json'),
  };
  for (const path of components.map(schemaPath)) files[path.slice('schemas/'.length)] = read(path);
  for (const [path, schema] of Object.entries(files)) ajv.addSchema(schema, path);
  ajv.addSchema(read('schemas/approval.schema.json'), 'approval.schema.json');
  const code = withOwnEquality(standaloneCode.default(ajv, { validateFleet: 'fleet.schema.json', validateApproval: 'approval.schema.json' }));
  return `${code}\nexport const schemaFiles = ${JSON.stringify(files)};\n`;
}

/** Maps that our reader makes have no prototype, and the equality that ajv brings (fast-deep-equal) calls its methods: two maps in one list end the run. */
function withOwnEquality(code) {
  const own = code.replaceAll(
    /const (\w+) = require\("ajv\/dist\/runtime\/equal"\)\.default;/g,
    "import { equal as $1 } from '../../model/data.ts';",
  );
  if (own === code || /runtime\/equal|fast-deep-equal/.test(own))
    throw new Error('ajv writes its validators in another way: how they compare values must be looked at');
  return own;
}

/**
 * Closed schemas of the kinds a fleet may hold, written by hand or by `npm run schemas`. As JSON in a string they cost a
 * run 1 ms, and only one that makes objects; as code made by ajv they would cost every start 20.
 */
function objectSchemas() {
  const parts = ['generated', 'by-hand'].map((name) => read(`schemas/objects/${name}.json`));
  const all = { kinds: Object.assign({}, ...parts.map(({ kinds }) => kinds)), $defs: Object.assign({}, ...parts.map(({ $defs }) => $defs)) };
  return `export const objectSchemas = ${JSON.stringify(JSON.stringify(all))};\n`;
}

/** What an API server says of its own kinds: read by whoever meets an object, as the schemas above. */
function servedTypes() {
  return `export const servedTypes = ${JSON.stringify(JSON.stringify(read('schemas/objects/served.json')))};\n`;
}

/** What definitions ask of values: read by a run that meets an object of such a kind. */
function valueLimits() {
  return `export const valueLimits = ${JSON.stringify(JSON.stringify(read('schemas/objects/limits.json')))};\n`;
}

/** What Kustomize knows of kinds and of their fields: read by a run that builds a kustomization. */
function kustomizeTables() {
  return `export const kustomizeTables = ${JSON.stringify(JSON.stringify(read('schemas/objects/kustomize.json')))};\n`;
}

/** The flags that controllers take, by their versions: read by whoever meets a container of one. */
function controllerFlags() {
  return `export const controllerFlags = ${JSON.stringify(JSON.stringify(read('schemas/objects/flags.json')))};\n`;
}

/** What came and goes with which version. Apart from the others: versions are asked before there are objects. */
function lifecycle() {
  const { released, apis, fields, definitions } = read('schemas/objects/lifecycle.json');
  return `export const lifecycle = ${JSON.stringify(JSON.stringify({ released, apis, fields, definitions }))};\n`;
}

/** Names this very program: the memory of a run of another one is not believed. The same wherever it is built. */
function buildId() {
  const hash = createHash('sha256');
  for (const folder of ['generator', 'schemas']) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    for (const path of paths.filter((each) => !MADE.includes(each)).sort()) hash.update(path).update(readFileSync(join(root, path)));
  }
  return hash
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16);
}

/** The commit of a release, which `init` pins; a program built at a desk is none. */
function releasedFrom() {
  const commit = process.env.PAP_FLEET_COMMIT ?? '';
  return /^[0-9a-f]{40}$/.test(commit) ? commit : '';
}

const build = buildId();
const commit = releasedFrom();
// Beside the program stands what it was built from: the same is not built again, so that scripts that build first may run side by side.
const stamp = join(root, 'dist/built-from');
const from = `${build} ${commit} ${process.version}\n`;
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== from || MADE.some((path) => !existsSync(join(root, path)))) {
  rmSync(stamp, { force: true });
  writeRuleIndex();
  writeFileSync(join(root, 'generator/fleet/schema/validators.js'), `// Made by generator/tools/build.mjs.\n${validators()}`);
  writeFileSync(join(root, 'generator/components/list.js'), componentList(components));
  writeFileSync(
    join(root, 'generator/k8s/schema/schemas.js'),
    `// Made by generator/tools/build.mjs.\n${objectSchemas()}${servedTypes()}${valueLimits()}${kustomizeTables()}${controllerFlags()}`,
  );
  writeFileSync(join(root, 'generator/fleet/versions/upstream.js'), `// Made by generator/tools/build.mjs.\n${lifecycle()}`);
  await bundle(join(root, 'dist'), {
    __VERSION__: JSON.stringify(read('package.json').version),
    __BUILD__: JSON.stringify(build),
    __COMMIT__: JSON.stringify(commit),
  });
  writeNotices(root, join(root, 'dist'));
  writeFileSync(stamp, from);
}
await bundleScripts(root, join(root, 'dist'));
