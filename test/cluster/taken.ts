// Bad examples of rules that an API server takes: somebody else refuses them, or they do harm without being refused.

const ARGOCD = 'argoproj/argo-cd';
const CERT_MANAGER = 'cert-manager/cert-manager';

interface Taken {
  /** What becomes of it. */
  readonly then: string;
  readonly source: string;
}

/** Rule → what the API server leaves to others. */
export const TAKEN: Readonly<Record<string, Taken>> = {
  'certificate/solver-types': {
    then: "cert-manager's webhook refuses it",
    source: `${CERT_MANAGER}, internal/apis/certmanager/validation/issuer.go, ValidateACMEIssuerChallengeSolverConfig`,
  },
  'certificate/refused': {
    then: "cert-manager's webhook refuses it",
    source: `${CERT_MANAGER}, internal/apis/certmanager/validation/certificate.go, issuer.go`,
  },
  'certificate/ingress-annotation': { then: 'cert-manager says BadConfig', source: `${CERT_MANAGER}, pkg/controller/certificate-shim/sync.go` },
  'object/application': {
    then: 'Argo CD sets InvalidSpecError or ComparisonError',
    source: `${ARGOCD}, util/argo/argo.go, validateSourcePermissions`,
  },
  'object/velero-filter': {
    then: 'Velero says FailedValidation',
    source: 'velero-io/velero, pkg/util/collections/includes_excludes.go; pkg/controller/backup_controller.go',
  },
  'object/scaled-trigger': {
    then: 'KEDA makes no autoscaler of it',
    source: 'kedacore/keda, pkg/scaling/scalers_builder.go; pkg/scalers/cron_scaler.go, prometheus_scaler.go',
  },
  'object/controller-flag': {
    then: 'the program ends at once',
    source: 'alecthomas/kingpin, parser.go, "unknown long flag"; traefik/paerser, parser/nodes_metadata.go, "field not found"',
  },
  'language/alert-template': {
    then: "Prometheus does not load the rules, and the operator's webhook refuses them",
    source: 'prometheus/prometheus, model/rulefmt/rulefmt.go, testTemplateParsing',
  },
  'language/promql': {
    then: "the operator's webhook refuses it, or it leaves it out",
    source: 'prometheus-operator/prometheus-operator, pkg/operator/rules.go, ValidateRule',
  },
  'language/regexp': {
    then: 'the controller that compiles it leaves the object out',
    source: 'prometheus/prometheus, model/relabel/relabel.go, NewRegexp; traefik/traefik, pkg/middlewares/redirect/redirect.go',
  },
  'monitor/refused-part': {
    then: 'the operator leaves the monitor or the rule out',
    source: 'prometheus-operator/prometheus-operator, pkg/prometheus/resource_selector.go; pkg/operator/rules.go',
  },
  'object/dashboard-envelope': { then: 'Grafana shows no dashboard', source: 'grafana/grafana, pkg/services/provisioning/dashboards/file_reader.go' },
  'object/destination': { then: 'Argo CD sets InvalidSpecError', source: `${ARGOCD}, util/argo/argo.go, GetDestinationCluster` },
  'object/dns-record': {
    then: 'ExternalDNS leaves the record out',
    source: 'kubernetes-sigs/external-dns, source/crd.go; endpoint/endpoint.go, CheckEndpoint',
  },
  'object/environment-size': { then: 'Linux does not start the process', source: 'torvalds/linux, fs/exec.c; include/uapi/linux/binfmts.h' },
  'object/external-secret': {
    then: 'the webhook of External Secrets refuses it',
    source: 'external-secrets/external-secrets, apis/externalsecrets/v1/externalsecret_validator.go, validateExternalSecret',
  },
  'object/helm-values': { then: 'Helm stops, and Argo CD sets ComparisonError', source: 'helm/helm, pkg/chartutil/values.go, ReadValues' },
  'object/host-name': {
    then: 'the ACME server refuses the name; ExternalDNS leaves the record out',
    source: 'RFC 8555, section 7.1.3, RFC 5890; kubernetes-sigs/external-dns, endpoint/endpoint.go, CheckEndpoint',
  },
  'object/ignored-difference': {
    then: 'Argo CD compares nothing and sets ComparisonError',
    source: `${ARGOCD}, util/argo/normalizers/diff_normalizer.go, NewIgnoreNormalizer`,
  },
  'object/secret-template': {
    then: 'External Secrets makes no Secret (SecretSyncedError)',
    source: 'external-secrets/external-secrets, pkg/template/v2/template.go, execute, "missingkey=error"',
  },
  'object/store-auth': {
    then: 'the webhook of External Secrets refuses it, or the store is never ready',
    source: 'external-secrets/external-secrets, pkg/provider/vault/validate.go, ValidateStore; auth.go, setAuth, errAuthFormat',
  },
  'object/illegal-duration': {
    then: 'the controller cannot read the object',
    source: `${CERT_MANAGER}, pkg/apis/certmanager/v1/types_certificate.go, metav1.Duration`,
  },
  'object/image': { then: 'the kubelet says InvalidImageName', source: 'kubernetes/kubernetes, pkg/kubelet/images/image_manager.go' },
  'object/key-size': { then: "cert-manager's webhook refuses it", source: `${CERT_MANAGER}, internal/apis/certmanager/validation/certificate.go` },
  'object/metric-name': {
    then: "the operator's webhook refuses it, or it leaves it out",
    source: 'prometheus-operator/prometheus-operator, pkg/operator/rules.go, ValidateRule',
  },
  'object/project-role': {
    then: 'Argo CD refuses the project',
    source: `${ARGOCD}, pkg/apis/application/v1alpha1/app_project_types.go, ValidateProject`,
  },
  'object/scaled-object': {
    then: 'the webhook of KEDA refuses it',
    source: 'kedacore/keda, apis/keda/v1alpha1/scaledobject_webhook.go, validateWorkload, verifyCPUMemoryScalers; scaledobject_types.go',
  },
  'object/source-criterion': { then: 'Traefik refuses the middleware', source: 'traefik/traefik, pkg/middlewares/extractor.go' },
  'object/source-ref': {
    then: 'Argo CD makes no manifests (ComparisonError)',
    source: `${ARGOCD}, reposerver/repository/repository.go, resolveReferencedSources; util/argo/argo.go, GetRefSources`,
  },
  'object/store-namespace': {
    then: 'the webhook of External Secrets refuses it, or the namespace is passed over',
    source: 'external-secrets/external-secrets, pkg/utils/utils.go, ValidateReferentSecretSelector',
  },
  'object/tls-name': { then: 'Traefik drops the TLSOption', source: 'traefik/traefik, pkg/tls/tlsmanager.go, buildTLSConfig' },
  'object/tls-version': { then: 'Traefik drops the TLSOption', source: 'traefik/traefik, pkg/tls/tlsmanager.go, buildTLSConfig' },
  'object/traefik-rule': { then: 'Traefik leaves the router out', source: 'traefik/traefik, pkg/muxer/http/mux.go' },
  'object/tsig-algorithm': {
    then: 'cert-manager writes no record',
    source: `${CERT_MANAGER}, pkg/issuer/acme/dns/rfc2136/rfc2136.go, supportedAlgorithms`,
  },
};

/** Good examples that this API server does not know: rule → fields of a version, or a kind, whose CRD it does not have. */
export const LATER: Readonly<Record<string, RegExp>> = {
  // The clusters of these tests do not know the kind.
  'object/application-set': /does not serve argoproj\.io\/v1alpha1 ApplicationSet/,
  // No fleet delivers one, so that the clusters of these tests do not know the kind.
  'monitor/alert-route': /does not serve monitoring\.coreos\.com\/v1alpha1 AlertmanagerConfig/,
  'monitor/unselected': /does not serve monitoring\.coreos\.com\/v1 Prometheus/,
  // No fleet delivers one.
  'reference/snapshot-location': /does not serve velero\.io\/v1 VolumeSnapshotLocation/,
  // External Secrets 2.3.
  'object/unserved-field': /nullBytePolicy: field not declared in schema/,
};

/**
 * Where rules call an error what an API server takes: rule, field, and who minds. The last rows are disagreements: nobody minds, and
 * nobody needs it.
 */
export const MINDED: readonly (readonly [code: string, field: RegExp, who: string])[] = [
  ['object/cron', /Schedule spec\/schedule$/, 'Velero says FailedValidation: velero, pkg/controller/schedule_controller.go, parseCronSchedule'],
  ['object/exactly-one', /PrometheusRule .*\/alert$/, 'the operator leaves the rule out: prometheus, model/rulefmt/rulefmt.go, RuleNode.Validate'],
  ['object/exactly-one', /traefik\.io\/v1alpha1\/Middleware /, 'Traefik answers 404: pkg/server/middleware/middlewares.go, buildConstructor'],
  [
    'object/illegal-label',
    /(PodMonitor|ServiceMonitor|ExternalSecret|Schedule) /,
    'the controller cannot make a selector or a Secret of it: apimachinery, pkg/labels/selector.go',
  ],
  ['object/illegal-network', /traefik\.io\/v1alpha1\/Middleware /, 'Traefik refuses the middleware: pkg/ip/checker.go, NewChecker'],
  ['object/illegal-quantity', /LimitRange /, 'no pod is admitted: kubernetes, pkg/apis/core/validation, ValidateResourceRequirements'],
  ['object/missing-part', /PrometheusRule .*\/expr$/, 'the operator leaves the rule out: prometheus, model/rulefmt/rulefmt.go'],
  [
    'object/number-range',
    /Certificate spec\/revisionHistoryLimit$/,
    "cert-manager's webhook refuses it: internal/apis/certmanager/validation/certificate.go",
  ],
  ['object/number-range', /DNSEndpoint .*\/recordTTL$/, 'no name server takes it: RFC 2181, section 8'],
  ['object/wrong-shape', /tolerations\/\*\/(operator|effect)$/, 'empty is as good as absent, and was not meant: kubernetes, pkg/apis/core/types.go'],
  ['object/wrong-shape', /DNSEndpoint spec/, 'ExternalDNS leaves the record out: source/crd.go'],
  ['object/wrong-shape', /Schedule spec$/, 'Velero says FailedValidation: pkg/controller/schedule_controller.go'],
  [
    'object/number-range',
    /StatefulSet spec\/revisionHistoryLimit$/,
    'the controller takes away more revisions than there are: kubernetes, pkg/controller/statefulset/stateful_set_control.go, truncateHistory',
  ],
  [
    'object/broken-definition',
    /CustomResourceDefinition .*\/openAPIV3Schema\//,
    'nobody: what no schema knows is passed over below a list, and so is a bound below nought: apiextensions-apiserver, JSONSchemaPropsOrArray.UnmarshalJSON',
  ],
  [
    'object/wrong-shape',
    /(Deployment|StatefulSet|CronJob|Service) .*\/(type|imagePullPolicy|scheme|protocol|concurrencyPolicy|dnsPolicy)$|\/preStop\/sleep(\/seconds)?$|LimitRange spec(\/limits)?$/,
    'nobody: the API server takes an empty word for none, a container does not sleep, no limit limits nothing (kubernetes, pkg/apis/core/v1/defaults.go, SetDefaults_Container; pkg/apis/core/validation/validation.go, validateSleepAction, ValidateLimitRange)',
  ],
];

/** What the API server refuses and no rule finds: at the sync, not before. */
export const NOT_FOUND: readonly (readonly [field: RegExp, why: string])[] = [
  [
    /ValidatingAdmissionPolicy spec\/(validations|variables)|CustomResourceDefinition .*(\/x-kubernetes-validations\b|\/spec\/properties\/(min|max)\w*$)/,
    'CEL is not read, nor to which fields it leads: apiserver, pkg/admission/plugin/policy/validating/typechecking.go; apiextensions-apiserver, pkg/apis/apiextensions/validation/validation.go',
  ],
  [
    /\/(imagePullSecrets|topologySpreadConstraints|finalizers|validationActions|policyTypes|limits)$/,
    'an item twice in a list: structured-merge-diff, typed/validate.go, validatingObjectWalker.visitListItems',
  ],
];
