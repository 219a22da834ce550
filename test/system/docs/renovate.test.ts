// The settings of Renovate in docs/: what they find in a fleet, and that the command they run is one of ours.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Settings {
  readonly customManagers: readonly { readonly managerFilePatterns: readonly string[]; readonly matchStrings: readonly string[] }[];
  readonly packageRules: readonly { readonly postUpgradeTasks: { readonly commands: readonly string[] } }[];
}

const page = readFileSync('docs/rollouts.md', 'utf8');
const text = readFileSync('docs/renovate.json', 'utf8');
const { customManagers, packageRules } = JSON.parse(text) as Settings;

test('the page shows the file as it is', () => {
  expect(page).toContain(`\`\`\`json\n${text}\`\`\`\n`);
});

test('every image of the fleet is found, with its tag', () => {
  const fleet = readFileSync('config/fleet.yaml', 'utf8');
  const found = [...fleet.matchAll(new RegExp(customManagers[0]?.matchStrings[0] as string, 'g'))].map(({ groups }) => ({ ...groups }));
  expect(found).toEqual([
    { depName: 'plugged.in/agents/research', currentValue: 'v1.2.0' },
    { depName: 'plugged.in/agents/memory', currentValue: 'v1.0.3' },
    { depName: 'plugged.in/agents/focus', currentValue: 'v0.9.1' },
  ]);
  const [pattern] = customManagers[0]?.managerFilePatterns as [string];
  const path = new RegExp(pattern.slice(1, -1));
  expect(['config/fleet.yaml', 'config/agents/a.yaml', 'out/base/a.yaml'].map((file) => path.test(file))).toEqual([true, true, false]);
});

test.each([
  ['image: "registry.example.net:5000/a/b:v1.0.0@sha256:00"', 'registry.example.net:5000/a/b', 'v1.0.0'],
  ["image: 'registry.example.net/b:1.0.0'", 'registry.example.net/b', '1.0.0'],
])('%s', (line, depName, currentValue) => {
  expect({ ...new RegExp(customManagers[0]?.matchStrings[0] as string).exec(line)?.groups }).toEqual({ depName, currentValue });
});

test('its commands are those that the page lets Renovate run', () => {
  const allowed = [...page.matchAll(/`(\^[^`]+\$)`/g)].map(([, pattern]) => new RegExp(pattern as string));
  const filled = (packageRules[0]?.postUpgradeTasks.commands ?? []).map((command) =>
    command.replace('{{{depName}}}', 'plugged.in/agents/research').replace('{{{newValue}}}', 'v1.3.0'),
  );
  expect(filled).toEqual(['git checkout -- config', 'npx pap-fleet bump plugged.in/agents/research v1.3.0 --by renovate']);
  for (const command of filled)
    expect(
      allowed.some((pattern) => pattern.test(command)),
      command,
    ).toBe(true);
  expect(allowed.some((pattern) => pattern.test('npx pap-fleet bump a $(id)'))).toBe(false);
});
