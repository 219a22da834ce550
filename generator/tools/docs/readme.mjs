import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** README.md with its table of components and the output of every command in a `console` block as they are now. */
export function readmePage(root, text, components) {
  return withOutput(root, withComponents(text, components));
}

function withComponents(text, components) {
  const rows = components.map(({ name, summary, optional }) => `| \`${name}\` | ${summary} | ${optional ? 'yes' : 'no'} |`);
  const table = ['| component | what it writes | can be switched off |', '| --- | --- | --- |', ...rows].join('\n');
  return text.replace(/(<!-- components: begin[^\n]*-->\n)[\s\S]*?(<!-- components: end -->)/, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
}

/**
 * Follow the text as a reader would, in a copy of the repository: a `diff` block is applied, a command is run, and what it
 * prints takes the place of what the text shows. Every second-level heading starts over.
 */
function withOutput(root, text) {
  const copy = new Copy(root);
  try {
    return text.replaceAll(/^## .*$|^```(diff|console)\n([\s\S]*?)^```$/gm, (whole, kind, body) => {
      if (kind === undefined) copy.reset();
      else if (kind === 'diff') return `\`\`\`diff\n${copy.apply(body)}\`\`\``;
      else return `\`\`\`console\n${copy.session(body)}\`\`\``;
      return whole;
    });
  } finally {
    copy.remove();
  }
}

class Copy {
  #home = mkdtempSync(join(tmpdir(), 'pap-fleet-readme-'));
  #folder = join(this.#home, 'pap-fleet');
  #env = {
    // What npm, Git and the program itself would else take from the machine.
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|git_|NODE_OPTIONS$|FORCE_COLOR$)/i.test(name))),
    HOME: this.#home,
    XDG_CACHE_HOME: join(this.#home, 'cache'),
    NO_COLOR: '1',
    NPM_CONFIG_USERCONFIG: join(this.#home, 'npmrc'),
    NPM_CONFIG_UPDATE_NOTIFIER: 'false',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'reader',
    GIT_AUTHOR_EMAIL: 'reader@example.net',
    GIT_COMMITTER_NAME: 'reader',
    GIT_COMMITTER_EMAIL: 'reader@example.net',
    LC_ALL: 'C.UTF-8',
  };

  constructor(root) {
    const left = new Set(['.git', 'node_modules', 'coverage']);
    cpSync(root, this.#folder, { recursive: true, filter: (path) => !left.has(relative(root, path)) });
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'), 'dir');
    this.#git(['init', '--quiet']);
    writeFileSync(join(this.#folder, '.git/info/exclude'), 'node_modules\n');
    this.#git(['add', '--all']);
    this.#git(['commit', '--quiet', '--message', 'Start']);
  }

  reset() {
    this.#git(['reset', '--quiet', '--hard']);
    this.#git(['clean', '--quiet', '-d', '--force']);
  }

  /** Apply a patch wherever its context is now; the same patch with the line numbers of today. */
  apply(patch) {
    this.#git(['apply', '--recount'], patch);
    return this.#git(['diff', '--unified=2']).replace(/^diff .*\nindex .*\n/, '');
  }

  /** The commands of a block, each with what it prints. */
  session(body) {
    return body
      .split('\n')
      .filter((line) => line.startsWith('$ '))
      .map((line) => {
        const { stdout, error } = spawnSync('bash', ['-c', `{ ${line.slice(2)}\n} 2>&1`], {
          cwd: this.#folder,
          env: this.#env,
          encoding: 'utf8',
          timeout: 120_000,
        });
        if (error !== undefined) throw error;
        return `${line}\n${stdout}`;
      })
      .join('');
  }

  remove() {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #git(args, input = '') {
    return execFileSync('git', args, { cwd: this.#folder, env: this.#env, input, encoding: 'utf8' });
  }
}
