import { expect, test } from 'vitest';
import { rules } from '../../../generator/rules/index.js';

/** What `lint` says of manifests that anybody wrote. */
const JUDGED = new Set(['api', 'object', 'cluster']);
const aboutManifests = rules.filter(({ code, scope }) => JUDGED.has(scope) || code.startsWith('kustomization/'));

/** A page, a file of somebody's source, or a section of a standard. */
const SOURCE = /^https:\/\/[^\s/]+\.[^\s/]+\/\S|^[a-z-]+, [\w./-]+\.(?:go|md)\b|^(?:PAP-)?RFC[ -]\d+, [\d.]+$/;

test.each(aboutManifests.filter(({ severity }) => severity === 'warning').map(({ code, scope, source }) => [code, scope, source]))(
  '%s (%s) says where it is known that it hurts',
  (_, __, source) => {
    expect(source).toMatch(SOURCE);
  },
);

test('a note claims no source for a harm', () => {
  expect(aboutManifests.filter(({ severity, source }) => severity === 'note' && source !== undefined).map(({ code }) => code)).toEqual([]);
});
