import { WORLD_CODES } from './world-codes.ts';

export type Severity = 'error' | 'warning';

export interface CodeInfo {
  readonly severity: Severity;
  /** One sentence: what was found. */
  readonly what: string;
  /** Why it matters to a fleet. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
}

/** Every diagnostic there is. `docs/diagnostics.md` is made from this table; each code has a bad example in `test/invalid/`. */
export const CODES = {
  'yaml/encoding': {
    severity: 'error',
    what: 'A file is not plain UTF-8 text.',
    why: 'Bytes that one reader repairs silently and another refuses make two readers see two fleets.',
    fix: 'Save the file as UTF-8 without control or private-use characters.',
  },
  'yaml/syntax': {
    severity: 'error',
    what: 'The text is not valid YAML 1.2.',
    why: 'Nothing can be generated from a file that cannot be read.',
    fix: 'Mend the line that is pointed at; indentation and unclosed quotes are the usual causes.',
  },
  'yaml/empty': {
    severity: 'error',
    what: 'A file holds nothing.',
    why: 'An emptied file would mean an emptied fleet; deletion is never by omission.',
    fix: 'Restore the content, or remove the file if it is one of `agents/` or `regions/`.',
  },
  'yaml/multiple-documents': {
    severity: 'error',
    what: 'A file holds more than one YAML document.',
    why: 'Readers disagree on which of them counts.',
    fix: 'Remove the `---` separator, or split the file.',
  },
  'yaml/duplicate-key': {
    severity: 'error',
    what: 'A key stands twice in one map.',
    why: 'Most readers keep the last one silently: a second `regions:` would replace the whole fleet.',
    fix: 'Merge the two entries or remove one.',
  },
  'yaml/unsupported': {
    severity: 'error',
    what: 'Anchors, aliases, tags, merge keys and non-string keys are not part of the fleet format.',
    why: 'They make a line mean something that stands elsewhere, and readers differ in how they treat them.',
    fix: 'Write the value out; share values through `agentDefaults`, `tiers` or `components`.',
  },
  'yaml/ambiguous': {
    severity: 'error',
    what: 'A value without quotes that readers of YAML take for different things.',
    why: '`no`, `012`, `1:30`, `1.10` and dates are text to one reader and truth values or numbers to another: a region `no` would become `false`.',
    fix: 'Put it in quotes if it is text; write a number the way it is read.',
  },
  'yaml/limit': {
    severity: 'error',
    what: 'A file is larger, deeper or longer than a fleet ever needs.',
    why: 'Reading must never take more time or memory than the pipeline has, whoever wrote the file.',
    fix: 'Split the fleet over `agents/` and `regions/`; `--max-file-size` raises the limit of bytes.',
  },
  'secret/in-config': {
    severity: 'error',
    what: 'What looks like the value of a secret stands in a file of `config/`.',
    why: 'Git never forgets: everybody who can read the repository has it, and `out/` would carry it into every cluster.',
    fix: 'Remove it, give the secret a new value, and deliver it through the component `secrets` or by hand.',
  },
  'schema/unknown-key': {
    severity: 'error',
    what: 'A key that the fleet format does not have.',
    why: 'A misspelt key would be ignored, and the default deployed instead of what was meant.',
    fix: 'Use the suggested key, or look the key up in docs/fleet.md.',
  },
  'schema/required': {
    severity: 'error',
    what: 'A required key is missing.',
    why: 'There is no default that would be right.',
    fix: 'Add the key; docs/fleet.md has an example for each.',
  },
  'schema/type': {
    severity: 'error',
    what: 'A value has the wrong type.',
    why: 'YAML reads `1.30` as the number 1.3 and `no` as text; a guess would deploy something else than what was meant.',
    fix: 'Write the type that is asked for; put text that looks like a number in quotes.',
  },
  'schema/value': {
    severity: 'error',
    what: 'A value is outside what is allowed.',
    why: 'The API server or a controller would refuse it later, in every cluster at once.',
    fix: 'Choose one of the allowed values, or stay within the limits that are named.',
  },
  'schema/format': {
    severity: 'error',
    what: 'A text does not have the form its key asks for.',
    why: 'Names become host names, labels and paths; each of these has rules that clusters enforce.',
    fix: 'Write it in the form that is described.',
  },
  'fleet/duplicate-name': {
    severity: 'error',
    what: 'An agent or a region is defined twice.',
    why: 'One of the two would win silently.',
    fix: 'Keep one definition: in fleet.yaml or in its own file.',
  },
  'fleet/unknown-region': {
    severity: 'error',
    what: 'A region is named that the fleet does not have.',
    why: 'The agent would not be deployed where its owner believes it is.',
    fix: 'Correct the name or define the region under `regions`.',
  },
  'fleet/unknown-tier': {
    severity: 'error',
    what: 'A tier is named that the fleet does not have.',
    why: 'The agent would run without requests and limits.',
    fix: 'Correct the name or define the tier under `tiers`.',
  },
  'fleet/unknown-component': {
    severity: 'error',
    what: 'A component is named that does not exist.',
    why: 'Its settings would have no effect.',
    fix: 'Correct the name; `pap-fleet explain --help` lists the components.',
  },
  'fleet/agent-without-region': {
    severity: 'error',
    what: 'An agent is placed in no region.',
    why: 'It would run nowhere, and nothing would say so.',
    fix: 'Name at least one region under `regions`, or remove the agent.',
  },
  'fleet/override-elsewhere': {
    severity: 'error',
    what: 'An agent has overrides for a region in which it is not placed.',
    why: 'The override has no effect: either the region is missing or the override is a leftover.',
    fix: 'Add the region to the agent, or remove the override.',
  },
  'fleet/useless-override': {
    severity: 'warning',
    what: 'An override sets what already holds.',
    why: 'It looks like a difference between regions where there is none, and will become one when the other value changes.',
    fix: 'Remove it, or say in a comment why the value is pinned and silence nothing else.',
  },
  'fleet/incomplete': {
    severity: 'error',
    what: 'All layers together leave out a key that is needed.',
    why: 'Each layer may set a part of a map; what is missing in the end has no default that would be right.',
    fix: 'Set the key in one of the layers; `pap-fleet explain` shows them.',
  },
  'fleet/duplicate-host': {
    severity: 'error',
    what: 'Two agents claim one host in a region.',
    why: 'Requests would reach either of them.',
    fix: 'Give one of them another `host`.',
  },
  'fleet/illegal-name': {
    severity: 'error',
    what: 'A name derived from the fleet is too long or illegal for the object that bears it.',
    why: 'The API server would refuse the object; names are never cut silently.',
    fix: 'Shorten or change the name that it is derived from.',
  },
  'fleet/needs-stateless': {
    severity: 'error',
    what: 'An agent runs as several replicas without being declared stateless.',
    why: 'Replicas share one PAP identity; a stateful agent would corrupt its state and confuse the Station.',
    fix: 'Set `stateless: true` if any replica can serve any request, else use one replica and no `autoscale`.',
  },
  'fleet/autoscale-bounds': {
    severity: 'error',
    what: 'The autoscaling minimum is above the maximum.',
    why: 'The API server refuses such a HorizontalPodAutoscaler.',
    fix: 'Raise `max` or lower `min`, looking at the layers that set them (`pap-fleet explain`).',
  },
  'fleet/sleep-autoscale': {
    severity: 'error',
    what: 'A SLEEP agent is autoscaled.',
    why: 'A sleeping agent runs as one replica with a heartbeat every 15 minutes; scaling it has no meaning in PAP.',
    fix: 'Remove `autoscale` or choose another heartbeat mode.',
  },
  'fleet/image-policy': {
    severity: 'error',
    what: 'An image does not satisfy the admission policy that the fleet itself writes.',
    why: 'The cluster would refuse the pods at the next rollout.',
    fix: 'Give the image a tag other than latest, or a digest where `components.cluster.images` asks for one.',
  },
  'fleet/reserved-env': {
    severity: 'error',
    what: 'An agent sets an environment variable that PAP defines.',
    why: 'The same variable twice is refused by server-side apply, and another value would contradict the fleet.',
    fix: "Use another name; what PAP defines follows from the agent's other keys.",
  },
  'fleet/component-needed': {
    severity: 'error',
    what: 'A component is switched off that another one needs.',
    why: 'What the other component writes would refer to objects that nobody makes.',
    fix: 'Switch the needed component on, or the other one off as well.',
  },
  'fleet/unreachable-station': {
    severity: 'error',
    what: 'NetworkPolicies are written, but no address of the Station or the gateway is known.',
    why: 'A NetworkPolicy matches addresses, not names: the agents would be cut off from what controls them.',
    fix: 'List the addresses under `station.cidrs` and `station.gatewayCidrs`, for the fleet or per region.',
  },
  'fleet/unsupported-version': {
    severity: 'error',
    what: 'A region runs a version that is too old.',
    why: 'What is written would be refused there, or silently ignored.',
    fix: 'Upgrade the system, or correct the version in the fleet.',
  },
  'fleet/unknown-version': {
    severity: 'warning',
    what: 'A region runs a version that is newer than this release knows.',
    why: 'APIs may have gone that this release still writes.',
    fix: 'Use a newer release of pap-fleet, or try the upgrade in one region first.',
  },
  'fleet/older-way': {
    severity: 'warning',
    what: 'Something is written in an older way, or not at all, because a region does not serve it yet.',
    why: 'Its owner may count on a protection that is not there.',
    fix: 'Upgrade the region.',
  },
  'fleet/deprecated-setting': {
    severity: 'warning',
    what: 'A setting is deprecated in the version a region runs.',
    why: 'The next major version will not know it.',
    fix: 'Use what the hint names.',
  },
  'fleet/no-nameserver': {
    severity: 'error',
    what: 'The names of a region are managed, but the zone has no name servers.',
    why: 'A zone without NS records cannot be loaded, and ExternalDNS would not know whom to update.',
    fix: 'List them under `zone.nameservers`, primary first, or switch the component `dns` off.',
  },
  'fleet/foreign-parent': {
    severity: 'error',
    what: 'The parent of the zone is not above it.',
    why: 'A zone can be delegated only by one of which its name is a part.',
    fix: 'Correct `zone.parent`, or remove it: by default it is the name without its first label.',
  },
  'fleet/name-inside-zone': {
    severity: 'error',
    what: 'A name server or the host of an ingress lies inside the zone of the agents.',
    why: 'Nothing there would give it an address; below a wildcard it would even be an alias of itself.',
    fix: 'Use a name in the parent zone, such as `ingress-us-east.plugged.in`.',
  },
  'fleet/discovery-without-address': {
    severity: 'error',
    what: 'Discovery records are asked for in a region whose ingress has no known address.',
    why: 'A TXT record cannot stand beside a CNAME and an SRV record must not point to one, so the agents need address records.',
    fix: 'List the addresses under `ingressAddresses` of the region, or switch `discovery` off there.',
  },
  'fleet/discovery-version': {
    severity: 'error',
    what: 'Discovery records are asked for in a region whose ExternalDNS cannot keep them up to date.',
    why: 'Before 0.22 it forgets which TXT records are its own: the version that an agent announces would never change again.',
    fix: 'Raise `versions.external-dns` of the region to 0.22, or switch `discovery` off there.',
  },
  'fleet/acme-limit': {
    severity: 'warning',
    what: 'More regions order their first certificate than the authority issues in a week.',
    why: "Let's Encrypt issues 50 new certificates a week for one registered domain; the rest fail, and failures have limits of their own.",
    fix: 'Begin with `environment: staging` and move a part of the regions to production each week.',
  },
  'config/unexpected-file': {
    severity: 'error',
    what: 'A file lies in `config/` where nothing reads it.',
    why: 'Its author believes it has an effect.',
    fix: 'Rename or move it to a place that is read, or remove it.',
  },
  'extra/invalid-object': {
    severity: 'error',
    what: 'An object in `config/extra` is not one that can be delivered.',
    why: 'It goes to clusters like our own objects and is held to the same rules.',
    fix: 'Mend what the message names.',
  },
  'patch/invalid': {
    severity: 'error',
    what: 'A file in `config/patches` is not a list of JSON 6902 patches with targets.',
    why: 'A patch that is half understood changes the wrong thing.',
    fix: 'Write a list of `{target: {kind, name}, patch: [{op, path, value}]}`.',
  },
  'patch/no-target': {
    severity: 'error',
    what: 'The target of a patch matches no object.',
    why: 'Kustomize passes over such a patch silently; the change its author wanted does not happen.',
    fix: 'Correct kind, name or namespace, or remove the patch.',
  },
  'patch/failed': {
    severity: 'error',
    what: 'A patch does not apply to the object it targets.',
    why: 'The object has another shape than the patch expects.',
    fix: 'Correct the path or the expected value.',
  },
  'object/unserved-api': {
    severity: 'error',
    what: 'An object uses an API that the region does not serve.',
    why: 'The API server refuses it, and with it the whole sync.',
    fix: 'Use the replacement that is named, or correct the version of the region.',
  },
  'object/deprecated-api': {
    severity: 'warning',
    what: 'An object uses an API that is deprecated in the version of the region.',
    why: 'The API will be gone after an upgrade.',
    fix: 'Use the replacement that is named.',
  },
  'object/duplicate': {
    severity: 'error',
    what: 'One cluster would receive the same object twice.',
    why: 'Two Applications would fight over it, or one definition would win silently.',
    fix: 'Rename or remove one of them.',
  },
  'object/unknown-kind': {
    severity: 'error',
    what: 'An object is of a kind that pap-fleet has no schema of.',
    why: 'Nothing can be proved about it: a misspelt field would be pruned in silence, or the whole sync refused.',
    fix: 'Correct apiVersion and kind, or deliver the object by an Application of its own.',
  },
  'object/wrong-shape': {
    severity: 'error',
    what: 'An object has a field that its kind does not know, lacks one, or holds a value of the wrong type.',
    why: 'The API server prunes unknown fields in silence and refuses the rest; the sync stops, or the setting has no effect.',
    fix: 'Correct the field that is named, in `config/extra` or in the patch.',
  },
  'object/illegal-name': {
    severity: 'error',
    what: 'An object, a container or a volume has a name that Kubernetes does not allow.',
    why: 'The API server refuses the object, and with it the sync.',
    fix: 'Use lower-case letters, digits and hyphens; the hint says how many.',
  },
  'object/illegal-label': {
    severity: 'error',
    what: 'A label or a selector holds a key or a value that Kubernetes does not allow.',
    why: 'The API server refuses the object; a selector that cannot match is found by nobody.',
    fix: 'Shorten it, or move the text to an annotation.',
  },
  'object/illegal-annotation': {
    severity: 'error',
    what: 'An annotation has a key that Kubernetes does not allow, or annotations are too large.',
    why: 'The API server refuses the object.',
    fix: 'Write `prefix.example/name`; large texts belong into a ConfigMap.',
  },
  'object/finalizer': {
    severity: 'error',
    what: 'An object carries a finalizer that no controller takes away.',
    why: 'The object can never be deleted, and keeps its namespace from being deleted.',
    fix: 'Use the name that the documentation of the controller gives.',
  },
  'object/sync-option': {
    severity: 'error',
    what: 'A sync or compare option is none that Argo CD knows.',
    why: 'Argo CD passes over it in silence: what it should protect is not protected.',
    fix: 'Correct the option or its value.',
  },
  'object/destination': {
    severity: 'error',
    what: 'An Application or AppProject does not name exactly one cluster, or an Application not exactly one source.',
    why: 'Argo CD refuses it, and nothing is delivered.',
    fix: 'Keep `name` or `server`, and one way to name the source.',
  },
  'object/selector-mismatch': {
    severity: 'error',
    what: 'A workload does not select the pods it makes.',
    why: 'The API server refuses it.',
    fix: 'Give the pod template the labels of the selector.',
  },
  'object/duplicate-item': {
    severity: 'error',
    what: 'A list holds two items with the same key: containers, volumes, ports, variables, mounts.',
    why: 'The API server refuses the object, or one item wins in silence.',
    fix: 'Remove or rename one of them.',
  },
  'object/exactly-one': {
    severity: 'error',
    what: 'Several fields stand together of which exactly one may, or none stands where one must.',
    why: 'The API server refuses the object.',
    fix: 'Keep the one that is meant.',
  },
  'object/illegal-port': {
    severity: 'error',
    what: 'A port is outside 1 to 65535, or has a name that is not allowed.',
    why: 'The API server refuses the object.',
    fix: 'Use a number in range, or a name of at most 15 characters.',
  },
  'object/number-range': {
    severity: 'error',
    what: 'A number is below what its field allows.',
    why: 'The API server refuses the object.',
    fix: 'Raise the number to what the message says.',
  },
  'object/illegal-quantity': {
    severity: 'error',
    what: 'An amount of CPU, memory or storage is no quantity, is negative, or a request exceeds its limit.',
    why: 'The API server refuses the object.',
    fix: 'Write `500m`, `2`, `512Mi` or `10Gi`, and no request above its limit.',
  },
  'object/image': {
    severity: 'error',
    what: 'The reference of a container image cannot be read.',
    why: 'The pods stay in InvalidImageName.',
    fix: 'Write `registry.example.net/path/name:tag` or `@sha256:…`, the name in lower case.',
  },
  'object/config-key': {
    severity: 'error',
    what: 'A ConfigMap has a key that cannot be the name of a file, or is too large.',
    why: 'The API server refuses it.',
    fix: 'Rename the key, or spread the content over several ConfigMaps.',
  },
  'object/budget-limits': {
    severity: 'error',
    what: 'A PodDisruptionBudget does not have exactly one limit.',
    why: 'The API server refuses it.',
    fix: 'Keep `maxUnavailable` or `minAvailable`.',
  },
  'object/autoscaler-bounds': {
    severity: 'error',
    what: 'The bounds or the target of an autoscaler contradict each other.',
    why: 'The API server refuses it.',
    fix: 'Let maxReplicas be at least minReplicas, and both at least 1.',
  },
  'object/illegal-network': {
    severity: 'error',
    what: 'A network is not written as an address, a slash and a prefix.',
    why: 'The API server refuses the object, or Traefik the middleware.',
    fix: 'Write it as `203.0.113.0/24`, with no bits behind the prefix.',
  },
  'object/illegal-duration': {
    severity: 'error',
    what: 'A duration is none in the language of its controller, or contradicts another.',
    why: 'Go has no days and Prometheus no fractions; the controller refuses the whole object.',
    fix: 'Write what the hint shows.',
  },
  'object/cron': {
    severity: 'error',
    what: 'A schedule cannot be read.',
    why: 'The API server refuses a CronJob; Velero makes no backup and says so only in the status.',
    fix: 'Write five fields: minute, hour, day, month, weekday.',
  },
  'object/host-name': {
    severity: 'error',
    what: 'A certificate, an Ingress or a DNS record stands for something that is no name of a host.',
    why: "No certificate is issued, or no record is written, and only a controller's log says so.",
    fix: 'Use lower-case labels of at most 63 characters, without a final dot.',
  },
  'object/tsig-algorithm': {
    severity: 'error',
    what: 'The algorithm of a TSIG key is not spelt as its controller spells it.',
    why: 'cert-manager wants HMACSHA256 where ExternalDNS wants hmac-sha256; with the other one no record is ever written.',
    fix: 'Use the spelling in the hint.',
  },
  'object/key-size': {
    severity: 'error',
    what: 'The size of a private key does not fit its algorithm.',
    why: 'cert-manager refuses the Certificate, and nothing is issued.',
    fix: 'Use a size of the algorithm, or leave it out.',
  },
  'object/tls-version': {
    severity: 'error',
    what: 'A TLS version is not spelt as Traefik spells it, or the newest is older than the oldest.',
    why: 'Traefik drops the whole TLSOption and serves with its defaults.',
    fix: 'Write `VersionTLS12` or `VersionTLS13`.',
  },
  'object/traefik-rule': {
    severity: 'error',
    what: 'A routing rule is none that Traefik 3 can read.',
    why: 'Traefik leaves the router out and says so only in its log; the host answers 404.',
    fix: 'Correct what the message names; texts stand in backticks.',
  },
  ...WORLD_CODES,
  'approval/invalid': {
    severity: 'error',
    what: 'A file of `config/approvals` is no approval, or was made for other changes than it lists.',
    why: 'An approval that is half understood might let through what nobody agreed on.',
    fix: 'Let `pap-fleet approve` write it anew.',
  },
  'approval/expired': {
    severity: 'warning',
    what: 'The last day of an approval has passed.',
    why: 'It counts no longer: what was agreed on weeks ago may not be right today.',
    fix: 'Remove the file, or approve anew.',
  },
  'approval/too-far': {
    severity: 'warning',
    what: 'An approval reaches more than 14 days ahead.',
    why: 'It does not count: it would lie about and approve what comes back after it was forgotten.',
    fix: 'Choose a nearer day.',
  },
  'approval/unused': {
    severity: 'warning',
    what: 'An approval matches no change any more.',
    why: 'Its changes have been delivered, or look different now; it would only confuse the next reader.',
    fix: 'Remove the file.',
  },
} as const satisfies Record<string, CodeInfo>;

export type Code = keyof typeof CODES;
