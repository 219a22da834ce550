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
  [
    'object/application-set',
    /ApplicationSet/,
    'Argo CD sets ErrorOccurred: argo-cd, applicationset/generators/list.go, matrix.go, merge.go; applicationset/controllers/applicationset_controller.go, validateGeneratedApplications',
  ],
  [
    'object/gateway-shape',
    /gateway\.networking\.k8s\.io/,
    'the listener or the route is not Accepted: gateway-api, apis/v1/gateway_types.go, ListenerReasonUnsupportedProtocol; apis/v1/httproute_types.go',
  ],
  ['object/unserved-api', /^/, 'kubectl and Argo CD find no such resource: apimachinery, pkg/api/meta/errors.go, NoKindMatchError'],
  [
    'object/unserved-field',
    /ExternalSecret/,
    'an older server has no such field, and refuses it where fields are strict: apiextensions-apiserver, pkg/apiserver/schema/pruning/algorithm.go',
  ],
  [
    'object/duplicate',
    /^/,
    'Kustomize refuses it within a component, and Argo CD warns of a shared resource between two: kustomize, api/resmap/reswrangler.go, append; argo-cd, controller/state.go, SharedResourceWarning',
  ],
  [
    'reference/missing-path',
    /Application /,
    'Argo CD makes no manifests (ComparisonError): argo-cd, util/app/path/path.go, Path, "app path does not exist"',
  ],
  [
    'reference/missing-secret',
    /^/,
    'the kubelet starts no container (CreateContainerConfigError), the controller says that the Secret is not found: kubernetes, pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables; pkg/volume/secret/secret.go, SetUpAt',
  ],
  [
    'reference/missing-key',
    /^/,
    'the kubelet starts no container (CreateContainerConfigError): kubernetes, pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables; pkg/volume/secret/secret.go, MakePayload',
  ],
  [
    'reference/missing-object',
    /^/,
    'whoever reads it says that it is not found: kubernetes, pkg/kubelet/kubelet_pods.go; pkg/controller/podautoscaler/horizontal.go, reconcileAutoscaler; cert-manager, pkg/issuer/helper.go, GetGenericIssuer',
  ],
  [
    'reference/wrong-port',
    /(IngressRoute|Middleware)/,
    'Traefik leaves the router out: traefik, pkg/provider/kubernetes/crd/kubernetes.go, getServicePort',
  ],
  [
    'reference/wrong-port',
    /(Ingress|HTTPRoute|GRPCRoute|TCPRoute|TLSRoute) /,
    'the controller leaves the backend out: traefik, pkg/provider/kubernetes/ingress/kubernetes.go, loadService; gateway-api, apis/v1/shared_types.go, RouteReasonBackendNotFound',
  ],
  ['reference/wrong-port', /Service /, 'no endpoint has the port: k8s.io/endpointslice, utils.go, getEndpointPorts'],
  ['reference/wrong-port', /probes the port/, 'the kubelet cannot probe: kubernetes, pkg/probe/util.go, ResolveContainerPort'],
  [
    'reference/certificate-clash',
    /Certificate /,
    'cert-manager issues the one that it takes for the owner, and never the other: cert-manager, pkg/controller/certificates/trigger/trigger_controller.go; internal/controller/certificates/certificates.go, CertificateOwnsSecret',
  ],
  [
    'reference/secret-clash',
    /^/,
    'the second says that another owns it: external-secrets, pkg/controllers/externalsecret/externalsecret_controller.go, ErrSecretIsOwned; controller-runtime, pkg/controller/controllerutil, AlreadyOwnedError',
  ],
  ['reference/loop', /traefik\.io/, 'Traefik makes no handler ("recursion detected"): traefik, pkg/server/recursion/recursion.go, CheckRecursion'],
  [
    'reference/entry-point',
    /traefik\.io/,
    "Traefik leaves the router out ('EntryPoint doesn't exist'): traefik, pkg/config/runtime/runtime_http.go, GetRoutersByEntryPoints",
  ],
  ['reference/project-refuses', /Application /, 'Argo CD sets InvalidSpecError: argo-cd, util/argo/argo.go, ValidatePermissions'],
  ['reference/not-granted', /^/, 'the route says RefNotPermitted: gateway-api, apis/v1/shared_types.go, RouteReasonRefNotPermitted'],
  [
    'reference/route-parent',
    /^/,
    'the route is not Accepted: gateway-api, apis/v1/shared_types.go, RouteReasonNoMatchingParent, RouteReasonNotAllowedByListeners, RouteReasonNoMatchingListenerHostname',
  ],
  [
    'reference/store-refuses',
    /ExternalSecret /,
    'External Secrets refuses it: external-secrets, pkg/controllers/secretstore/client_manager.go, shouldProcessSecret',
  ],
  ['quantity/over-quota', /^/, 'the API server admits no such pod: k8s.io/apiserver, pkg/admission/plugin/resourcequota/controller.go, CheckRequest'],
  [
    'quantity/over-limit-range',
    /^/,
    'the API server admits no such pod: kubernetes, plugin/pkg/admission/limitranger/admission.go, PodValidateLimitFunc',
  ],
  [
    'quantity/two-autoscalers',
    /^/,
    'the autoscaler stops both (AmbiguousSelector), and the webhook of KEDA refuses its own: kubernetes, pkg/controller/podautoscaler/horizontal.go, validateAndParseSelector; keda, apis/keda/v1alpha1/scaledobject_webhook.go, verifyHpas',
  ],
  [
    'quantity/no-request',
    /HorizontalPodAutoscaler /,
    'the autoscaler does not scale (FailedGetResourceMetric): kubernetes, pkg/controller/podautoscaler/replica_calculator.go, calculatePodRequests',
  ],
  [
    'certificate/unsolvable-name',
    /Certificate /,
    'cert-manager fails the order: cert-manager, pkg/controller/acmeorders/util.go, partialChallengeSpecForAuthorization',
  ],
  [
    'certificate/too-many-names',
    /Certificate /,
    'the authority refuses the order: letsencrypt/boulder, policy/pa.go, WellFormedIdentifiers; ra/ra.go, NewOrder',
  ],
  [
    'reference/snapshot-location',
    /velero\.io/,
    'Velero says FailedValidation: velero, pkg/controller/backup_controller.go, validateAndGetSnapshotLocations',
  ],
  [
    'reference/auth-users',
    /traefik\.io/,
    'Traefik leaves the middleware out: traefik, pkg/provider/kubernetes/crd/kubernetes.go, createBasicAuthMiddleware, loadAuthCredentials',
  ],
  ['kustomization/broken', /^/, 'Kustomize refuses it: kustomize, api/internal/target/kusttarget.go'],
];

/** Codes that say what a fleet forbids, whatever a cluster takes: Law 10, and they say why. */
const POLICY = /^(?:(?:security|secret|dns|policy|pap)\/|object\/unknown-kind$|network\/forbidden-egress$)/;

export const isPolicy = (code: string): boolean => POLICY.test(code);

/** @returns who refuses it, or what forbids it; undefined where nobody does */
export function minds(code: string, place: string): 'controller' | 'policy' | undefined {
  if (isPolicy(code)) return 'policy';
  return whoMinds(code, place) === undefined ? undefined : 'controller';
}

/** @returns the row, or the rule, that says who refuses it */
export function whoMinds(code: string, place: string): string | undefined {
  if (Object.hasOwn(TAKEN, code)) return `${code}: ${(TAKEN[code] as (typeof TAKEN)[string]).source}`;
  const rows = [...MINDED.filter(([, , who]) => !who.startsWith('nobody')), ...MORE];
  return rows.find(([codes, places]) => codes === code && places.test(place))?.[2];
}
