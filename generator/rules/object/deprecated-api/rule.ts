import { defineRule } from '../../kit.ts';
import { apiFaults } from '../api.ts';

const words = {
  code: 'object/deprecated-api',
  severity: 'warning',
  what: 'An object uses an API that is deprecated in the version of the region, or by the definition of its kind.',
  why: 'The API will be gone after an upgrade. Where no version is known that no longer has it, this is a note.',
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-policy/',
  fix: 'Use the replacement that is named.',
  order: 20,
} as const;

export const rule = [
  defineRule('api', { ...words, run: (object, versions) => apiFaults(object, versions, 'deprecated') }),
  defineRule('object', {
    ...words,
    *run(object, kinds) {
      const deprecated = kinds.versionOf(object)?.deprecated;
      if (deprecated === undefined) return;
      const instead = kinds.definitionOf(object)?.versions.filter(({ served, deprecated: isOld }) => served && isOld === undefined) ?? [];
      yield {
        path: '/apiVersion',
        severity: 'note',
        message: `the definition of its kind calls this version deprecated${deprecated === '' ? '' : `: ${deprecated}`}`,
        hint:
          instead.length === 0
            ? 'the release notes of its controller say what to write instead'
            : `use ${instead.map(({ name }) => name).join(' or ')}`,
      };
    },
  }),
] as const;
