import { describe, expect, test } from 'vitest';
import { agentAlerts } from '../../../../generator/components/monitoring/alerts-agent.ts';
import { fleetAlerts } from '../../../../generator/components/monitoring/alerts-fleet.ts';
import { dashboard } from '../../../../generator/components/monitoring/dashboard.ts';
import type { MonitoringSettings } from '../../../../generator/components/monitoring/settings.generated.ts';
import { dnsMonitor, serviceMonitor } from '../../../../generator/components/monitoring/monitor.ts';
import { DEFAULTS, facts, schema } from './facts.ts';

const written = (settings: Partial<MonitoringSettings>): string => {
  const given = facts({}, settings);
  return JSON.stringify([...dnsMonitor(given), fleetAlerts(given), dashboard(given), serviceMonitor(given), ...agentAlerts(given)]);
};

describe('every setting changes something', () => {
  const { enabled: _, metrics, ...plain } = DEFAULTS;
  const other = (value: unknown): unknown => (typeof value === 'number' ? value + 1 : value === '30s' ? '45s' : `${String(value)}2`);
  test.each(Object.entries(plain))('%s', (key, value) => expect(written({ [key]: other(value) })).not.toBe(written({})));
  test.each(Object.keys(metrics))('metrics.%s', (key) => {
    const text = written({ metrics: { ...metrics, [key]: 'some_other_metric' } });
    expect(text).toContain('some_other_metric');
    expect(text).not.toMatch(new RegExp(`\\b${metrics[key as keyof typeof metrics]}(_bucket)?\\b`));
  });
});

test.each([
  ['5s', true, '5s'],
  ['9s', true, '9s'],
  ['30s', true, '10s'],
  ['99s', true, '10s'],
  ['120s', true, '10s'],
  ['1m', true, '10s'],
  ['2m', true, '10s'],
  ['4s', false],
  ['121s', false],
  ['200s', false],
  ['3m', false],
  ['1h', false],
  ['030s', false],
])('interval %s: %s', (interval, allowed, timeout?: string) => {
  expect(new RegExp(schema.properties.interval.pattern, 'u').test(interval)).toBe(allowed);
  if (timeout === undefined) return;
  const { endpoints } = serviceMonitor(facts({}, { interval }))['spec'] as { endpoints: { interval: string; scrapeTimeout: string }[] };
  expect(endpoints[0]).toMatchObject({ interval, scrapeTimeout: timeout });
});
