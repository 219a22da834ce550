// Writes generator/rules/index.js: every folder generator/rules/<group>/<name>/ is the rule with the code <group>/<name>.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What a rule has beside `rule.ts`; of each one is enough. */
const NEEDED = [['rule.ts'], ['bad', 'bad.yaml'], ['good', 'good.yaml'], ['expected.txt']];

/**
 * @param {string} base a folder with `generator/rules/`
 * @returns {string[]} the codes, which are the folders of rules
 * @throws where a folder lacks something, with its path
 */
export function ruleFolders(base = root) {
  const rules = join(base, 'generator/rules');
  const folders = foldersIn(rules).flatMap((group) => foldersIn(join(rules, group)).map((name) => `${group}/${name}`));
  for (const folder of folders) {
    const lacks = NEEDED.find((names) => !names.some((name) => existsSync(join(rules, folder, name))));
    if (lacks !== undefined) throw new Error(`generator/rules/${folder} lacks ${lacks.join(' or ')}`);
  }
  return folders;
}

function foldersIn(path) {
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => name).sort();
}

/** Writes the index, unless it is as it should be: several processes may do so at once. */
export function writeRuleIndex() {
  const folders = ruleFolders();
  const examples = folders.map((folder) => [folder, readFileSync(join(root, 'generator/rules', folder, 'expected.txt'), 'utf8')]);
  const text = `// Made by generator/tools/rules.mjs.
import { indexed } from './indexed.ts';
${folders.map((folder, i) => `import { rule as rule${i} } from './${folder}/rule.ts';\n`).join('')}
export const rules = indexed({
${folders.map((folder, i) => `  '${folder}': rule${i},\n`).join('')}});
export const examples = JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(examples)))});
`;
  const path = join(root, 'generator/rules/index.js');
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
