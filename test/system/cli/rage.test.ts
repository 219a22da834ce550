// What a bug report gets: no name, no value and no secret of a fleet. Names and secrets are planted wherever a fleet has room for one.
// Seen to fail: with free keys told as they are, with the code of a fleet's own policy told, with the paths of findings told, and with a folder without fleet.yaml as an error.
import { afterAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shapeOf } from '../../../generator/fleet/schema/shape.ts';
import { commands } from '../../../generator/commands/index.ts';
import { Desk } from '../../support/program.ts';

const PLANTED = ['zanzibar', 'quokka', 'wombat', 'narwhal', 'okapi', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'tapir', 'ocelot'];
const [FLEET, REGION, AGENT, KEY, TIER, TOKEN, POLICY, FREE] = PLANTED as [string, string, string, string, string, string, string, string];

const fleet = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: ${FLEET}
gitops: { repoURL: https://git.${FLEET}.example/${FLEET}.git }
zone: { name: a.${FLEET}.example, nameservers: [ns1.${FLEET}.example] }
station: { cidrs: [192.0.2.1/32], gatewayCidrs: [192.0.2.2/32] }
tiers: { ${TIER}: { resources: { requests: { cpu: 100m } } } }
components: { ${FREE}: { ${KEY}: 1 }, cluster: { images: tag } }
regions: { ${REGION}: { labels: { ${KEY}: ${KEY} } } }
agents:
  ${AGENT}: { ref: ${FLEET}/${AGENT}@1.0.0, image: registry.${FLEET}.example/${AGENT}:v1, regions: [${REGION}], env: { ${KEY.toUpperCase()}: ${KEY}, PASSWORD: ${TOKEN} } }
`;
const policy = `apiVersion: fleet.plugged.in/v1alpha1\nkind: Policy\nname: ${POLICY}\n`;
const desk = new Desk().write({
  'config/fleet.yaml': fleet,
  [`config/policies/${POLICY}.yaml`]: policy,
  [`config/agents/${AGENT}-${FREE}.yaml`]: `${KEY}: ${TOKEN}\n`,
  [`config/${FREE}.txt`]: TOKEN,
});
afterAll(() => desk.remove());

describe.each([[], ['--json']])('rage %s', (...flags) => {
  const { code, out, err } = desk.run('rage', ...flags);

  test('prints no name, no value and no secret', () => {
    expect([code, err]).toEqual([0, '']);
    for (const word of PLANTED) expect(out.toLowerCase()).not.toContain(word.toLowerCase());
    expect(out).not.toContain(desk.folder);
    expect(out).not.toContain('example');
  });

  test('tells versions, files and findings', () => {
    expect(out).toContain(process.version);
    expect(out).toMatch(/secret\/|yaml\/|schema\//);
    expect(out).toContain('fleet');
  });
});

test('keys are those of the schema, and names are a star', () => {
  const data = {
    agents: { a: { env: { A: 'x' }, autoscale: { max: 3 } }, b: { image: 'i', strange: { secret: 1 } } },
    sidecars: [1],
    [FREE]: { [KEY]: 1 },
  };
  expect(Object.fromEntries(shapeOf(data))).toEqual({
    '*': 2,
    agents: 1,
    'agents.*': 2,
    'agents.*.*': 1,
    'agents.*.autoscale': 1,
    'agents.*.autoscale.max': 1,
    'agents.*.env': 1,
    'agents.*.env.*': 1,
    'agents.*.image': 1,
  });
});

test('where there is no config, that is told', () => {
  const { out, code } = desk.run('rage', '--config', 'nowhere');
  expect(code).toBe(0);
  expect(out).toContain('config: there is none');
});

test('where the folder cannot be read, that is told, with no path', () => {
  const { out, err, code } = desk.write({ [`${FREE}/notes.txt`]: '' }).run('rage', '--config', FREE);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('config: it cannot be read');
  expect(out).not.toContain(FREE);
});

test('of a fleet that is valid it tells what it makes', () => {
  const own = join(import.meta.dirname, '../../../config/fleet.yaml');
  const other = new Desk().write({ 'config/fleet.yaml': readFileSync(own, 'utf8') });
  try {
    const { config } = JSON.parse(other.run('rage', '--json').out) as { config: { made: object; findings: object } };
    expect(config.made).toEqual({ regions: 3, agents: 3, placements: 6, objects: 155, files: 100 });
    expect(config.findings).toEqual({});
  } finally {
    other.remove();
  }
});

test('it is a command', () => expect(commands.map(({ name }) => name)).toContain('rage'));
