// What people write into config/freezes, and what they are told.
import { describe, expect, test } from 'vitest';
import { compile } from '../../../../generator/compile.ts';
import type { Compiled } from '../../../../generator/compile.ts';
import { freezesIn } from '../../../../generator/fleet/freezes/at-commit.ts';
import { files } from '../../../support/fleets.ts';

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.1/32], gatewayCidrs: [192.0.2.2/32] }
components: { cluster: { images: tag } }
groups: { europe: { regions: [north] } }
regions: { north: { labels: { continent: eu } }, south: { labels: { continent: af } }, west: {} }
agents:
  alpha: { ref: acme/alpha@1.0.0, image: "r.example.net/alpha:1.0.0", regions: [north, south] }
`;
const HEAD = 'apiVersion: fleet.plugged.in/v1alpha1\nkind: Freeze\nname: calm\nreason: nobody is there\n';
const UNTIL = 'until: "2027-01-04T06:00:00Z"\n';
const NORTH = 'regions: [north]\n';

const compiled = (texts: Readonly<Record<string, string>>): Compiled => compile(files({ 'fleet.yaml': FLEET, ...texts }));
const one = (text: string): Compiled => compiled({ 'freezes/calm.yaml': text });
const windows = (text: string): string => `${HEAD}${NORTH}windows: [{ kind: allow, from: "09:00", to: "16:00", timeZone: Europe/Berlin, ${text} }]\n`;
const said = ({ findings }: Compiled): string[] =>
  findings
    .filter(({ code }) => !code.startsWith('security/'))
    .map(
      ({ place, code, message, hint }) =>
        `${place.file.replace('config/freezes/', '')}:${place.line}:${place.col} ${code}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
    );

describe('what a freeze holds', () => {
  test.each<[string, string, readonly string[]]>([
    ['names', 'regions: [west, north]\n', ['north', 'west']],
    ['all', 'regions: all\n', ['north', 'south', 'west']],
    ['labels', 'regions: { match: { continent: [eu, af] }, except: [south] }\n', ['north']],
    ['all but some', 'regions: { except: [south] }\n', ['north', 'west']],
    ['groups', 'groups: [europe]\n', ['north']],
    ['groups besides names', 'groups: [europe]\nregions: [west]\n', ['north', 'west']],
  ])('%s', (_, choice, regions) => {
    const made = one(`${HEAD}${choice}${UNTIL}`);
    expect(said(made)).toEqual([]);
    expect(made.fleet?.freezes.map((freeze) => freeze.regions)).toEqual([regions]);
    // What it was at a commit is read without the rest of the fleet.
    expect(freezesIn(files({ 'fleet.yaml': FLEET.replace('agents:', 'other:'), 'freezes/calm.yaml': `${HEAD}${choice}${UNTIL}` }))).toEqual(
      made.fleet?.freezes,
    );
  });

  test('changes no byte of out/', () => {
    expect(one(`${HEAD}${NORTH}${UNTIL}`).files).toEqual(compiled({}).files);
    expect(one(windows('days: [mon]')).files).toEqual(compiled({}).files);
  });
  test('is read with its zone, and its days as ranges', () => {
    const [freeze] =
      one(
        `${HEAD}${NORTH}from: "2026-12-20T01:00:00+01:00"\n${UNTIL}windows: [{ kind: deny, days: [fri-mon, wed], from: "22:30", to: "24:00", timeZone: UTC }]\n`,
      ).fleet?.freezes ?? [];
    expect(freeze).toMatchObject({
      from: Date.parse('2026-12-20T00:00:00Z'),
      until: Date.parse('2027-01-04T06:00:00Z'),
      windows: [{ kind: 'deny', days: [0, 1, 3, 5, 6], from: 1350, to: 1440, timeZone: 'UTC' }],
      argocd: false,
    });
  });
  test('may be the hours of an alias of a zone', () => expect(said(one(windows('').replace('Europe/Berlin', 'Asia/Calcutta')))).toEqual([]));
});

describe('bad input', () => {
  const TIME = 'must be a time with its zone, such as 2027-01-04T06:00:00Z or 2027-01-04T07:00:00+01:00, in quotes';
  test.each<[string, string, string]>([
    ['no end', `${HEAD}${NORTH}`, 'calm.yaml:1:1 freeze/invalid: this freeze has no end'],
    ['no reason', `${HEAD.replace(/reason.*\n/, '')}${NORTH}${UNTIL}`, 'calm.yaml:1:1 schema/required: the freeze lacks the key "reason"'],
    ['no zone', `${HEAD}${NORTH}until: "2027-01-04T06:00:00"\n`, `calm.yaml:6:8 schema/format: "until" ${TIME}`],
    ['a day', `${HEAD}${NORTH}until: "2027-01-04"\n`, `calm.yaml:6:8 schema/format: "until" ${TIME}`],
    [
      'no day of the calendar',
      `${HEAD}${NORTH}until: "2027-02-30T00:00:00Z"\n`,
      'calm.yaml:6:8 freeze/invalid: "2027-02-30" is no day of the calendar',
    ],
    [
      'the end before the beginning',
      `${HEAD}${NORTH}${UNTIL}from: "2027-01-04T07:30:00+01:30"\n`,
      'calm.yaml:6:8 freeze/invalid: it ends at 2027-01-04T06:00:00Z, before it begins',
    ],
    ['an unknown region', `${HEAD}regions: [north, nrth]\n${UNTIL}`, 'calm.yaml:5:18 freeze/invalid: there is no region "nrth"'],
    [
      'an unknown region left out',
      `${HEAD}regions: { except: [sout] }\n${UNTIL}`,
      'calm.yaml:5:21 freeze/invalid: there is no region "sout" (did you mean "south"?)',
    ],
    ['an unknown group', `${HEAD}groups: [europ]\n${UNTIL}`, 'calm.yaml:5:10 freeze/invalid: there is no group "europ" (did you mean "europe"?)'],
    ['nothing to hold', `${HEAD}${UNTIL}`, 'calm.yaml:1:1 freeze/invalid: this freeze names neither regions nor groups'],
    [
      'labels that no region has',
      `${HEAD}regions: { match: { continent: as } }\n${UNTIL}`,
      'calm.yaml:5:12 freeze/invalid: no region has the labels continent: as',
    ],
    [
      'labels whose regions are left out',
      `${HEAD}regions: { match: { continent: eu }, except: [north] }\n${UNTIL}`,
      'freeze/invalid: `except` leaves out every region that this matches',
    ],
    ['all left out', `${HEAD}regions: { except: [north, south, west] }\n${UNTIL}`, 'calm.yaml:5:1 freeze/invalid: this freeze holds no region'],
    ['an empty list', `${HEAD}regions: []\n${UNTIL}`, 'calm.yaml:5:1 schema/value: "regions"'],
    [
      'another name',
      `${HEAD.replace('calm', 'quiet')}${NORTH}${UNTIL}`,
      'calm.yaml:3:7 freeze/invalid: the file of the freeze "quiet" has another name',
    ],
    ['another kind', `${HEAD.replace('Freeze', 'Fridge')}${NORTH}${UNTIL}`, 'calm.yaml:2:7 freeze/invalid: Fridge is no freeze'],
    ['a list', '- north\n', 'calm.yaml:1:1 freeze/invalid: this is no freeze'],
    [
      'another key',
      `${HEAD}${NORTH}${UNTIL}untl: x\n`,
      'calm.yaml:7:1 schema/unknown-key: unknown key "untl" ("until" stands here already; remove this one)',
    ],
    ['two documents', `${HEAD}${NORTH}${UNTIL}---\n${HEAD}${NORTH}${UNTIL}`, 'calm.yaml:7:1 yaml/multiple-documents'],
    ['words that break a table', `${HEAD.replace('nobody', 'a | b')}${NORTH}${UNTIL}`, 'calm.yaml:4:9 schema/format: "reason"'],
    [
      'a zone that is none',
      windows('').replace('Berlin', 'Berlim'),
      'calm.yaml:6:64 freeze/invalid: there is no time zone "Europe/Berlim" (did you mean "Europe/Berlin"?)',
    ],
    [
      'a zone in other letters',
      windows('').replace('Berlin', 'BerLin'),
      'freeze/invalid: there is no time zone "Europe/BerLin" (did you mean "Europe/Berlin"?)',
    ],
    [
      'a zone like no other',
      windows('').replace('Europe/Berlin', 'Nowhere/AtAllXyzzy'),
      'freeze/invalid: there is no time zone "Nowhere/AtAllXyzzy" (zones have names such as',
    ],
    [
      'an offset in the place of a zone',
      windows('').replace('Europe/Berlin', '"+01:00"'),
      'schema/format: "timeZone" must be a zone of the IANA database',
    ],
    ['hours that are none', windows('').replace('16:00', '16:60'), 'schema/format: "to" must be a time of day'],
    [
      'no hours',
      windows('').replace('16:00', '09:00'),
      'freeze/invalid: it ends at 09:00, when it begins (the whole day is from "00:00" to "24:00")',
    ],
    ['a day that is none', windows('days: [monday]'), 'schema/format: "days[0]" must be a day such as mon'],
    [
      'no minute open',
      windows('').replace(/kind.*16:00"/, 'kind: deny, from: "00:00", to: "24:00"'),
      'calm.yaml:6:1 freeze/invalid: these windows leave no minute of the week open',
    ],
    [
      'windows for Argo CD that are none',
      `${HEAD}${NORTH}${UNTIL}argocd: true\n`,
      'calm.yaml:7:9 freeze/invalid: there are no windows that Argo CD could keep',
    ],
    [
      'windows for Argo CD that end',
      `${windows('')}${UNTIL}argocd: true\n`,
      'calm.yaml:8:9 freeze/invalid: Argo CD would keep these windows at all times, and this freeze has an end',
    ],
    ['windows for Argo CD that begin', `${windows('')}${UNTIL.replace('until', 'from')}argocd: true\n`, 'and this freeze has a beginning'],
  ])('%s', (_, text, message) => {
    const made = one(text);
    expect(said(made).join('\n')).toContain(message);
    expect(made.files).toBeUndefined();
  });

  test('two freezes of one name', () => {
    const twin = `${HEAD}${NORTH}${UNTIL}`;
    expect(said(compiled({ 'freezes/calm.yaml': twin, 'freezes/copy.yaml': twin }))).toEqual([
      'copy.yaml:3:7 freeze/invalid: the freeze "calm" is that of another file (write `name: copy`)',
    ]);
  });
  const allowing = (name: string, zone = 'Europe/Berlin', hours = '"09:00", to: "16:00"', kind = 'allow'): Record<string, string> => ({
    [`freezes/${name}.yaml`]: `${HEAD.replace('calm', name)}argocd: true\n${NORTH}windows: [{ kind: ${kind}, from: ${hours}, timeZone: ${zone} }]\n`,
  });
  test('two that allow hours, which Argo CD would add up', () => {
    expect(said(compiled({ ...allowing('a'), ...allowing('b') }))).toEqual([
      expect.stringMatching(/^b\.yaml:5:9 freeze\/invalid: b and a both allow hours in north, and Argo CD would take those of either/) as string,
    ]);
  });
  test('two windows that Argo CD would take for one', () => {
    expect(
      said(compiled({ ...allowing('a', 'UTC', '"09:00", to: "16:00"', 'deny'), ...allowing('b', 'Europe/Berlin', '"09:00", to: "16:00"', 'deny') })),
    ).toEqual([
      expect.stringMatching(/^b\.yaml:5:9 freeze\/invalid: two windows of north have the same kind, days and hours in different zones/) as string,
    ]);
  });
  test('a file that nothing reads', () => expect(said(compiled({ 'freezes/more/calm.yaml': HEAD })).join()).toContain('config/unexpected-file'));
  test('a secret', () => expect(said(one(`${HEAD}${NORTH}${UNTIL}password: hunter2hunter2\n`)).join()).toContain('secret/in-config'));
});

describe('at a commit', () => {
  test.each<[string, Record<string, string>]>([
    ['a file that is no YAML', { 'fleet.yaml': FLEET, 'freezes/calm.yaml': 'a: [\n' }],
    ['a freeze that is none', { 'fleet.yaml': FLEET, 'freezes/calm.yaml': HEAD }],
    ['no fleet', { 'freezes/calm.yaml': `${HEAD}${NORTH}${UNTIL}` }],
  ])('%s never held anything', (_, texts) => expect(freezesIn(files(texts))).toBeUndefined());
  test('what is not as it should be in the fleet has no part in it', () => {
    const odd = 'groups: { europe: 1, asia: { regions: { match: 3 } }, all: { regions: all } }\nregions: { north: { labels: [1] }, south: null }\n';
    expect(
      freezesIn(files({ 'fleet.yaml': odd, 'freezes/calm.yaml': `${HEAD}groups: [europe, asia, all]\n${UNTIL}` }))?.map(({ regions }) => regions),
    ).toEqual([['north', 'south']]);
    expect(freezesIn(files({ 'fleet.yaml': '[]\n', 'freezes/calm.yaml': `${HEAD}regions: all\n${UNTIL}` }))?.map(({ regions }) => regions)).toEqual([
      [],
    ]);
    expect(freezesIn(files({ 'fleet.yaml': odd }))).toEqual([]);
  });
});
