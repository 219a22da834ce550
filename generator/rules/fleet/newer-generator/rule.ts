import { GENERATOR_VERSION, compareGenerators } from '../../../model/generator.ts';
import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/newer-generator',
  severity: 'error',
  what: 'A region is to stay on a generator that is newer than the one that runs.',
  why: 'Only that generator can write what it writes, and no out/ of it is kept: the region would get the output of an older one under the name of the newer.',
  fix: 'Run that release: move the pin of the action. Or name a version up to the one that runs, on whose output the region already is.',
  order: 48,
  *run({ regions, groups = {} }) {
    const sections: Readonly<Record<string, Readonly<Record<string, { readonly generator?: string }>>>> = { regions, groups };
    for (const [section, named] of Object.entries(sections)) {
      for (const [name, { generator }] of Object.entries(named)) {
        if (generator === undefined || compareGenerators(generator) <= 0) continue;
        yield {
          path: pointer(section, name, 'generator'),
          message: `generator "${generator}" is newer than this pap-fleet, ${GENERATOR_VERSION}`,
          hint: `remove it, and the release that runs writes the region; a newer release runs where the pin of the action names it`,
        };
      }
    }
  },
});
