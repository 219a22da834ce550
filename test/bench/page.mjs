// docs/performance.md: what the daily loop takes, with the targets, as the bench found it.
import { availableParallelism } from 'node:os';

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** @param {readonly { loop: any, targets: readonly any[] }[]} all one for each size @param {string} note about the machine */
export function performancePage(all, note) {
  const sizes = all.map(({ loop }) => `${loop.regions.toLocaleString('en')} × ${loop.agents}`);
  const head = `| | ${sizes.join(' | ')} |\n| --- | ${sizes.map(() => '---:').join(' | ')} |\n`;
  const times = (label, key) => `| ${label} | ${all.map(({ loop }) => `${seconds(loop[key].cpu)} (${seconds(loop[key].wall)})`).join(' | ')} |\n`;
  const targets = all[0].targets.map(
    ({ name, most, unit }, i) =>
      `| ${name} | ${most}${unit === 'x' ? '' : ` ${unit}`} | ${all
        .map(({ targets: own }) => {
          const { value } = own[i];
          const text = unit === 'x' ? value.toFixed(2) : `${value.toFixed(0)} ${unit}`;
          return value <= most ? text : `**${text}**`;
        })
        .join(' | ')} |\n`,
  );
  return `# Performance

An edit costs what it changes. This page says what each command of the daily loop takes, and how to measure it. It is made by \`npm run bench -- --loop --write\`.

## What it takes

Fleets of the bench: regions × agents, each agent in every region, all components on. Whole processes, median: time of the processor, and by the clock in brackets.
Measured with Node ${process.version} on ${availableParallelism()} cores; ${note}

${head}| files in \`out/\` | ${all.map(({ loop }) => loop.files.toLocaleString('en')).join(' | ')} |
${times('start of Node alone', 'start')}${times('`validate`', 'validate')}${times('`plan`, one region edited', 'plan one region')}${times('`plan`, all regions edited', 'plan all regions')}${times('`generate`, one region edited', 'generate one region')}${times('`generate`, all regions edited', 'generate all regions')}${times('`generate`, nothing changed', 'unchanged')}${times('`generate` into an empty `out/`', 'empty')}${times('those files alone, read, written and flushed by a script', 'floor empty')}| \`validate --watch\`, one region edited (by the clock) | ${all.map(({ loop }) => seconds(loop.watch['one region'])).join(' | ')} |
| \`validate --watch\`, all regions edited (by the clock) | ${all.map(({ loop }) => seconds(loop.watch['all regions'])).join(' | ')} |
| peak memory of \`validate\` | ${all.map(({ loop }) => `${loop.memory.validate.toFixed(0)} MiB`).join(' | ')} |
| peak memory of \`plan\`, one region edited | ${all.map(({ loop }) => `${loop.memory.plan.toFixed(0)} MiB`).join(' | ')} |

## Targets

Seconds belong to a machine, ratios travel: each is of runs in the same minutes. What misses its target is bold. _Floor_ is a script that only replaces the tree:
names for all files that stay, bytes for those that changed, one flush, two renames, the old tree deleted.

| ratio | at most | ${sizes.join(' | ')} |
| --- | ---: | ${sizes.map(() => '---:').join(' | ')} |
${targets.join('')}
## How to measure

\`\`\`sh
npm run bench -- --loop            # this page's figures, printed
npm run bench -- --loop --write    # and written here
npm run bench                      # all of the bench: sizes, other tools, policies, waves, several Argo CDs
\`\`\`

To see where the time of one command goes, on your fleet:

\`\`\`sh
node --cpu-prof dist/pap-fleet.cjs validate
\`\`\`

The file it leaves opens in the developer tools of a browser.

## What to know

- \`validate\` is the floor of every command that asks what the config says: \`plan\` and \`generate\` do all that it does.
- What regions share is judged, compared and written once. What is left for each region is its name, the files of its folder, and what it overrides: that grows with the number of regions.
- \`--watch\` keeps what did not change, and is the quickest answer while you edit.
- \`generate\` replaces \`out/\` as a whole, so that it is never a mixture: files that stay get a second name in the new tree, and the old one is deleted. That part grows with the number of files and depends on the disk.
- What an empty \`out/\` takes is mostly the file system's: ext4 without a journal looks, for each new file and folder, through all that was deleted in the last five minutes. Compare it with the script's row.
- The first run under another build of Node compiles the program and keeps that beside it, where it may write; later runs start from it.
`;
}
