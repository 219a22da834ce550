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

/** Lines that the good example has in the place of those of the bad one, at most so many. */
const MOST_LINES = 12;

/**
 * What makes the good example of a rule good, as a difference without what both have: the bad one is shown by what is printed about it.
 * @param {string} folder `<group>/<name>`
 */
export function difference(folder, base = root) {
  const path = join(base, 'generator/rules', folder);
  const isTree = existsSync(join(path, 'good'));
  const names = isTree ? filesIn(join(path, 'good')) : ['good.yaml'];
  const changed = names.map((name) => {
    const [before, after] = isTree ? [join(path, 'bad', name), join(path, 'good', name)] : [join(path, 'bad.yaml'), join(path, name)];
    const [old, now] = [before, after].map((file) => (existsSync(file) ? readFileSync(file, 'utf8').replace(/\n$/, '').split('\n') : []));
    return (isTree ? `${name}\n` : '') + hunk(old, now);
  });
  return changed.filter((text) => /^[+-]/m.test(text)).join('');
}

function filesIn(path) {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1)).sort();
}

/** What stands between the first and the last line that differ, with a line around it. */
function hunk(old, now) {
  let [start, end] = [0, 0];
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const few = (mark, lines) => [
    ...lines.slice(0, MOST_LINES).map((line) => `${mark} ${line}`),
    ...(lines.length > MOST_LINES ? [`${mark} … and ${lines.length - MOST_LINES} more lines`] : []),
  ];
  const around = (line) => (line === undefined ? [] : [`  ${line}`]);
  const lines = [
    ...around(now[start - 1]),
    ...few('-', old.slice(start, old.length - end)),
    ...few('+', now.slice(start, now.length - end)),
    ...around(end === 0 ? undefined : now[now.length - end]),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Writes the index, unless it is as it should be: several processes may do so at once. */
export function writeRuleIndex() {
  const folders = ruleFolders();
  const examples = folders.map((folder) => [folder, readFileSync(join(root, 'generator/rules', folder, 'expected.txt'), 'utf8')]);
  const good = folders.map((folder) => [folder, difference(folder)]);
  const text = `// Made by generator/tools/rules.mjs.
import { indexed } from './indexed.ts';
${folders.map((folder, i) => `import { rule as rule${i} } from './${folder}/rule.ts';\n`).join('')}
export const rules = indexed({
${folders.map((folder, i) => `  '${folder}': rule${i},\n`).join('')}});
export const examples = JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(examples)))});
export const differences = JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(good)))});
`;
  const path = join(root, 'generator/rules/index.js');
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
