/** An option as help and usage errors show it. */
export interface Option {
  readonly name: string;
  /** The value's name in help; absent for a switch. */
  readonly value?: string;
  /** May be given several times; its value is then a list. */
  readonly many?: true;
  readonly help: string;
}

/** What help says of a command. */
export interface Manual {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** After the command's name. */
  readonly usage: string;
  /** What it does, how it is used, examples. */
  readonly help: string;
  /** Besides --config, --json and --help. */
  readonly options: readonly Option[];
}

export function mainHelp(version: string, commands: readonly Manual[]): string {
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

export function commandHelp({ name, usage, summary, help, options }: Manual, common: readonly Option[]): string {
  const all = [...options, ...common];
  const label = ({ name: option, value }: Option): string => `--${option}${value === undefined ? '' : ` ${value}`}`;
  const width = Math.max(...all.map((option) => label(option).length));
  return `pap-fleet ${name}: ${summary}

Usage: pap-fleet ${name} ${usage}

${help}

Options:
${all.map((option) => `  ${label(option).padEnd(width)}  ${option.help}\n`).join('')}`;
}
