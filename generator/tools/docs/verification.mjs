import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fg from 'fast-glob';
import ts from 'typescript';

const TESTS = ['test/cluster/*.cluster.ts', 'test/system/servers/*.integration.ts'];
const JUDGES = /^\/\/ Judges: (.+)\.$/m;

/** docs/verification.md with what each real program has shown: the titles of the tests that ask it. */
export function verificationPage(root, text, releases) {
  const files = TESTS.flatMap((pattern) => fg.sync(pattern, { cwd: root }).sort());
  const parts = files.map((path) => section(path, readFileSync(join(root, path), 'utf8'), releases));
  return text.replace(
    /(<!-- programs: begin[^\n]*-->\n)[\s\S]*?(<!-- programs: end -->)/,
    (_, begin, end) => `${begin}\n${parts.join('\n\n')}\n\n${end}`,
  );
}

function section(path, source, releases) {
  const judges = JUDGES.exec(source)?.[1];
  if (judges === undefined) throw new Error(`${path} does not say which programs judge: a line "// Judges: BIND, Pebble." at its top`);
  const names = judges.split(', ').map((name) => {
    const release = Object.values(releases).find(({ title }) => title === name);
    // A title may end in the major version.
    return release === undefined ? name : `${name.replace(/ \d+$/, '')} ${release.version}`;
  });
  const rows = titles(ts.createSourceFile(path, source, ts.ScriptTarget.Latest)).map((title) => `- ${title}`);
  return `**${names.join(', ')}** (\`${path}\`)\n\n${rows.join('\n')}`;
}

/** `group: title` of every test, in their order; a test of many rows once. */
function titles(node, group = []) {
  const found = [];
  ts.forEachChild(node, (child) => {
    const call = ts.isCallExpression(child) ? testCall(child) : undefined;
    if (call === undefined) found.push(...titles(child, group));
    else if (call.kind === 'describe') found.push(...titles(child, [...group, call.title]));
    else found.push(sentence([...group, call.title].map(plain)));
  });
  return [...new Set(found)];
}

/** @returns undefined for a call that is no `describe('…')`, `test('…')`, `test.each(…)('…')` */
function testCall({ expression, arguments: [title] }) {
  if (title === undefined || !ts.isStringLiteralLike(title)) return undefined;
  let callee = expression;
  while (!ts.isIdentifier(callee)) {
    if (!ts.isPropertyAccessExpression(callee) && !ts.isCallExpression(callee) && !ts.isTaggedTemplateExpression(callee)) return undefined;
    callee = ts.isTaggedTemplateExpression(callee) ? callee.tag : callee.expression;
  }
  return ['describe', 'test', 'it'].includes(callee.text) ? { kind: callee.text, title: title.text } : undefined;
}

/** Without what stands for a row alone, such as the name of a region. */
const sentence = (parts) => parts.filter((part) => part !== '…').join(': ') || 'each row of its table';

/** What vitest fills in is another thing in each row. */
const plain = (title) => title.replaceAll(/%[sdijo]|\$[\w.]+/g, '…').replaceAll(/[<>*_`|]/g, '\\$&');
