import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { COMMON, EXIT, FORMATS } from './commands/command.ts';
import type { Command, Context, Flags, Format, Option } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { watching } from './commands/watch.ts';
import { Disk } from './io/disk.ts';
import { Failure } from './io/failure.ts';
import { documentIn } from './report/documents.ts';
import { githubFailure } from './report/github.ts';
import { commandHelp, mainHelp } from './report/help.ts';
import { jsonText } from './report/json.ts';
import { redacting } from './report/streams.ts';
import { style, visible } from './report/style.ts';
import { hintFor, suggest } from './fleet/schema/suggest.ts';

/** Run the program with its arguments and return the exit code: none when it goes on, because it watches. */
export function run(argv: readonly string[], world: Omit<Context, 'disk'>): number | undefined {
  const context: Context = { ...world, streams: redacting(world.streams), disk: new Disk() };
  try {
    return dispatch(argv, context);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return tell(error, argv, context);
  }
}

/** Say what failed, in the format that was asked for, and give the exit code. */
function tell({ kind, message, hint }: Failure, argv: readonly string[], context: Context): number {
  const exitCode = kind === 'usage' ? EXIT.invalid : EXIT.system;
  const format = formatIn(argv);
  const document = documentIn(format);
  if (format === 'json') context.streams.out(jsonText({ command: commandIn(argv) ?? null, ok: false, exitCode, error: { message, hint } }));
  else if (format === 'github') context.streams.out(githubFailure(message, hint));
  else if (document !== undefined) {
    const problems = [hint === undefined ? message : `${message}\n${hint}`];
    context.streams.out(document([], { version: context.version, exitCode, problems, failed: true }));
  } else {
    const look = style(context.streams.color && !argv.includes('--no-color'));
    context.streams.err(`${look.red('error:')} ${visible(message)}\n${hint === undefined ? '' : `  hint: ${visible(hint)}\n`}`);
  }
  return exitCode;
}

/** The format that was asked for, as far as it can be told before the arguments are understood. */
function formatIn(argv: readonly string[]): string {
  const at = argv.findLastIndex((word) => word === '--format' || word.startsWith('--format='));
  if (at === -1) return argv.includes('--json') ? 'json' : 'text';
  return (argv[at] as string).split('=')[1] ?? argv[at + 1] ?? 'text';
}

/** The command that is meant, as far as it can be told before the arguments are understood. */
function commandIn(argv: readonly string[]): string | undefined {
  return commands.find(({ name }) => name === argv.find((word) => !word.startsWith('-')))?.name;
}

function dispatch(argv: readonly string[], context: Context): number | undefined {
  const [first, ...rest] = argv;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    const topic = commands.find(({ name }) => name === rest[0]);
    if (first === 'help' && rest[0] !== undefined && topic === undefined && !rest[0].startsWith('-')) throw noCommand(rest[0]);
    context.streams.out(topic === undefined ? mainHelp(context.version, commands) : commandHelp(topic, COMMON));
    return first === undefined ? EXIT.invalid : EXIT.ok;
  }
  if (first === '--version' || first === '-V' || first === '-v') {
    context.streams.out(`${context.version}\n`);
    return EXIT.ok;
  }
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    const meant = first.startsWith('-') ? commandAfterOptions(argv) : undefined;
    if (meant !== undefined) throw new Failure('usage', `the option ${first} stands before the command`, `write: pap-fleet ${meant} ${first} …`);
    throw noCommand(first);
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    context.streams.out(commandHelp(command, COMMON));
    return EXIT.ok;
  }
  const { flags, words } = parse(command, rest, context.streams.color);
  if (flags.more['watch'] === true) return watching(command, context, flags, words, (failure, at) => tell(failure, argv, at));
  return command.run(context, flags, words);
}

/** What may stand in the place of a command. */
const INSTEAD: readonly string[] = ['--help', '--version'];

function noCommand(word: string): Failure {
  const names = commands.map(({ name }) => name);
  if (isOption(word)) return new Failure('usage', 'the command is missing', `write: pap-fleet COMMAND ${word} … (pap-fleet --help)`);
  const [message, there] = word.startsWith('-') ? [`unknown option ${word}`, INSTEAD] : [`there is no command "${word}"`, names];
  const near = suggest(word, [...there, ...INSTEAD]);
  return new Failure('usage', message, `${near === undefined ? hintFor(word, there) : `did you mean "${near}"?`} (pap-fleet --help)`);
}

/** Whether some command has the option. */
function isOption(word: string): boolean {
  return [...COMMON, ...commands.flatMap(({ options }) => options)].some(({ name }) => word.split('=')[0] === `--${name}`);
}

/** `--config x validate`: a command behind options that commands have. */
function commandAfterOptions([first = '', ...rest]: readonly string[]): string | undefined {
  return isOption(first) ? rest.find((word) => commands.some(({ name }) => name === word)) : undefined;
}

/**
 * What the arguments of a command say.
 * @param color whether the output may have colours
 * @throws Failure (usage) when the command has no such option, or takes no such words
 */
export function parse(command: Command, args: readonly string[], color: boolean): { flags: Flags; words: string[] } {
  const options = [...COMMON, ...command.options];
  let parsed: ReturnType<typeof parseArgs<ParseArgsConfig>>;
  try {
    // The options are only known at run time, and so are the types of their values.
    parsed = parseArgs<ParseArgsConfig>({
      args: [...args],
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(
        options.map(({ name, value, many }) => [
          name,
          { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(many === true ? { multiple: true } : {}) },
        ]),
      ),
    });
  } catch (error) {
    throw usage(command, error as Error & { code?: string }, args, options);
  }
  const { values, positionals } = parsed;
  const { needs, max } = command.words;
  const wrong =
    needs !== undefined && positionals.length === 0
      ? `${command.name} needs ${needs}`
      : positionals.length > max
        ? `"${positionals[max]}" is one word too many`
        : undefined;
  if (wrong !== undefined) throw new Failure('usage', wrong, usageOf(command));
  for (const { name, value } of options) {
    if (value !== undefined && values[name] === '') throw new Failure('usage', `--${name} needs a value`, `--${name} ${value}`);
  }
  return {
    flags: {
      config: trimSlash((values['config'] as string | undefined) ?? 'config'),
      out: trimSlash((values['out'] as string | undefined) ?? 'out'),
      maxFileSize: sizeOf((values['max-file-size'] as string | undefined) ?? '1MiB'),
      ...formatOf(values),
      color: color && values['no-color'] !== true,
      more: values as Flags['more'],
    },
    words: positionals,
  };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, KiB: 1 << 10, MiB: 1 << 20 };

function sizeOf(text: string): number {
  const [, digits = '', unit = ''] = /^([0-9]{1,9})(KiB|MiB|)$/.exec(text) ?? [];
  const size = Number(digits) * (UNITS[unit] as number);
  if (size >= 1 && size <= 64 << 20) return size;
  throw new Failure('usage', `--max-file-size must be a size of at most 64MiB, not "${text}"`, 'for example --max-file-size 4MiB');
}

function formatOf({ format, json }: Readonly<Record<string, unknown>>): { format: Format; json: boolean } {
  const wanted = (format as string | undefined) ?? (json === true ? 'json' : 'text');
  const known = FORMATS.find((name) => name === wanted);
  if (known === undefined) throw new Failure('usage', `--format must be one of ${FORMATS.join(', ')}, not "${wanted}"`, hintFor(wanted, FORMATS));
  if (json === true && known !== 'json') throw new Failure('usage', `--json and --format ${known} exclude each other`);
  return { format: known, json: known === 'json' };
}

function usage(command: Command, error: Error & { code?: string }, args: readonly string[], options: readonly Option[]): Failure {
  const seen = args.find((arg) => arg.startsWith('-') && !options.some(({ name }) => arg === `--${name}` || arg.startsWith(`--${name}=`)));
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && seen !== undefined) {
    const names = options.map(({ name }) => `--${name}`);
    return new Failure('usage', `"${seen}" is not an option of ${command.name}`, hintFor(seen.split('=')[0] as string, names));
  }
  const about = /--([a-z-]+)/.exec(error.message)?.[1];
  const { name, value } = options.find((option) => option.name === about) ?? {};
  if (error.code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' || name === undefined)
    return new Failure('usage', (error.message.split('.')[0] ?? error.message).replaceAll("'", '"'), usageOf(command));
  if (value === undefined) return new Failure('usage', `--${name} takes no value`, usageOf(command));
  const hyphen = error.message.includes('ambiguous');
  return new Failure('usage', `--${name} needs a value`, hyphen ? `a value that begins with a hyphen: --${name}=${value}` : `--${name} ${value}`);
}

function usageOf({ name, usage: words }: Command): string {
  return `usage: pap-fleet ${name} ${words}`;
}

function trimSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
