import { count } from './style.ts';

/** What a bug report needs, and nothing that names anybody. */
export interface Rage {
  readonly program: { readonly version: string; readonly commit: string | null };
  readonly machine: { readonly node: string; readonly platform: string; readonly release: string; readonly git: string };
  /** There is a config folder, and it cannot be read. */
  readonly unreadable?: true;
  /** Absent where there is no config folder, or it cannot be read. */
  readonly config?: {
    /** What files are for → how many, and how many bytes. */
    readonly files: readonly { readonly role: string; readonly count: number; readonly bytes: number }[];
    /** Keys of the format that are used, with `*` for names, and how often. */
    readonly keys: Readonly<Record<string, number>>;
    /** Codes of what was found, and how often. */
    readonly findings: Readonly<Record<string, number>>;
    readonly made: {
      readonly regions: number;
      readonly agents: number;
      readonly placements: number;
      readonly objects: number;
      readonly files: number;
    } | null;
  };
}

export function rageText({ program, machine, config, unreadable }: Rage): string {
  const lines = [
    `pap-fleet ${program.version}${program.commit === null ? '' : ` of ${program.commit}`}`,
    `node ${machine.node} · git ${machine.git === '' ? 'is not there' : machine.git} · ${machine.platform} ${machine.release}`,
  ];
  if (config === undefined) return `${[...lines, `config: ${unreadable === true ? 'it cannot be read' : 'there is none'}`].join('\n')}\n`;
  const { made } = config;
  return `${[
    ...lines,
    '',
    'config/',
    ...config.files.map(({ role, count: number, bytes }) => `  ${count(number, 'file')} of ${role}, ${count(bytes, 'byte')}`),
    made === null
      ? '  nothing can be made of it'
      : `  makes ${count(made.regions, 'region')}, ${count(made.agents, 'agent')}, ${count(made.placements, 'placement')}, ${count(made.objects, 'object')}, ${count(made.files, 'file')}`,
    '',
    'findings',
    ...table(config.findings, '  none'),
    '',
    'keys that are used (* is a name)',
    ...table(config.keys, '  it cannot be read'),
    '',
    'No name, no value and no path is in this text. Look through it, and add it to the report of the bug.',
  ].join('\n')}\n`;
}

function table(counts: Readonly<Record<string, number>>, none: string): string[] {
  const rows = Object.entries(counts);
  return rows.length === 0 ? [none] : rows.map(([key, number]) => `  ${key} ${number}`);
}
