// Where lint calls an error what an API server takes, because somebody else refuses it: beside taken.ts, what manifests of other projects bring out.
import { MINDED, TAKEN } from '../taken.ts';

/** Rule, place, and who minds. */
const MORE: readonly (readonly [code: string, place: RegExp, who: string])[] = [
  ['object/scheduling', /(Gt|Lt) needs one whole number/, 'the scheduler fits it to no node: apimachinery, pkg/labels/selector.go, NewRequirement'],
  [
    'object/illegal-port',
    /^v1\/Service .*nodePort/,
    'the API server itself, where it is no dry run: pkg/registry/core/service/portallocator/operation.go, Allocate, looks at no range in a dry run',
  ],
  ['reference/other-namespace', /traefik\.io/, 'Traefik leaves the route out: pkg/provider/kubernetes/crd/kubernetes_http.go, allowCrossNamespace'],
  ['reference/missing-object', /traefik\.io/, 'Traefik leaves the router out: pkg/server/router, middleware does not exist'],
  ['reference/wrong-port', /Probe/, 'the kubelet cannot probe: pkg/probe/util.go, ResolveContainerPort'],
  ['object/unknown-value', /AppProject .*syncWindows/, 'Argo CD refuses the project: pkg/apis/application/v1alpha1/types.go, SyncWindow.Validate'],
  ['object/cron', /AppProject .*syncWindows/, 'Argo CD refuses the project: pkg/apis/application/v1alpha1/types.go, SyncWindow.Validate'],
  [
    'object/illegal-label',
    /Gateway |ApplicationSet |Application |PodMonitor |ServiceMonitor /,
    'the controller cannot make a selector of it: apimachinery, pkg/labels/selector.go',
  ],
  ['object/illegal-label', /StatefulSet .*volumeClaimTemplates/, 'no claim is made of it: pkg/controller/statefulset/stateful_pod_control.go'],
  [
    'object/illegal-label',
    /HorizontalPodAutoscaler .*metric/,
    'the autoscaler cannot make a selector of it: pkg/controller/podautoscaler/horizontal.go',
  ],
  [
    'object/wrong-shape',
    /HorizontalPodAutoscaler .*metric\/selector/,
    'the autoscaler cannot make a selector of it: pkg/controller/podautoscaler/horizontal.go',
  ],
  ['object/cron', /Schedule /, 'Velero says FailedValidation: velero, pkg/controller/schedule_controller.go, parseCronSchedule'],
  ['object/illegal-port', /traefik\.io/, 'Traefik finds no such port: pkg/provider/kubernetes/crd/kubernetes_http.go, loadServers'],
  ['object/illegal-network', /traefik\.io/, 'Traefik refuses the middleware: pkg/ip/checker.go, NewChecker'],
  ['object/illegal-network', /HTTPProxy/, 'Contour refuses the proxy: internal/dag/httpproxy_processor.go, toIPFilterRules'],
  ['object/exactly-one', /traefik\.io\/v1alpha1\/MiddlewareTCP /, 'Traefik refuses the middleware: pkg/server/middleware/tcp/middlewares.go'],
  ['object/wrong-shape', /32 bits/, 'the controller cannot decode it: Go holds it in 32 bits (kubernetes-sigs/controller-tools, int32)'],
  ['object/wrong-shape', /traefik\.io/, 'Traefik cannot use it: pkg/provider/kubernetes/crd/traefikio/v1alpha1'],
  ['object/wrong-shape', /velero\.io/, 'Velero says FailedValidation: pkg/controller'],
  ['object/wrong-shape', /DNSEndpoint .*recordType/, 'ExternalDNS manages no record of the type: plan/plan.go, IsManagedRecord'],
  ['object/wrong-shape', /DNSEndpoint/, 'ExternalDNS leaves the record out: source/crd.go'],
  ['object/number-range', /DNSEndpoint/, 'no name server takes it: RFC 2181, section 8'],
  ['object/exactly-one', /PrometheusRule/, 'the operator leaves the rule out: prometheus, model/rulefmt/rulefmt.go, RuleNode.Validate'],
  ['object/missing-part', /PrometheusRule/, 'the operator leaves the rule out: prometheus, model/rulefmt/rulefmt.go'],
  [
    'kind/invalid-definition',
    /is no keyword of a schema/,
    'a server refuses it when it is created with strict fields; server-side apply passes over fields of schemas (apiextensions, JSONSchemaProps)',
  ],
  [
    'language/promql',
    /PrometheusRule/,
    'the operator leaves the rule out: prometheus, promql/parser; prometheus-operator, pkg/operator/rules.go, ValidateRule',
  ],
  ['language/alert-template', /PrometheusRule/, 'the operator leaves the rule out: prometheus, model/rulefmt/rulefmt.go, testTemplateParsing'],
  ['language/regexp', /monitoring\.coreos\.com/, 'the operator leaves the monitor out: prometheus-operator, pkg/prometheus/validation/validator.go'],
  ['language/regexp', /traefik\.io/, 'Traefik leaves the router out: pkg/middlewares/redirect, pkg/middlewares/replacepathregex'],
  ['language/regexp', /external-secrets\.io/, 'External Secrets makes no Secret: pkg/utils, pkg/find'],
  ['language/regexp', /ApplicationSet/, 'Argo CD makes no Application: applicationset/services/scm_provider, pull_request'],
  [
    'monitor/refused-part',
    /monitoring\.coreos\.com/,
    'the operator leaves it out: prometheus-operator, pkg/prometheus/validation/validator.go; prometheus, model/rulefmt/rulefmt.go',
  ],
  [
    'monitor/alert-route',
    /AlertmanagerConfig/,
    'the operator leaves it out: prometheus-operator, pkg/alertmanager/validation/v1alpha1/validation.go',
  ],
  ['language/time-zone', /keda\.sh/, 'KEDA refuses the trigger: pkg/scalers/cron_scaler.go'],
  ['object/cron', /keda\.sh/, 'KEDA refuses the trigger: pkg/scalers/cron_scaler.go'],
  ['object/dns-record', /DNSEndpoint/, 'ExternalDNS leaves the record out: source/crd.go'],
  ['object/helm-values', /argoproj\.io/, 'Argo CD cannot render the chart: reposerver/repository/repository.go, helmTemplate'],
];

/** Codes that say what a fleet forbids, whatever a cluster takes: Law 10, and they say why. */
const POLICY = /^(security|secret|dns|policy)\//;

/** @returns who refuses it, or what forbids it; undefined where nobody does */
export function minds(code: string, place: string): 'controller' | 'policy' | undefined {
  if (POLICY.test(code)) return 'policy';
  return whoMinds(code, place) === undefined ? undefined : 'controller';
}

/** @returns the row, or the rule, that says who refuses it */
export function whoMinds(code: string, place: string): string | undefined {
  if (Object.hasOwn(TAKEN, code)) return `${code}: ${(TAKEN[code] as (typeof TAKEN)[string]).source}`;
  const rows = [...MINDED.filter(([, , who]) => !who.startsWith('nobody')), ...MORE];
  return rows.find(([codes, places]) => codes === code && places.test(place))?.[2];
}
