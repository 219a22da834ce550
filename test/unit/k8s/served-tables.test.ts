import { expect, test } from 'vitest';
import { CHECKS } from '../../../generator/k8s/served/checks.ts';
import { RELATIONS } from '../../../generator/k8s/served/relations.ts';
import { servedTypes } from '../../../generator/k8s/schema/schemas.js';
import { servedFaults } from '../../../generator/k8s/served/faults.ts';

// The tables of what the API server's validation asks are by names of its types: one that no type has is never asked. Seen to fail:
// `flowcontrol.v1.FlowSchemaSubject.kind`, where the type is `flowcontrol.v1.Subject`.

const { types } = JSON.parse(servedTypes) as { readonly types: Readonly<Record<string, { readonly fields: Readonly<Record<string, unknown>> }>> };

test('every check is of a field that a type of the server has', () => {
  const unknown = Object.keys(CHECKS).filter((key) => {
    const dot = key.lastIndexOf('.');
    return types[key.slice(0, dot)]?.fields[key.slice(dot + 1)] === undefined;
  });
  expect(unknown).toEqual([]);
  expect(Object.keys(CHECKS).length).toBeGreaterThan(350);
});

test('every relation is of a type that the server has', () => {
  expect(Object.keys(RELATIONS).filter((name) => types[name] === undefined)).toEqual([]);
  expect(Object.keys(RELATIONS).length).toBeGreaterThan(100);
});

test.each([
  [{ kind: 'Grup', group: { name: 'a' } }, '"Grup" is no word of Group, ServiceAccount, User'],
  [{ kind: 'Group' }, 'needs group, since kind is Group'],
  [{ kind: 'Group', group: { name: 'a' }, user: { name: 'b' } }, 'is for kind User alone'],
])('a subject of a FlowSchema: %j', (subject, message) => {
  const rules = [{ subjects: [subject], nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz'] }] }];
  const faults = servedFaults(
    {
      apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
      kind: 'FlowSchema',
      metadata: { name: 'a' },
      spec: { priorityLevelConfiguration: { name: 'b' }, rules },
    },
    { open: false },
  );
  expect(faults.map((fault) => fault.message)).toEqual([message]);
});
