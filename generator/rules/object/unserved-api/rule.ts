import { defineRule, group, shown, version } from '../../kit.ts';
import { apiFaults } from '../api.ts';

const words = {
  code: 'object/unserved-api',
  severity: 'error',
  what: 'An object uses an API that the region does not serve, or a version that the definition of its kind does not serve.',
  why: 'The API server refuses it, and with it the whole sync.',
  fix: 'Use the replacement that is named, or correct the version of the region.',
  order: 10,
} as const;

export const rule = [
  defineRule('api', { ...words, run: (object, versions) => apiFaults(object, versions, 'unserved') }),
  defineRule('object', {
    ...words,
    waivable: false,
    *run(object, kinds) {
      const definition = kinds.definitionOf(object);
      if (definition === undefined || kinds.versionOf(object) !== undefined || kinds.isKnownAnyway(object)) return;
      const served = definition.versions.flatMap(({ name, served: isServed }) => (isServed ? [name] : []));
      const known = definition.versions.some(({ name }) => name === version(object));
      yield {
        path: '/apiVersion',
        message: `the definition of ${shown(object.kind)} ${known ? 'does not serve' : 'has no version'} ${shown(version(object))}`,
        hint: served.length === 0 ? 'it serves no version at all' : `write ${served.map((name) => `${group(object)}/${name}`).join(' or ')}`,
      };
    },
  }),
] as const;
