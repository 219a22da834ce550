import { describe, expect, test } from 'vitest';
import { compile, type Compiled } from '../../generator/compile.ts';
import type { Finding } from '../../generator/model/finding.ts';
import { review } from '../../generator/plan/review.ts';
import { treeOf } from '../../generator/render/tree.ts';
import { edited, type Edit } from '../support/edit-files.ts';
import { CODES } from '../../generator/rules/rules.ts';
import { exampleOf, judge, judgeBad, scopeOf, TODAY, type Files } from '../support/rule-examples.ts';
import { hintTexts } from '../support/hint-texts.ts';
import { BRANCHES, NOT_BROUGHT_OUT } from './hints-branches.ts';

// Hints that no bad example of a rule brings out: those of the reader, of the schema, of extra objects and waivers, and what the
// gate says to write where no approval helps. Each is followed, and then nothing is found. Seen to fail: `regions: 1` with the
// hint `[1]`, which is no list of texts.

const BASE: Files = new Map([
  [
    'fleet.yaml',
    Buffer.from(`apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
components: { cluster: { images: tag } }
regions:
  north: {}
  south: {}
agents:
  alpha:
    ref: acme/alpha@1.0.0
    image: registry.example.net/alpha:1.0.0
    regions: [north, south]
  beta:
    ref: acme/beta@1.0.0
    image: registry.example.net/beta:1.0.0
    regions: [south]
`),
  ],
]);

/** Half of what a file may hold, and a bit more. */
const [X, Y] = ['x', 'y'].map((letter) => `# ${letter.repeat(60_000)}\n`.repeat(9)) as [string, string];

const NOTES = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes, namespace: agents }\ndata: { text: hello }\n';
const PATCH = '- target: { kind: Deployment, name: alpha-agent }\n  patch: [{ op: replace, path: /spec/replicas, value: 0 }]\n';

function compiled(files: Files): Compiled {
  return compile([...files].map(([relative, bytes]) => ({ path: `config/${relative}`, relative, bytes })));
}

const findingsIn = (files: Files): readonly Finding[] => compiled(files).findings;
const words = ({ code, message }: Finding): string => `${code}: ${message}`;

interface Case {
  readonly wrong: readonly Edit[];
  /** What is said then. */
  readonly hint: string | RegExp;
  /** What somebody does who follows it. */
  readonly right: readonly Edit[];
}

const CASES: Readonly<Record<string, Case>> = {
  'a value below its own name': {
    wrong: [['  beta:\n    ref', '  beta:\n    beta: {}\n    ref']],
    hint: 'write what is under "beta" without it: the name stands above already, or is the file\'s',
    right: [['    beta: {}\n', '']],
  },
  'a file that repeats its name': {
    wrong: [{ write: 'regions/east.yaml', text: 'east: { cluster: east-1 }\n' }],
    hint: 'write what is under "east" without it: the name stands above already, or is the file\'s',
    right: [['east: { cluster: east-1 }', 'cluster: east-1', 'regions/east.yaml']],
  },
  'an item that stands twice': { wrong: [['[north, south]', '[north, north]']], hint: 'remove one of them', right: [['[north, north]', '[north]']] },
  'the name of a variable': {
    wrong: [['    regions: [south]', '    regions: [south]\n    env: { 1ST: x }']],
    hint: 'letters, digits and underscores, not beginning with a digit',
    right: [['1ST', 'FIRST']],
  },
  'a list that is a number': {
    wrong: [
      ['regions: [south]', 'regions: 1'],
      ['south: {}', '"1": {}'],
      ['north, south', 'north'],
    ],
    hint: 'a list has brackets, even of one: ["1"]',
    right: [['regions: 1', 'regions: ["1"]']],
  },
  'a list that is a text in quotes': {
    wrong: [['regions: [south]', 'regions: "south"']],
    hint: 'a list has brackets, even of one: [south]',
    right: [['regions: "south"', 'regions: [south]']],
  },
  'two in the place of a list': {
    wrong: [['regions: [south]', 'regions: north, south']],
    hint: 'a list has brackets, even of one: [north, south]',
    right: [['regions: north, south', 'regions: [north, south]']],
  },
  'a list that is a word for all regions': {
    wrong: [['regions: [south]', 'regions: "*"']],
    hint: 'write all, the word for every region',
    right: [['regions: "*"', 'regions: all']],
  },
  'a map that is a text': {
    wrong: [['    regions: [south]', '    regions: [south]\n    storage: 5Gi']],
    hint: 'write the type that is asked for; put text that looks like a number in quotes',
    right: [['storage: 5Gi', 'storage: { size: 5Gi }']],
  },
  'a number in quotes': {
    wrong: [['    regions: [south]', '    regions: [south]\n    replicas: "1"']],
    hint: 'write 1 without quotes',
    right: [['"1"', '1']],
  },
  'a misspelt component': { wrong: [['{ cluster:', '{ clsuter:']], hint: 'did you mean "cluster"?', right: [['clsuter', 'cluster']] },
  'a reference with another sign': {
    wrong: [['acme/beta@1.0.0', 'Acme/beta:v1']],
    hint: 'did you mean "acme/beta@1.0.0"?',
    right: [['Acme/beta:v1', 'acme/beta@1.0.0']],
  },
  'a reference without a version': {
    wrong: [['acme/beta@1.0.0', 'acme/beta']],
    hint: /^for example /,
    right: [['ref: acme/beta\n', 'ref: pluggedin/research@1.2.0\n']],
  },
  'a key that is too long': {
    wrong: [['    regions: [south]', `    regions: [south]\n    env: { ${'A'.repeat(2000)}: x }`]],
    hint: 'keys are names',
    right: [['A'.repeat(2000), 'A']],
  },
  'a file that is too large': {
    wrong: [['agents:\n', `${X}${Y}agents:\n`]],
    hint: 'split it over config/agents and config/regions, one file each; --max-file-size sets another limit',
    right: [
      [Y, ''],
      [/ {2}beta:\n( {4}.*\n)+/, ''],
      {
        write: 'agents/beta.yaml',
        text: `${Y}ref: acme/beta@1.0.0\nimage: registry.example.net/beta:1.0.0\nregions: [south]\n`,
      },
    ],
  },
  'a character that nobody sees': {
    wrong: [['    regions: [south]', '    regions: [south]\n    env: { A: "x\\u200by" }']],
    hint: 'write what can be seen; line breaks and tabs are fine',
    right: [['\\u200b', '']],
  },
  'an extra object of a misspelt region': {
    wrong: [{ write: 'extra/nroth/agents/a.yaml', text: NOTES }],
    hint: 'did you mean "north"?',
    right: [{ move: 'extra/nroth/agents/a.yaml', to: 'extra/north/agents/a.yaml' }],
  },
  'a patch of a misspelt component': {
    wrong: [{ write: 'patches/north/agnets/a.yaml', text: PATCH }],
    hint: 'did you mean "agents"?',
    right: [{ move: 'patches/north/agnets/a.yaml', to: 'patches/north/agents/a.yaml' }],
  },
  'a patch for all regions': {
    wrong: [{ write: 'patches/al/agents/a.yaml', text: PATCH }],
    hint: 'did you mean "all"?',
    right: [{ move: 'patches/al/agents/a.yaml', to: 'patches/all/agents/a.yaml' }],
  },
  'a waiver of what cannot be waived': {
    wrong: [
      [
        'regions:\n  north',
        'waivers:\n  - { code: object/unknown-kind, object: PostgresClaim agents/memory, reason: ours, until: "2026-12-31" }\nregions:\n  north',
      ],
    ],
    hint: 'remove the waiver, and mend what is found; pap-fleet explain object/unknown-kind says how',
    right: [[/waivers:\n.*\n/, '']],
  },
  'a waiver of a misspelt code': {
    wrong: [
      ['  beta:\n', '  gateway:\n'],
      [
        'regions:\n  north',
        'waivers:\n  - { code: fleet/reserved-nmae, object: Agent gateway, reason: ours, until: "2026-12-31" }\nregions:\n  north',
      ],
    ],
    hint: 'did you mean "fleet/reserved-name"?',
    right: [['reserved-nmae', 'reserved-name']],
  },
  'a patch of what is for pap-fleet to set': {
    wrong: [
      { write: 'patches/all/agents/a.yaml', text: PATCH.replace('/spec/replicas, value: 0', '/metadata/labels/pap.plugged.in~1owner, value: other') },
    ],
    hint: /./,
    right: [{ remove: 'patches/all/agents/a.yaml' }],
  },
};

describe('a hint, followed', () => {
  test.each(Object.entries(CASES))('%s', (_, { wrong, hint, right }) => {
    const bad = edited(BASE, wrong);
    expect(findingsIn(bad).map((finding) => finding.hint)).toContainEqual(typeof hint === 'string' ? hint : expect.stringMatching(hint));
    expect(findingsIn(edited(bad, right)).map(words)).toEqual([]);
  });
});

describe('a hint that no bad example brings out, followed', () => {
  test.each(Object.entries(BRANCHES))('%s', (_, { from, wrong, hint, right }) => {
    const scope = scopeOf(from);
    const bad = edited(exampleOf(from, 'good'), wrong);
    const said = judge(bad, scope).findings;
    expect(said.map((finding) => finding.hint ?? words(finding))).toContain(hint);
    expect(judge(edited(bad, right), scope).findings.map(words)).toEqual([]);
  });
});

test('each hint in the source of a rule is said by a bad example or by what is tried here', () => {
  const said = new Set([...CODES.keys()].flatMap((code) => judgeBad(code).findings.map(({ hint }) => hint ?? '')));
  for (const { hint } of [...Object.values(BRANCHES), ...Object.values(CASES)]) if (typeof hint === 'string') said.add(hint);
  const rest = hintTexts().filter((each) => ![...said].some((hint) => each.said.test(hint)));
  expect(rest.map(({ text }) => text)).toEqual(NOT_BROUGHT_OUT);
});

/** What the gate says of a fleet after another, where no approval helps: what is missing, and what to write. */
function omitted(before: Files, after: Files): readonly string[] {
  const [old, now] = [compiled(before), compiled(after)].map((each) => {
    if (each.files === undefined) throw new Error(each.findings.map(words).join('\n'));
    return each as Required<Compiled>;
  }) as [Required<Compiled>, Required<Compiled>];
  const config = [...after].map(([relative, bytes]) => ({ path: `config/${relative}`, relative, bytes }));
  return review({ ...now, config }, treeOf(old.files), TODAY).verdict.omissions.map(({ what, instead }) => `${what}: ${instead}`);
}

const BETA = /^ {2}beta:\n( {4}.*\n)+/m;
const OMISSIONS: Readonly<Record<string, { before?: readonly Edit[]; wrong: readonly Edit[]; says: RegExp; right: readonly Edit[] }>> = {
  'a region that has left': {
    wrong: [
      ['  north: {}\n', ''],
      ['[north, south]', '[south]'],
    ],
    says: /put its entry back with `state: decommissioning`, and the agents that run there as they were: alpha;/,
    right: [
      ['  south: {}\n', '  south: {}\n  north: { state: decommissioning }\n'],
      ['regions: [south]', 'regions: [north, south]'],
    ],
  },
  'a region that has left after its first step': {
    before: [
      ['north: {}', 'north: { state: decommissioning }'],
      ['[north, south]', '[south]'],
    ],
    wrong: [['  north: { state: decommissioning }\n', '']],
    says: /put its entry back with `state: decommissioned`/,
    right: [['  south: {}\n', '  south: {}\n  north: { state: decommissioned }\n']],
  },
  'a region that goes at once': {
    wrong: [
      ['north: {}', 'north: { state: decommissioned }'],
      ['[north, south]', '[south]'],
    ],
    says: /set `state: decommissioning` first, and the agents that run there as they were: alpha:/,
    right: [
      ['state: decommissioned', 'state: decommissioning'],
      ['regions: [south]', 'regions: [north, south]'],
    ],
  },
  'an agent that has left': {
    wrong: [[BETA, '']],
    says: /put its entry back with `state: terminated`/,
    right: [[/$/, '  beta:\n    ref: acme/beta@1.0.0\n    image: registry.example.net/beta:1.0.0\n    regions: [south]\n    state: terminated\n']],
  },
  'an agent that leaves a region': {
    wrong: [['[north, south]', '[north]']],
    says: /leave south among its regions and add `overrides: \{ south: \{ state: terminated \} \}`/,
    right: [['    regions: [north]\n', '    regions: [north, south]\n    overrides: { south: { state: terminated } }\n']],
  },
  'an agent that a label takes from a region': {
    before: [
      ['  south: {}', '  south: { labels: { tier: prod } }'],
      ['  north: {}', '  north: { labels: { tier: prod } }'],
      ['[north, south]', '{ match: { tier: prod } }'],
    ],
    wrong: [['  south: { labels: { tier: prod } }', '  south: { labels: { tier: test } }']],
    says: /leave south its label `tier: prod` and add `overrides: \{ south: \{ state: terminated \} \}`/,
    right: [
      ['  south: { labels: { tier: test } }', '  south: { labels: { tier: prod } }'],
      ['{ match: { tier: prod } }\n', '{ match: { tier: prod } }\n    overrides: { south: { state: terminated } }\n'],
    ],
  },
  'an agent that is kept out of a region': {
    before: [['[north, south]', 'all']],
    wrong: [['    regions: all\n', '    regions: { except: [south] }\n']],
    says: /take south from `except` and add `overrides: \{ south: \{ state: terminated \} \}`/,
    right: [['    regions: { except: [south] }\n', '    regions: all\n    overrides: { south: { state: terminated } }\n']],
  },
};

describe('what the gate says to write instead, written', () => {
  test.each(Object.entries(OMISSIONS))('%s', (_, { before = [], wrong, says, right }) => {
    const old = edited(BASE, before);
    const bad = edited(old, wrong);
    expect(omitted(old, bad)).toEqual([expect.stringMatching(says)]);
    const good = edited(bad, right);
    expect(omitted(old, good)).toEqual([]);
    expect(findingsIn(good).map(words)).toEqual([]);
  });
});
