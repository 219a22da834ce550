import type { Prerequisite } from '../render/prerequisites.ts';
import type { Style } from './style.ts';

export interface RegionPrerequisites {
  readonly region: string;
  readonly items: readonly Prerequisite[];
}

/** A list to read: what must be there, and below it the command that shows whether it is. */
export function preflightText(regions: readonly RegionPrerequisites[], style: Style): string {
  return regions
    .map(({ region, items }) => {
      let topic = '';
      const lines = items.map((item) => {
        const head = item.topic === topic ? '' : `  ${style.bold(item.topic)}\n`;
        topic = item.topic;
        return `${head}    ${item.what}\n      ${style.dim(`$ ${item.command}`)}\n`;
      });
      return `${style.bold(region)}\n${lines.join('')}`;
    })
    .join('\n');
}

/** The same as a shell script that runs every command and says what is missing; its exit code is the number of them, at most 100. */
export function preflightScript(regions: readonly RegionPrerequisites[]): string {
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const checks = regions.flatMap(({ region, items }) =>
    items.map(({ topic, what, command }) => `check ${quote(`${region}: ${topic}: ${what}`)} ${quote(command)}`),
  );
  return `#!/bin/sh
# Made by pap-fleet preflight --script. Needs kubectl with a context per cluster, argocd and dig.
missing=0
check() {
  if sh -c "$2" >/dev/null 2>&1; then echo "ok       $1"; else echo "MISSING  $1"; echo "         $2"; missing=$((missing + 1)); fi
}
${checks.join('\n')}
echo "$missing missing"
[ "$missing" -le 100 ] || missing=100
exit "$missing"
`;
}
