// From a line of out/ to the values it follows from, and from a value to its lines: each way is the other one turned round.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Compiled } from '../../../generator/compile.ts';
import { influencesOn, madeBy, targetOf } from '../../../generator/history/influence.ts';
import type { Target } from '../../../generator/history/influence.ts';
import { Remaker } from '../../../generator/history/remake.ts';
import { compiled } from '../../support/compiled.ts';
import { FLEET } from '../../support/program.ts';

let made: Required<Compiled>;
let remaker: Remaker;
beforeAll(() => {
  made = compiled({ 'fleet.yaml': FLEET }) as Required<Compiled>;
  remaker = new Remaker(made.declared, made.customs, made.fleet);
});

const fileOf = (pattern: RegExp): string => [...made.files.keys()].find((path) => pattern.test(path)) as string;
function lineOf(pattern: RegExp, text: string): { file: string; line: number; target: Target } {
  const file = fileOf(pattern);
  const content = made.files.get(file) as string;
  const line = content.split('\n').findIndex((each) => each.includes(text)) + 1;
  return { file, line, target: targetOf(file, content, line) as Target };
}

test('what is made of the same fleet is the same', () => {
  expect(Object.fromEntries(remaker.of(made.spec)?.files ?? [])).toEqual(Object.fromEntries(made.files));
});

describe('a line', () => {
  test.each([
    ['of an image follows from it', /^base\/agents\/alpha\/.*objects/, 'image: ', ['/agents/alpha/image'], { region: 'north', agent: 'alpha' }],
    [
      'of a volume follows from its size',
      /^base\/agents\/beta\/.*objects/,
      'storage: "5Gi"',
      ['/agents/beta/storage/size'],
      { region: 'south', agent: 'beta' },
    ],
    ['of a cluster in an Application', /^argocd\/north\.yaml/, 'name: north-1', ['/regions/north/cluster'], { region: 'north' }],
    ['that is always there follows from nothing', /^base\/agents\/alpha\/.*objects/, 'runAsNonRoot: true', [], { region: 'north', agent: 'alpha' }],
  ])('%s', (_, pattern, text, values, extent) => {
    expect(influencesOn(made.spec, remaker, lineOf(pattern, text).target, extent)).toEqual(values);
  });
});

describe('a value', () => {
  test('makes the lines that follow from it, in every base', () => {
    const { file, line } = lineOf(/^base\/agents\/beta\/.*objects/, 'storage: "5Gi"');
    expect(madeBy(made.spec, remaker, made.files, '/agents/beta/storage/size')?.get(file)).toEqual([line]);
  });

  test('that must be there makes what the values in it make', () => {
    const found = madeBy(made.spec, remaker, made.files, '/zone');
    expect([...(found?.keys() ?? [])].some((file) => file.startsWith('dns/'))).toBe(true);
  });

  test('of an agent makes its objects and nothing of another one', () => {
    const files = [...(madeBy(made.spec, remaker, made.files, '/agents/beta')?.keys() ?? [])];
    expect(files.filter((file) => file.startsWith('base/agents/'))).toEqual([fileOf(/^base\/agents\/beta\/.*objects/)]);
  });
});
