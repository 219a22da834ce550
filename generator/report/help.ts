import type { Command, Option } from '../commands/command.ts';

export function mainHelp(version: string, commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return `pap-fleet ${version}: from config/fleet.yaml to Kustomize overlays and Argo CD Applications

Usage: pap-fleet <command> [options]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join('')}
  pap-fleet <command> --help   what a command does, its options, examples
  pap-fleet --version          the version

Daily use: edit config/, run "pap-fleet validate", commit config/ and open a pull request. After the merge the delivery
workflow regenerates out/ and Argo CD applies it.

Exit codes: 0 ok · 1 check found differences · 2 invalid input or usage · 3 unsafe plan, approval needed ·
4 file system, lock or Git · 70 a bug in pap-fleet
`;
}

export function commandHelp({ name, usage, summary, help, options }: Command, common: readonly Option[]): string {
  const all = [...options, ...common];
  const label = ({ name: option, value }: Option): string => `--${option}${value === undefined ? '' : ` ${value}`}`;
  const width = Math.max(...all.map((option) => label(option).length));
  return `pap-fleet ${name}: ${summary}

Usage: pap-fleet ${name} ${usage}

${help}

Options:
${all.map((option) => `  ${label(option).padEnd(width)}  ${option.help}\n`).join('')}`;
}
