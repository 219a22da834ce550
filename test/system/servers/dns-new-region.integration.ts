// A region joins a zone that is in use, as out/dns/README.md says, while BIND runs.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: BIND.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTS, REGIONS, WAYS, fleet } from './fleets.ts';
import { Named } from './named.ts';

describe.each(WAYS)('records $records, discovery $discovery', (way) => {
  let named: Named;
  let before: string[];
  let serial: number;
  const theirs = ['a.plugged.in.zone', 'a.plugged.in.nsupdate', ...REGIONS.map((region) => `${region}.nsupdate`)];
  let files: string[];
  beforeAll(async () => {
    named = await Named.serve(fleet(way));
    for (const region of REGIONS) {
      named.operator(`out/dns/${region}.nsupdate`);
      await named.publish(region);
    }
    before = named.contents();
    serial = named.serial();
    files = theirs.map((name) => named.read(`out/dns/${name}`));
    named.generate(fleet(way, [...REGIONS, 'ap-south']));
  });
  afterAll(() => named.stop());

  // Red with the regions' names written into zone.hbs: the file that must never be loaded again would differ.
  test('the bootstrap zone and the scripts of the other regions stay as they are', () => {
    expect(theirs.map((name) => named.read(`out/dns/${name}`))).toEqual(files);
  });

  // Red with the grants of named.conf given to two regions only.
  test('refused before the server knows the key, published after', async () => {
    expect((await named.publish('ap-south')).code).not.toBe(0);
    expect(named.contents()).toEqual(before);
    expect(named.reconfigure()).toMatchObject({ code: 0 });
    named.troubles();
    expect(named.operator('out/dns/ap-south.nsupdate')).toEqual({ code: 0, out: '' });
    expect(await named.publish('ap-south')).toEqual({ code: 0, out: '' });
    const ingress = named.read('out/dns/parent.zone').match(/^ingress-ap-south.*$/gm) ?? [];
    expect(named.atTheServer('plugged.in.', ...ingress.map((record) => `update add ${record}`))).toEqual({ code: 0, out: '' });
    expect(named.troubles()).toEqual([]);
  });

  // Red with the same fault.
  test('what was there is there still, the new agents resolve, and the serial has grown', () => {
    expect(named.contents()).toEqual(expect.arrayContaining(before));
    for (const agent of HOSTS['ap-south'] ?? []) {
      expect(named.resolve(`${agent}.ap-south.a.plugged.in`, 'A').at(-1)).toMatch(/ A 198\.51\.100\.30$/);
    }
    expect(named.answer('_acme-challenge.ap-south.a.plugged.in', 'CAA')).toHaveLength(1);
    expect(named.serial()).toBeGreaterThan(serial);
  });
});
