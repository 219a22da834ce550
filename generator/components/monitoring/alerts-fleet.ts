import { DNS_NAMESPACE } from '../../model/names.ts';
import { prometheusRule, type Alert } from './alerts.ts';
import { fleetLabels } from '../../k8s/labels.ts';
import type { MonitorFacts } from './monitor-facts.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { is, select } from './promql.ts';

/** Alerts about what all agents of a region stand on. */
export function fleetAlerts(facts: MonitorFacts): KubeObject {
  const { fleet, namespaces } = facts;
  return prometheusRule(facts, { name: `${fleet.name}-fleet`, labels: fleetLabels(fleet.name), alertLabels: {} }, [
    certificateExpiring(facts),
    ...(namespaces.includes(DNS_NAMESPACE) ? [dnsFailing()] : []),
  ]);
}

/**
 * Near its end although its renewal has been due for an hour: by itself the first would also fire for every
 * certificate that never lives that long.
 */
function certificateExpiring({ fleet, settings }: MonitorFacts): Alert {
  const { certificateDays: days } = settings;
  // Prometheus renames the metric's own `namespace` unless the monitor of cert-manager says honorLabels.
  const ofFleet = (metric: string): string =>
    `(${select(metric, is('exported_namespace', fleet.namespace))} or ${select(metric, is('namespace', fleet.namespace))})`;
  return {
    name: 'PapCertificateExpiring',
    expr: [
      `${ofFleet('certmanager_certificate_expiration_timestamp_seconds')} - time() < ${days * 86_400}`,
      `and ${ofFleet('certmanager_certificate_renewal_timestamp_seconds')} < time()`,
    ].join('\n'),
    for: '1h',
    severity: 'warning',
    summary: 'certificate {{ $labels.name }} is not renewed',
    description: `It ends in {{ $value | humanizeDuration }}, less than ${days} days, and should have been renewed: look at its events and those of its CertificateRequest.`,
  };
}

function dnsFailing(): Alert {
  const errors = (metric: string): string => `sum(increase(${select(metric, is('namespace', DNS_NAMESPACE))}[15m])) > 0`;
  return {
    name: 'PapDnsFailing',
    expr: [errors('external_dns_registry_errors_total'), `or ${errors('external_dns_source_errors_total')}`].join('\n'),
    for: '15m',
    severity: 'warning',
    summary: 'ExternalDNS fails to write records',
    description: 'New names of agents are not published, old ones not withdrawn: look at the log of ExternalDNS and at the name server.',
  };
}
