import type { Manual, Option } from './help.ts';

const PROGRAM = 'pap-fleet';

/** Shells that a script is made for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What stands in a place: words, names of the fleet, or files. */
type Kind = 'agents' | 'regions' | 'files' | 'folders' | readonly string[];

const NAMES: Readonly<Record<string, Kind>> = { agent: 'agents', region: 'regions', file: 'files', path: 'files', dir: 'folders' };

/** What an option takes, as its help names it: `REGION`, `DIR`, `text|json`. */
function kindsOf(words: string): Kind[] {
  const parts = words.split('|').map((part) => part.replace(/[^A-Za-z0-9-].*$/, ''));
  const known = parts.flatMap((part) => (Object.hasOwn(NAMES, part.toLowerCase()) ? [NAMES[part.toLowerCase()] as Kind] : []));
  if (known.length > 0) return known;
  const literal = parts.filter((part) => /^[a-z][a-z0-9-]*$/.test(part));
  return literal.length === parts.length && literal.length > 0 ? [literal] : [];
}

function optionKinds({ name, value }: Option): Kind[] {
  if (value === undefined) return [];
  if (name === 'agent' || name === 'region') return [name === 'agent' ? 'agents' : 'regions'];
  return kindsOf(value);
}

/** What the words behind a command are. */
function wordKinds({ usage }: Manual): Kind[] {
  const first = usage.split(' ')[0] ?? '';
  return first === '' || first.startsWith('-') || first.startsWith('[-') ? [] : kindsOf(first.replace(/[[\]<>.]/g, ''));
}

/** @param common options that every command has */
export function completionText(shell: Shell, commands: readonly Manual[], common: readonly Option[]): string {
  const all = commands.map((command) => ({ ...command, options: [...command.options, ...common] }));
  return shell === 'bash' ? bash(all) : shell === 'zsh' ? zsh(all) : fish(all);
}

/**
 * Names of agents or regions, read by awk: starting the program would take longer than a person waits for a key. They are the files of a folder, and the keys
 * below the section in fleet.yaml; one that is written on a single line between braces is not seen. What is no legal name is left out: a shell would expand it, and
 * run what stands in it, before anybody has looked at the branch that it came with.
 */
const NAMES_IN_SHELL = `_pap_fleet_names() { # $1: agents or regions; $2: the config folder
  [ -r "$2/fleet.yaml" ] || return 0
  command ls -- "$2/$1" 2>/dev/null | LC_ALL=C sed -n 's/^\\([a-z0-9][-a-z0-9]*\\)\\.yaml$/\\1/p'
  awk -v section="$1:" '
    /^[^ #]/ { inside = ($1 == section); depth = 0; next }
    inside && match($0, /^ +[a-z0-9][-a-z0-9]*:/) { at = match($0, /[^ ]/); if (!depth) depth = at; if (at == depth) { sub(/:.*/, "", $1); print $1 } }
  ' < "$2/fleet.yaml"
}`;

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** How bash makes candidates of a kind; \`$cur\` is what stands there already. */
function bashOf(kind: Kind): string {
  if (kind === 'files') return 'compgen -f -- "$cur"';
  if (kind === 'folders') return 'compgen -d -- "$cur"';
  if (kind === 'agents' || kind === 'regions') return `compgen -W "$(_pap_fleet_names ${kind} "$config")" -- "$cur"`;
  return `compgen -W ${quoted(kind.join(' '))} -- "$cur"`;
}

function bashAll(kinds: readonly Kind[]): string {
  return kinds.length === 0 ? ':' : kinds.map(bashOf).join('; ');
}

type Complete = Manual & { readonly options: readonly Option[] };

function bash(commands: readonly Complete[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const cases = commands.map((command) => {
    const values = command.options
      .filter(({ value }) => value !== undefined)
      .map((option) => `      --${option.name}) ${bashAll(optionKinds(option))}; return;;`);
    return `  ${command.name})
    case "$prev" in
${values.join('\n')}
    esac
    case "$cur" in
      -*) compgen -W ${quoted(command.options.map(({ name }) => `--${name}`).join(' '))} -- "$cur";;
      *) ${bashAll(wordKinds(command))};;
    esac;;`;
  });
  return `# Completion for bash. Made by: pap-fleet completion bash
${NAMES_IN_SHELL}
_pap_fleet_candidates() { # $1: the command; $2: the word before; $3: what stands there; $4: the config folder
  local prev="$2" cur="$3" config="$4" IFS=$' \\n'
  case "$1" in
  '') compgen -W ${quoted(`${names} help --help --version`)} -- "$cur";;
  help) compgen -W ${quoted(names)} -- "$cur";;
${cases.join('\n')}
  esac
}
_pap_fleet() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="" command="" config="config" i
  [ "$COMP_CWORD" -gt 0 ] && prev="\${COMP_WORDS[COMP_CWORD-1]}"
  # Bash parts words at =, so that --config=x is three.
  [ "$cur" = "=" ] && cur=""
  [ "$prev" = "=" ] && prev="\${COMP_WORDS[COMP_CWORD-2]}"
  [ "$COMP_CWORD" -gt 1 ] && command="\${COMP_WORDS[1]}"
  for ((i = 2; i < COMP_CWORD; i++)); do
    [ "\${COMP_WORDS[i]}" = "--config" ] || continue
    [ "\${COMP_WORDS[i+1]}" = "=" ] && config="\${COMP_WORDS[i+2]}" || config="\${COMP_WORDS[i+1]}"
  done
  local IFS=$'\\n'
  # An array made of a substitution would expand * in the names of files.
  COMPREPLY=()
  while read -r i; do COMPREPLY+=("$i"); done < <(_pap_fleet_candidates "$command" "$prev" "$cur" "$config")
}
complete -o filenames -o nosort -F _pap_fleet pap-fleet 2>/dev/null || complete -o filenames -F _pap_fleet pap-fleet
`;
}

/** A description within brackets or quotes of zsh. */
const bare = (text: string): string => text.replaceAll("'", '’').replaceAll(/[[\]:\\`$]/g, ' ');

function zshOf(kinds: readonly Kind[]): string {
  const actions = kinds.map((kind) => {
    if (kind === 'files') return '_files';
    if (kind === 'folders') return '_files -/';
    if (kind === 'agents' || kind === 'regions') return `{compadd -- \${(f)"$(_pap_fleet_names ${kind} "\${opt_args[--config]:-config}")"}}`;
    return `(${kind.join(' ')})`;
  });
  if (actions.length < 2) return actions[0] ?? ' ';
  const names = kinds.filter((kind) => kind === 'agents' || kind === 'regions');
  return `{compadd -- ${names.map((kind) => `\${(f)"$(_pap_fleet_names ${kind} "\${opt_args[--config]:-config}")"}`).join(' ')}}`;
}

function zsh(commands: readonly Complete[]): string {
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${bare(summary)}`)}`);
  const cases = commands.map((command) => {
    const options = command.options.map((option) => {
      const { name, value, many, help } = option;
      const star = many === true ? '*' : '';
      return `      ${quoted(`${star}--${name}${value === undefined ? '' : '='}[${bare(help)}]${value === undefined ? '' : `:${bare(value)}:${zshOf(optionKinds(option))}`}`)}`;
    });
    const words = `      ${quoted(`*:word:${zshOf(wordKinds(command))}`)}`;
    return `  ${command.name})\n    _arguments \\\n${[...options, words].join(' \\\n')};;`;
  });
  return `#compdef pap-fleet
# Completion for zsh. Made by: pap-fleet completion zsh
${NAMES_IN_SHELL}
_pap_fleet() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_pap_fleet" ]; then _pap_fleet "$@"; elif (( $+functions[compdef] )); then compdef _pap_fleet pap-fleet; fi
`;
}

const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function fishOf(kinds: readonly Kind[]): string {
  if (kinds.includes('files')) return '-r -F';
  if (kinds.includes('folders')) return "-r -f -a '(__fish_complete_directories)'";
  const words = kinds.map((kind) => (typeof kind === 'string' ? `(__pap_fleet_names ${kind})` : kind.join(' ')));
  return words.length === 0 ? '-r -f' : `-r -f -a ${fishQuoted(words.join(' '))}`;
}

function fish(commands: readonly Complete[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.flatMap((command) => {
    const here = `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${command.name}'`;
    const words = wordKinds(command);
    return [
      `complete -c ${PROGRAM} -f -n "not __fish_seen_subcommand_from ${names}" -a ${command.name} -d ${fishQuoted(command.summary)}`,
      ...(words.length === 0 ? [`${here} -f`] : [`${here} ${fishOf(words).replace(/^-r /, '')}`]),
      ...command.options.map(
        (option) => `${here} -l ${option.name} -d ${fishQuoted(option.help)}${option.value === undefined ? '' : ` ${fishOf(optionKinds(option))}`}`,
      ),
    ];
  });
  return `# Completion for fish. Made by: pap-fleet completion fish
function __pap_fleet_names
  set -l config config
  set -l words (commandline -opc)
  for i in (seq (count $words))
    test "$words[$i]" = --config; and set config $words[(math $i + 1)]
  end
  test -r $config/fleet.yaml; or return 0
  for file in $config/$argv[1]/*.yaml
    string match -rg '/([a-z0-9][-a-z0-9]*)\\.yaml$' -- $file
  end
  awk -v section="$argv[1]:" '/^[^ #]/ { inside = ($1 == section); depth = 0; next } inside && match($0, /^ +[a-z0-9][-a-z0-9]*:/) { at = match($0, /[^ ]/); if (!depth) depth = at; if (at == depth) { sub(/:.*/, "", $1); print $1 } }' < $config/fleet.yaml
end
${lines.join('\n')}
`;
}
