import { expect, test } from 'vitest';
import { hostsOfRule } from '../../../generator/k8s/rule-hosts.ts';

// For which hosts a rule of Traefik may match, in the syntax of version 2 and 3. Seen to fail: with && and || exchanged below a !.

test.each<[rule: string, hosts: string, open?: string]>([
  ['Host(`a.example.net`)', 'a.example.net'],
  ['Host("a.example.net")', 'a.example.net'],
  ['Host(`a.example.net`, `b.example.net`)', 'a.example.net b.example.net'],
  ['HostHeader(`a.example.net`)', 'a.example.net'],
  ['host(`a.example.net`)', 'a.example.net'],
  ['HostSNI(`a.example.net`)', 'a.example.net'],
  ['HostSNI(`*`)', '', 'HostSNI(`*`)'],
  ['HostSNI(`a.example.net`, `*`)', '', 'HostSNI(`*`)'],
  ['HostRegexp(`.+`)', '', 'HostRegexp'],
  ['HostRegexp(`{any:.*}.example.net`)', '', 'HostRegexp'],
  ['HostSNIRegexp(`^.+$`)', '', 'HostSNIRegexp'],
  ['PathPrefix(`/`)', '', 'PathPrefix'],
  ['Header(`Host`, `a.example.net`)', '', 'Header'],
  ['Headers(`Host`, `a.example.net`)', '', 'Headers'],
  ['ClientIP(`192.0.2.1`)', '', 'ClientIP'],
  ['Host(`a`) && PathPrefix(`/x`)', 'a'],
  ['PathPrefix(`/x`) && Host(`a`)', 'a'],
  ['Host(`a`) || PathPrefix(`/x`)', 'a', 'PathPrefix'],
  ['Host(`a`) && Path(`/x`) || Path(`/y`)', 'a', 'Path'],
  ['Host(`a`) && (Path(`/x`) || Path(`/y`))', 'a'],
  ['(Host(`a`) || Host(`b`)) && Method(`GET`)', 'a b'],
  ['(Host(`a`) || Method(`GET`)) && Host(`b`)', 'b'],
  ['Host(`a`) && Host(`b`)', ''],
  ['Host(`a`) && Host(`A`)', 'a A'],
  ['!Host(`a`)', '', '!Host'],
  ['!!Host(`a`)', 'a'],
  ['!(Host(`a`) && Path(`/x`))', '', '!Host'],
  ['!(!Host(`a`) || Path(`/x`))', 'a'],
  ['!(!Host(`a`) && !Host(`b`))', 'a b'],
  ['!(!Host(`a`) && Path(`/x`))', 'a', '!Path'],
  ['Host(`b`) && !Host(`a`)', 'b'],
  ['Host(`*.example.net`)', '', 'Host(`*.example.net`)'],
  ['Host("a\\u002eexample.net")', 'a.example.net'],
  ['Host("\\x61.example.net")', '', 'Host(`\\x61.example.net`)'],
  ['Host()', '', 'Host'],
  ['', '', 'a rule that cannot be read'],
  ['Host(`a`', '', 'a rule that cannot be read'],
  ['Host(`a`) Path(`/x`)', '', 'a rule that cannot be read'],
  ['Host(`a`) /* no comment */', '', 'a rule that cannot be read'],
])('%s', (rule, hosts, open) => {
  const found = hostsOfRule(rule);
  expect([[...found.hosts].join(' '), found.open]).toEqual([hosts, open]);
});

test('parentheses without end are no rule, and take no time', () => {
  expect(hostsOfRule('('.repeat(50_000)).open).toBe('a rule that cannot be read');
});
