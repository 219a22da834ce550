// Made by npm run schemas from schemas/.
/** Scale between `min` and `max` replicas with a HorizontalPodAutoscaler; the Deployment then carries no replica count. `null` switches it off. An agent that runs gets it with `handover: true` first. */
export type AutoscaleSpec = {
  /** Fewest replicas. */
  readonly min?: number;
  /** Most replicas. */
  readonly max?: number;
  /** Target CPU use in per cent of the request. */
  readonly cpu?: number;
  /** Target memory use in per cent of the request; absent, memory does not scale the agent. Only for runtimes that give memory back. */
  readonly memory?: number | null;
  /** Whether the Deployment keeps `replicas` while the autoscaler takes over, and Argo CD ignores the number. Without, the API server sets 1 replica until the autoscaler acts. Remove it in a later change, once the autoscaler has set the number. */
  readonly handover?: boolean;
} | null;
/** A volume for the agent's state. The agent then runs as one replica that is stopped before it is replaced. `null` removes it. */
export type StorageSpec = {
  /** Requested size. */
  readonly size?: string;
  /** StorageClass; absent, the region's `clusterFacts.storageClass` or the cluster's default. */
  readonly class?: string | null;
  /** Name of the PersistentVolumeClaim; absent, `<agent>-agent`. An agent that is renamed keeps its data by the name of the old one, for ever: a claim cannot be renamed. An agent whose volume another one has left takes it over in the same way; the gate asks. */
  readonly claim?: string | null;
  /** Where the volume is mounted. */
  readonly mountPath?: string;
} | null;
/** What the agent may reach besides its Station, gateway and resolver. Everything else is denied. */
export type EgressSpec = readonly {
  /** Agent that runs in the same regions; `ports` are those it listens on. Its own policy lets the sender in. */
  readonly agent?: string | null;
  /** Name of an entry of `externals` of the kind `Host`: its `addresses` are meant. */
  readonly host?: string | null;
  /** Component of the fleet’s own, below `config/components`, that runs in the same regions: the pods in its namespaces, and where it shares the agents' namespace those with the `labels`. Its own policy has to let the agent in. */
  readonly component?: string | null;
  /** Labels of the pods of the `component` that are meant. Empty: all of its namespaces but that of the agents. */
  readonly labels?: {
    readonly [k: string]: string;
  };
  /** Addresses. */
  readonly cidr?: string | null;
  /** TCP ports, of pods those that they listen on. Of an agent, ports that it has. */
  readonly ports?: readonly number[];
}[];
/** Regions: a list of names, `all`, or those whose labels match. */
export type RegionSelectionSpec =
  | readonly string[]
  | string
  | {
      /** Labels that the regions have. With several keys a region has all of them; of a list of values it has one. */
      readonly match?: {
        readonly [k: string]: string | readonly string[];
      };
      /** Regions that are left out although their labels match; without `match`, all regions but these are chosen. Default: none is left out. */
      readonly except?: readonly string[];
    };
/** A fleet of PAP agents in regional Kubernetes clusters. */
export type FleetSpec = {
  /** Version of this format. */
  readonly apiVersion: 'fleet.plugged.in/v1alpha1';
  /** Always `Fleet`. */
  readonly kind: 'Fleet';
  /** Name of the fleet; prefix of its Argo CD objects. */
  readonly name: string;
  /** Kubernetes namespace the agents run in, in every region. */
  readonly namespace?: string;
  /** Where Argo CD reads `out/`. */
  readonly gitops: {
    /** Repository that holds `out/`. */
    readonly repoURL: string;
    /** Branch that Argo CD follows. */
    readonly branch?: string;
    /** GitHub organisation whose teams own agents. With it, `out/CODEOWNERS.agents` has a line for each agent with an `owner`, to be appended to `.github/CODEOWNERS`. Default: the file is not written. */
    readonly owners?: string;
    /** Path of `out/` in the repository. */
    readonly path?: string;
    /** The Argo CD that delivers the fleet. */
    readonly argocd?: {
      /** Namespace Argo CD runs in. */
      readonly namespace?: string;
      /** Minor version of Argo CD. */
      readonly version?: string;
    };
    /** Several Argo CDs by name, each with the regions that it delivers and with a folder of its own, `out/argocd/<hub>/`. Default: one Argo CD delivers every region from `out/argocd/`. */
    readonly hubs?: {
      readonly [k: string]: HubSpec;
    };
  };
  /** What clusters have although nothing here makes it: objects refer to it, and the reason says who brings it. */
  readonly externals?: readonly {
    /** Its kind; `Host` for a host outside of the cluster, with its `addresses`. */
    readonly kind: string;
    /** Its namespace. Default: any, or none for what has none. */
    readonly namespace?: string;
    /** Its name. */
    readonly name: string;
    /** Networks in which a `Host` answers: what `egress` that names it opens. Default: none; other kinds have no addresses. */
    readonly addresses?: readonly string[];
    /** Keys of a Secret or ConfigMap. Default: not known, so any may be read. */
    readonly keys?: readonly string[];
    /** The one region that has it. Default: every region. */
    readonly region?: string;
    /** Who brings it, and why it is not made here. */
    readonly reason: string;
    /** The last day it is believed, 90 days ahead at most: somebody looks again by then. `check` compares it with the calendar. */
    readonly until: string;
  }[];
  /** What may be in a cluster besides namespaced kinds that the components themselves write: kinds that people add by hand, and the power that a component of config/components asks for. Each region's AppProject allows what components write and what stands here, whatever objects there are. */
  readonly grants?: readonly {
    /** Kinds with their API group; kinds of the core API have none. Default: none; the grant is for a component then. */
    readonly kinds?: readonly string[];
    /** Whether the kinds have a namespace, or belong to the whole cluster. */
    readonly scope?: 'namespace' | 'cluster';
    /** Namespaces they may be in. Default: the agents' namespace; none for kinds that have none. */
    readonly namespaces?: readonly string[];
    /** Regions they may be in. Default: every region. */
    readonly regions?: readonly string[];
    /** What they are for. */
    readonly reason: string;
    /** A component of config/components that may make the objects of power it asks for under `needs`. Default: none; the grant is for kinds then. */
    readonly component?: string;
    /** Digest of what these objects may do, as `pap-fleet grants` prints it: a component that asks for more is refused until this is changed. Default: none; the grant is for kinds then. */
    readonly rules?: string;
  }[];
  /** Agents that have another name now. While an entry stands, the agent also answers at the host of its old name, and `egress` that names the old one means it; the plan says when the entry may go. A volume stays by `storage.claim`. */
  readonly moved?: readonly {
    /** Its old name, after `agents.`: no agent has it any more. */
    readonly from: string;
    /** Its name in the fleet, after `agents.`. */
    readonly to: string;
  }[];
  /** Findings about objects that are known and borne with until a day. One that matches nothing is a finding itself. */
  readonly waivers?: readonly {
    /** Its code, as `docs/diagnostics.md` lists it. */
    readonly code: string;
    /** The object it is about, as the finding names it. */
    readonly object: string;
    /** The one region in which it is waived. Default: every region. */
    readonly region?: string;
    /** Why it may stay for now. */
    readonly reason: string;
    /** The last day it is waived. `check` compares it with the calendar. */
    readonly until: string;
  }[];
  /** Codes of warnings, or of notes, that count as errors in this fleet. */
  readonly treatAsErrors?: readonly string[];
  /** How much a change may do before it needs an approval in `config/approvals/`. The limits that count are those of the last delivery: loosened ones hold from the next change on. */
  readonly gate?: {
    /** Of the objects of a region, or of the fleet, how many per cent may be deleted or replaced. */
    readonly maxDeletePercent?: number;
    /** Of the objects of a region, or of the fleet, how many per cent may be updated. */
    readonly maxUpdatePercent?: number;
    /** Of agents × regions, and of the objects of one kind of a component, how many per cent may stop, restart or be weakened within a day. */
    readonly maxWorkPercent?: number;
  };
  readonly station?: StationSpec;
  /** DNS zone of the agents: an agent answers at `<host>.<region>.<zone>`. */
  readonly zone: {
    /** Name of the zone. */
    readonly name: string;
    /** Zone that delegates to this one. Default: the name without its first label. */
    readonly parent?: string;
    /** TTL of the records in seconds. */
    readonly ttl?: number;
    /** Authoritative name servers of the zone, primary first. */
    readonly nameservers?: readonly string[];
    /** Mail address of who runs the zone; becomes the SOA's RNAME (RFC 1035 §8). Default: `hostmaster@<parent>`. */
    readonly hostmaster?: string;
    /** Certificate authorities that may issue for the zone (RFC 8659): names, or maps that say for whom and how. Empty: the zone says nothing about it. */
    readonly caa?: readonly (
      | string
      | {
          /** Name of the authority in CAA records, from its own documentation. */
          readonly issuer: string;
          /** The only ACME account for which it may issue (RFC 8657): `status.acme.uri` of the ClusterIssuer. Each cluster has its own account, and each account its entry. `null`: any account. */
          readonly accounturi?: string | null;
          /** The only ways in which it may check who owns a name (RFC 8657); the fleet needs `dns-01`. Empty: every way. */
          readonly validationmethods?: readonly ('dns-01' | 'http-01' | 'tls-alpn-01')[];
        }
    )[];
    /** Where ExternalDNS and cert-manager send dynamic updates (RFC 2136). */
    readonly rfc2136?: {
      /** Primary name server. Default: the first of `nameservers`. */
      readonly host?: string;
      /** Its port. */
      readonly port?: number;
      /** Algorithm of the TSIG keys (RFC 8945). */
      readonly tsigAlgorithm?: 'hmac-sha256' | 'hmac-sha512';
    };
    /** Generations of the TSIG key with which the other name servers fetch the zone; the primary accepts each. Key 1 is `secondaries`, key 2 `secondaries.2`. It changes without an outage by way of `[1, 2]` to `[2]`. */
    readonly transferKeys?: readonly number[];
  };
  /** Settings by component. What each may hold is in `schemas/components/`. */
  readonly components?: {
    readonly [k: string]: {
      readonly [k: string]: unknown;
    };
  };
  readonly agentDefaults?: AgentDefaultsSpec;
  /** How a change goes through the regions where `pap-fleet rollout start` and `pap-fleet bump` are told nothing else. Default: they have to be told. */
  readonly rolloutDefaults?: {
    /** Waves as `--waves` of `pap-fleet rollout start` takes them: a region, a group, a label such as `tier=canary`, or `rest`; several with `+`; behind a colon how long the wave soaks. Default: none. */
    readonly waves?: readonly string[];
    /** A wave that waits longer for the next is told of. Default: never. */
    readonly alertAfter?: string;
  };
  /** Resource tiers by name. `light`, `standard` and `heavy` exist unless redefined. */
  readonly tiers?: {
    readonly [k: string]: TierSpec;
  };
  /** Groups of regions by name: what stands here holds in each region of the group. It wins over what holds for the fleet, and a region's own values win over it. */
  readonly groups?: {
    readonly [k: string]: GroupSpec;
  };
  /** Regions by name; the name is a DNS label in every host. */
  readonly regions: {
    readonly [k: string]: RegionSpec;
  };
  /** Agents by name; the name is a DNS label in every host. */
  readonly agents?: {
    readonly [k: string]: AgentSpec;
  };
};
/** One Argo CD of several. */
export type HubSpec = {
  /** Regions that it delivers: a list of names, `all`, those whose labels match, or `rest` for those of no other hub. A region is in exactly one hub. Default: none, of a hub that only has regions that leave. */
  readonly regions?:
    | readonly string[]
    | string
    | {
        /** Labels that the regions have. With several keys a region has all of them; of a list of values it has one. */
        readonly match?: {
          readonly [k: string]: string | readonly string[];
        };
        /** Regions that are left out although their labels match; without `match`, all regions but these are chosen. Default: none is left out. */
        readonly except?: readonly string[];
      };
  /** Regions that go to another hub: their Applications stay here and no longer sync by themselves. A region moves in three merges: it is named here, then it goes to the regions of the other hub, then its name here goes. Default: none. */
  readonly leaving?: readonly string[];
  /** What differs from `gitops.argocd` in this hub. */
  readonly argocd?: {
    /** Namespace that this Argo CD runs in. Default: that of `gitops.argocd`. */
    readonly namespace?: string;
    /** Minor version of this Argo CD. Default: that of `gitops.argocd`. */
    readonly version?: string;
  };
};
/** The PAP Station that controls the agents. `{region}` in an endpoint stands for the region's name. */
export type StationSpec = {
  /** Station id. */
  readonly id?: string;
  /** PAP-CP endpoint; becomes `PAP_CP_ENDPOINT`. */
  readonly controlPlane?: string;
  /** PAP-Hooks gateway; becomes `PAP_HOOKS_ENDPOINT`. */
  readonly hooksGateway?: string;
  /** Addresses of the Station: a NetworkPolicy matches addresses, not names. */
  readonly cidrs?: readonly string[];
  /** Addresses of the PAP-Hooks gateway. */
  readonly gatewayCidrs?: readonly string[];
};
/** Values every agent starts from; tiers and agents override them. */
export type AgentDefaultsSpec = {
  /** Name of the resource tier the agent runs in. */
  readonly tier?: string;
  /** PAP profiles the agent speaks: PAP-CP towards its Station (`cp`), PAP-Hooks towards clients (`hooks`), or both (`dual`). Becomes `PAP_MODE`; an agent that is only `cp` gets no route. */
  readonly mode?: 'dual' | 'cp' | 'hooks';
  /** Initial heartbeat mode; the interval follows from it: EMERGENCY 5 s, IDLE 30 s, SLEEP 900 s (PAP-RFC-001 §6.2). */
  readonly heartbeat?: 'EMERGENCY' | 'IDLE' | 'SLEEP';
  /** Whether any replica can serve any request. Only then may the agent run as several replicas. */
  readonly stateless?: boolean;
  /** How many replicas run when `autoscale` is not set. `state: suspended` stops an agent. */
  readonly replicas?: number;
  readonly autoscale?: AutoscaleSpec;
  readonly resources?: ResourcesSpec;
  /** Environment variables besides those PAP defines: texts, or `from` a Secret or ConfigMap. `null` removes one that a lower layer set. Never a secret value. */
  readonly env?: {
    readonly [k: string]:
      | string
      | {
          /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
          readonly from: string;
        }
      | null;
  };
  readonly storage?: StorageSpec;
  readonly ports?: PortsSpec;
  readonly probes?: ProbesSpec;
  /** Seconds between SIGTERM and SIGKILL: the time an agent has to drain. */
  readonly terminationGracePeriodSeconds?: number;
  /** Numeric user the container runs as; never root. */
  readonly runAsUser?: number;
  /** Names of Secrets with registry credentials. */
  readonly imagePullSecrets?: readonly string[];
  /** Generations of the agent's signing key: the first is mounted as `ed25519.key`; one that comes after a later one is mounted as `ed25519.previous.key`, and one that is not used yet is only in the cluster. Key 1 is in the Secret `<agent>-signing-keys`, key 2 in `<agent>-signing-keys-2`. A key changes by way of `[1, 2]` and `[2, 1]` to `[2]`, 7 days after that. */
  readonly signingKeys?: readonly number[];
  readonly egress?: EgressSpec;
  /** Labels that a node must have for the agent to run there. `null` removes one that a lower layer set. */
  readonly nodeSelector?: {
    readonly [k: string]: string | null;
  };
  /** Taints of nodes that do not keep the agent away. */
  readonly tolerations?: readonly {
    /** Key of the taint. Default: every key; then `operator` is `Exists`. */
    readonly key?: string | null;
    /** `Equal`: the taint has this value. `Exists`: it has any. Default: `Equal` where `value` is set, otherwise `Exists`. */
    readonly operator?: 'Equal' | 'Exists' | null;
    /** Value of the taint. */
    readonly value?: string | null;
    /** Effect of the taint. Default: every effect. */
    readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | null;
    /** How long the pods stay once the node has a taint of the effect `NoExecute`. Default: for ever. */
    readonly tolerationSeconds?: number | null;
  }[];
  /** Nodes and pods that the agent wants to be near to or far from, with the keys that Kubernetes has for them. `null` removes what a lower layer set. */
  readonly affinity?: {
    /** Nodes it must or should run on, as [Kubernetes](https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/) writes it. */
    readonly nodeAffinity?: {
      readonly [k: string]: unknown;
    } | null;
    /** Pods it must or should run beside. */
    readonly podAffinity?: {
      readonly [k: string]: unknown;
    } | null;
    /** Pods it must not or should not run beside. */
    readonly podAntiAffinity?: {
      readonly [k: string]: unknown;
    } | null;
  } | null;
  /** How the replicas are spread over zones and nodes; the pods that count are always the agent's own. `[]`: they are not spread. Default: where there are several, evenly over `topology.kubernetes.io/zone` and `kubernetes.io/hostname`, as far as there is room. */
  readonly topologySpreadConstraints?:
    | readonly {
        /** Label of nodes: those with one value are one place. */
        readonly topologyKey: string;
        /** How many more pods one place may have than another. */
        readonly maxSkew?: number;
        /** What happens to a pod that fits nowhere: it runs somewhere all the same, or waits. */
        readonly whenUnsatisfiable?: 'ScheduleAnyway' | 'DoNotSchedule';
      }[]
    | null;
  /** PriorityClass of the pods: where nodes are full, pods of a lower one make room. An object of `config/extra`, one that `externals` declares, or one of Kubernetes (`system-…`). `null` removes it. */
  readonly priorityClassName?: string | null;
  /** Labels of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
  readonly labels?: {
    readonly [k: string]: string | null;
  };
  /** Annotations of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
  readonly annotations?: {
    readonly [k: string]: string | null;
  };
  /** Command that the container runs in place of its image's. Empty: the image's. */
  readonly command?: readonly string[];
  /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
  readonly args?: readonly string[];
  /** Secrets and ConfigMaps that the container reads as files, by the name of the volume. `null` removes one that a lower layer set. */
  readonly volumes?: {
    /** One Secret or ConfigMap. */
    readonly [k: string]: {
      /** `secret/<name>` or `configMap/<name>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
      readonly from: string;
      /** Its keys: each becomes a file of that name. */
      readonly keys: readonly string[];
      /** Folder in which the files are. */
      readonly mountPath: string;
    } | null;
  };
  /** Further TCP ports of the container, by name: the Service has them too. Nobody reaches them but agents that name them under `egress`. `null` removes one that a lower layer set. */
  readonly extraPorts?: {
    readonly [k: string]: number | null;
  };
  /** Containers that run one after the other before the agent starts; a list of a higher layer takes the place of a lower one. They are as confined as the agent: no root, no privileges, a file system that is read only. */
  readonly initContainers?: readonly {
    /** Its name in the pod. */
    readonly name: string;
    /** Its image; `components.cluster.images` says whether it needs a digest. */
    readonly image: string;
    /** Command that the container runs in place of its image's. Empty: the image's. */
    readonly command?: readonly string[];
    /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
    readonly args?: readonly string[];
    /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
    readonly env?: {
      readonly [k: string]:
        | string
        | {
            /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
            readonly from: string;
          }
        | null;
    };
    readonly resources?: ResourcesSpec;
    /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
    readonly mounts?: {
      readonly [k: string]: string;
    };
  }[];
  /** Containers that run beside the agent in every pod; a list of a higher layer takes the place of a lower one. They are as confined as the agent. */
  readonly sidecars?: readonly {
    /** Its name in the pod. */
    readonly name: string;
    /** Its image; `components.cluster.images` says whether it needs a digest. */
    readonly image: string;
    /** Command that the container runs in place of its image's. Empty: the image's. */
    readonly command?: readonly string[];
    /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
    readonly args?: readonly string[];
    /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
    readonly env?: {
      readonly [k: string]:
        | string
        | {
            /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
            readonly from: string;
          }
        | null;
    };
    readonly resources?: ResourcesSpec;
    /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
    readonly mounts?: {
      readonly [k: string]: string;
    };
    /** TCP ports it listens on, by name: the Service of the agent has them too. No other container of the pod may have the same name or number. Like `extraPorts` they are reached by agents that name them under `egress`, and by clients where `paths` lead to them. */
    readonly ports?: {
      readonly [k: string]: number;
    };
    /** HTTP paths the kubelet asks at one of its ports. Without, a sidecar counts as ready while it runs. */
    readonly probes?: {
      /** Name of the port that is asked, one of its `ports`. */
      readonly port: string;
      /** Path of the liveness and startup probes; without, it is not restarted. */
      readonly liveness?: string | null;
      /** Path of the readiness probe; without, it counts as ready while it runs. */
      readonly readiness?: string | null;
      /** How long it may take to start, where there is a `liveness` path. */
      readonly startupSeconds?: number;
    } | null;
  }[];
};
/** CPU and memory of the container. Requests are what the scheduler reserves, limits what the container may use. */
export type ResourcesSpec = {
  /** What the scheduler reserves. */
  readonly requests?: {
    /** CPU cores (`1`, `0.5`) or millicores (`250m`). */
    readonly cpu?: string;
    /** Bytes with a binary or decimal suffix. */
    readonly memory?: string;
  };
  /** What the container may use at most. */
  readonly limits?: {
    /** CPU cores or millicores. */
    readonly cpu?: string;
    /** Bytes with a binary or decimal suffix. */
    readonly memory?: string;
  };
};
/** Ports the container listens on. */
export type PortsSpec = {
  /** PAP-Hooks, probes and metrics. */
  readonly http?: number;
  /** PAP-CP and other gRPC calls. */
  readonly grpc?: number;
};
/** HTTP paths the kubelet asks on the `http` port. Liveness must depend on the process alone: a check that asks the Station restarts every agent when the Station is down. */
export type ProbesSpec = {
  /** Path of the liveness and startup probes. */
  readonly liveness?: string;
  /** Path of the readiness probe. */
  readonly readiness?: string;
  /** How long the agent may take to start. */
  readonly startupSeconds?: number;
};
/** What the agents in this tier have: resources, and the nodes they run on. */
export type TierSpec = {
  readonly resources: ResourcesSpec;
  /** Labels that a node must have for the agent to run there. `null` removes one that a lower layer set. */
  readonly nodeSelector?: {
    readonly [k: string]: string | null;
  };
  /** Taints of nodes that do not keep the agent away. */
  readonly tolerations?: readonly {
    /** Key of the taint. Default: every key; then `operator` is `Exists`. */
    readonly key?: string | null;
    /** `Equal`: the taint has this value. `Exists`: it has any. Default: `Equal` where `value` is set, otherwise `Exists`. */
    readonly operator?: 'Equal' | 'Exists' | null;
    /** Value of the taint. */
    readonly value?: string | null;
    /** Effect of the taint. Default: every effect. */
    readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | null;
    /** How long the pods stay once the node has a taint of the effect `NoExecute`. Default: for ever. */
    readonly tolerationSeconds?: number | null;
  }[];
  /** Nodes and pods that the agent wants to be near to or far from, with the keys that Kubernetes has for them. `null` removes what a lower layer set. */
  readonly affinity?: {
    /** Nodes it must or should run on, as [Kubernetes](https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/) writes it. */
    readonly nodeAffinity?: {
      readonly [k: string]: unknown;
    } | null;
    /** Pods it must or should run beside. */
    readonly podAffinity?: {
      readonly [k: string]: unknown;
    } | null;
    /** Pods it must not or should not run beside. */
    readonly podAntiAffinity?: {
      readonly [k: string]: unknown;
    } | null;
  } | null;
  /** PriorityClass of the pods: where nodes are full, pods of a lower one make room. An object of `config/extra`, one that `externals` declares, or one of Kubernetes (`system-…`). `null` removes it. */
  readonly priorityClassName?: string | null;
};
/** Regions, and what holds in them. */
export type GroupSpec = {
  readonly regions: RegionSelectionSpec;
  /** Versions of what the cluster runs; they decide what is written. */
  readonly versions?: {
    /** Kubernetes minor version. */
    readonly kubernetes?: string;
    /** Traefik minor version. */
    readonly traefik?: string;
    /** cert-manager minor version. */
    readonly 'cert-manager'?: string;
    /** ExternalDNS minor version; the image that is deployed follows it. */
    readonly 'external-dns'?: string;
    /** External Secrets minor version; it matters where `components.secrets.provider` is `external-secrets`, and for objects of its API in `config/extra`. */
    readonly 'external-secrets'?: string;
  };
  /** The region stays on what a generator of this version wrote, while an older one than that of the action is named: `1.4` is every release of it, `1.4.2` that one. Upgrades go in waves so (docs/operations.md). Default: the generator that runs. */
  readonly generator?: string;
  /** What the cluster brings along. */
  readonly clusterFacts?: {
    /** The cluster's resolver. */
    readonly dns?: {
      /** Its namespace. */
      readonly namespace?: string;
      /** Labels of its pods. */
      readonly labels?: {
        readonly [k: string]: string;
      };
      /** Port its pods listen on. */
      readonly port?: number;
      /** Address of NodeLocal DNSCache, where it runs. */
      readonly nodeLocal?: string | null;
    };
    /** The ingress controller. */
    readonly ingress?: {
      /** Its namespace. */
      readonly namespace?: string;
      /** Labels of its pods. */
      readonly labels?: {
        readonly [k: string]: string;
      };
    };
    /** Prometheus, which scrapes the agents. */
    readonly prometheus?: {
      /** Its namespace. */
      readonly namespace?: string;
      /** Labels of its pods. */
      readonly labels?: {
        readonly [k: string]: string;
      };
    };
    /** cert-manager, which issues the certificates. */
    readonly certManager?: {
      /** Its cluster resource namespace: where a ClusterIssuer reads its Secrets. */
      readonly namespace?: string;
    };
    /** Velero, which makes the backups. */
    readonly velero?: {
      /** Its namespace. */
      readonly namespace?: string;
    };
    /** Addresses at which pods reach the API server: its Service in the namespace default, and what stands behind it. No agent may be let through to them. */
    readonly apiServer?: readonly string[];
    /** StorageClass of volumes whose agent names none; absent, the cluster's default. */
    readonly storageClass?: string | null;
  };
  readonly station?: StationSpec;
  /** Component settings that differ in the regions of the group. */
  readonly components?: {
    readonly [k: string]: {
      readonly [k: string]: unknown;
    };
  };
  /** Agent fields that hold for every agent in the regions of the group; they win over the agents' own. */
  readonly agentOverrides?: {
    /** Name of the resource tier the agent runs in. */
    readonly tier?: string;
    /** PAP profiles the agent speaks: PAP-CP towards its Station (`cp`), PAP-Hooks towards clients (`hooks`), or both (`dual`). Becomes `PAP_MODE`; an agent that is only `cp` gets no route. */
    readonly mode?: 'dual' | 'cp' | 'hooks';
    /** Initial heartbeat mode; the interval follows from it: EMERGENCY 5 s, IDLE 30 s, SLEEP 900 s (PAP-RFC-001 §6.2). */
    readonly heartbeat?: 'EMERGENCY' | 'IDLE' | 'SLEEP';
    /** Whether any replica can serve any request. Only then may the agent run as several replicas. */
    readonly stateless?: boolean;
    /** How many replicas run when `autoscale` is not set. `state: suspended` stops an agent. */
    readonly replicas?: number;
    readonly autoscale?: AutoscaleSpec;
    readonly resources?: ResourcesSpec;
    /** Environment variables besides those PAP defines: texts, or `from` a Secret or ConfigMap. `null` removes one that a lower layer set. Never a secret value. */
    readonly env?: {
      readonly [k: string]:
        | string
        | {
            /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
            readonly from: string;
          }
        | null;
    };
    readonly storage?: StorageSpec;
    readonly ports?: PortsSpec;
    readonly probes?: ProbesSpec;
    /** Seconds between SIGTERM and SIGKILL: the time an agent has to drain. */
    readonly terminationGracePeriodSeconds?: number;
    /** Numeric user the container runs as; never root. */
    readonly runAsUser?: number;
    /** Names of Secrets with registry credentials. */
    readonly imagePullSecrets?: readonly string[];
    readonly egress?: EgressSpec;
    /** Labels that a node must have for the agent to run there. `null` removes one that a lower layer set. */
    readonly nodeSelector?: {
      readonly [k: string]: string | null;
    };
    /** Taints of nodes that do not keep the agent away. */
    readonly tolerations?: readonly {
      /** Key of the taint. Default: every key; then `operator` is `Exists`. */
      readonly key?: string | null;
      /** `Equal`: the taint has this value. `Exists`: it has any. Default: `Equal` where `value` is set, otherwise `Exists`. */
      readonly operator?: 'Equal' | 'Exists' | null;
      /** Value of the taint. */
      readonly value?: string | null;
      /** Effect of the taint. Default: every effect. */
      readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | null;
      /** How long the pods stay once the node has a taint of the effect `NoExecute`. Default: for ever. */
      readonly tolerationSeconds?: number | null;
    }[];
    /** Nodes and pods that the agent wants to be near to or far from, with the keys that Kubernetes has for them. `null` removes what a lower layer set. */
    readonly affinity?: {
      /** Nodes it must or should run on, as [Kubernetes](https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/) writes it. */
      readonly nodeAffinity?: {
        readonly [k: string]: unknown;
      } | null;
      /** Pods it must or should run beside. */
      readonly podAffinity?: {
        readonly [k: string]: unknown;
      } | null;
      /** Pods it must not or should not run beside. */
      readonly podAntiAffinity?: {
        readonly [k: string]: unknown;
      } | null;
    } | null;
    /** How the replicas are spread over zones and nodes; the pods that count are always the agent's own. `[]`: they are not spread. Default: where there are several, evenly over `topology.kubernetes.io/zone` and `kubernetes.io/hostname`, as far as there is room. */
    readonly topologySpreadConstraints?:
      | readonly {
          /** Label of nodes: those with one value are one place. */
          readonly topologyKey: string;
          /** How many more pods one place may have than another. */
          readonly maxSkew?: number;
          /** What happens to a pod that fits nowhere: it runs somewhere all the same, or waits. */
          readonly whenUnsatisfiable?: 'ScheduleAnyway' | 'DoNotSchedule';
        }[]
      | null;
    /** PriorityClass of the pods: where nodes are full, pods of a lower one make room. An object of `config/extra`, one that `externals` declares, or one of Kubernetes (`system-…`). `null` removes it. */
    readonly priorityClassName?: string | null;
    /** Labels of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
    readonly labels?: {
      readonly [k: string]: string | null;
    };
    /** Annotations of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
    readonly annotations?: {
      readonly [k: string]: string | null;
    };
    /** Command that the container runs in place of its image's. Empty: the image's. */
    readonly command?: readonly string[];
    /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
    readonly args?: readonly string[];
    /** Secrets and ConfigMaps that the container reads as files, by the name of the volume. `null` removes one that a lower layer set. */
    readonly volumes?: {
      /** One Secret or ConfigMap. */
      readonly [k: string]: {
        /** `secret/<name>` or `configMap/<name>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
        readonly from: string;
        /** Its keys: each becomes a file of that name. */
        readonly keys: readonly string[];
        /** Folder in which the files are. */
        readonly mountPath: string;
      } | null;
    };
    /** Further TCP ports of the container, by name: the Service has them too. Nobody reaches them but agents that name them under `egress`. `null` removes one that a lower layer set. */
    readonly extraPorts?: {
      readonly [k: string]: number | null;
    };
    /** Containers that run one after the other before the agent starts; a list of a higher layer takes the place of a lower one. They are as confined as the agent: no root, no privileges, a file system that is read only. */
    readonly initContainers?: readonly {
      /** Its name in the pod. */
      readonly name: string;
      /** Its image; `components.cluster.images` says whether it needs a digest. */
      readonly image: string;
      /** Command that the container runs in place of its image's. Empty: the image's. */
      readonly command?: readonly string[];
      /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
      readonly args?: readonly string[];
      /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
      readonly env?: {
        readonly [k: string]:
          | string
          | {
              /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
              readonly from: string;
            }
          | null;
      };
      readonly resources?: ResourcesSpec;
      /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
      readonly mounts?: {
        readonly [k: string]: string;
      };
    }[];
    /** Containers that run beside the agent in every pod; a list of a higher layer takes the place of a lower one. They are as confined as the agent. */
    readonly sidecars?: readonly {
      /** Its name in the pod. */
      readonly name: string;
      /** Its image; `components.cluster.images` says whether it needs a digest. */
      readonly image: string;
      /** Command that the container runs in place of its image's. Empty: the image's. */
      readonly command?: readonly string[];
      /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
      readonly args?: readonly string[];
      /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
      readonly env?: {
        readonly [k: string]:
          | string
          | {
              /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
              readonly from: string;
            }
          | null;
      };
      readonly resources?: ResourcesSpec;
      /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
      readonly mounts?: {
        readonly [k: string]: string;
      };
      /** TCP ports it listens on, by name: the Service of the agent has them too. No other container of the pod may have the same name or number. Like `extraPorts` they are reached by agents that name them under `egress`, and by clients where `paths` lead to them. */
      readonly ports?: {
        readonly [k: string]: number;
      };
      /** HTTP paths the kubelet asks at one of its ports. Without, a sidecar counts as ready while it runs. */
      readonly probes?: {
        /** Name of the port that is asked, one of its `ports`. */
        readonly port: string;
        /** Path of the liveness and startup probes; without, it is not restarted. */
        readonly liveness?: string | null;
        /** Path of the readiness probe; without, it counts as ready while it runs. */
        readonly readiness?: string | null;
        /** How long it may take to start, where there is a `liveness` path. */
        readonly startupSeconds?: number;
      } | null;
    }[];
  };
  /** Fields that differ for one agent in the regions of the group, by agent name; they win over `agentOverrides` of the group. */
  readonly agents?: {
    readonly [k: string]: AgentOverrideSpec;
  };
};
/** Agent fields that hold in one region; they win over every other layer. */
export type AgentOverrideSpec = {
  /** PAP reference `owner/name@version`; the version is full SemVer without `v` (PAP service registry §2.2). */
  readonly ref?: string;
  /** Container image with a tag, a digest or both; `components.cluster.images` says which is required. */
  readonly image?: string;
  /** First label of the agent's host `<host>.<region>.<zone>`. Default: the agent's name. */
  readonly host?: string;
  /** What the agent's host serves besides PAP-Hooks: path prefixes, each with the name of a port: `http`, or one of `extraPorts` and of the ports of `sidecars`. A prefix stands for the path and everything below it, `/` for every path. Requests pass the limit and the authentication of `components.ingress` as those of `/hooks` do. `null` removes one that a lower layer set. */
  readonly paths?: {
    readonly [k: string]: string | null;
  };
  /** Further hosts at which the agent answers, by name: one label as `docs` is the host `docs.<region>.<zone>`; a name with dots is the host itself, within the zone of the fleet and outside of the regions' parts of it, which one agent of one region has. Routes, certificate, records and solvers follow. `null` removes one; of a name with dots the key stays until its record is deleted. */
  readonly hosts?: {
    /** One host. */
    readonly [k: string]: {
      /** What the host serves: path prefixes, each with the name of a port: `http`, or one of `extraPorts` and of the ports of `sidecars`. A prefix stands for the path and everything below it, `/` for every path. `null` removes one that a lower layer set. */
      readonly paths?: {
        readonly [k: string]: string | null;
      };
    } | null;
  };
  /** `draining` lets the agent finish: its routes refuse every new request with 503 (403 before Traefik 3.0), what is under way ends, and pods, names, certificates, volume, backups and alerts stay as they are. `suspended` stops the agent: no pods, no autoscaler, no disruption budget and no alerts, whatever `replicas` and `autoscale` say; its volume, backups, name, records, certificates and Secrets stay. `terminated` takes the agent away: it runs nowhere, its objects are deleted, and its name stays taken. Nothing is deleted by leaving it out, so this is said first; the entry may go once it has been delivered. As an override it holds for one region; no override starts an agent that is suspended itself. */
  readonly state?: 'active' | 'draining' | 'suspended' | 'terminated';
  /** Name of the resource tier the agent runs in. */
  readonly tier?: string;
  /** PAP profiles the agent speaks: PAP-CP towards its Station (`cp`), PAP-Hooks towards clients (`hooks`), or both (`dual`). Becomes `PAP_MODE`; an agent that is only `cp` gets no route. */
  readonly mode?: 'dual' | 'cp' | 'hooks';
  /** Initial heartbeat mode; the interval follows from it: EMERGENCY 5 s, IDLE 30 s, SLEEP 900 s (PAP-RFC-001 §6.2). */
  readonly heartbeat?: 'EMERGENCY' | 'IDLE' | 'SLEEP';
  /** Whether any replica can serve any request. Only then may the agent run as several replicas. */
  readonly stateless?: boolean;
  /** How many replicas run when `autoscale` is not set. `state: suspended` stops an agent. */
  readonly replicas?: number;
  readonly autoscale?: AutoscaleSpec;
  readonly resources?: ResourcesSpec;
  /** Environment variables besides those PAP defines: texts, or `from` a Secret or ConfigMap. `null` removes one that a lower layer set. Never a secret value. */
  readonly env?: {
    readonly [k: string]:
      | string
      | {
          /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
          readonly from: string;
        }
      | null;
  };
  readonly storage?: StorageSpec;
  readonly ports?: PortsSpec;
  readonly probes?: ProbesSpec;
  /** Seconds between SIGTERM and SIGKILL: the time an agent has to drain. */
  readonly terminationGracePeriodSeconds?: number;
  /** Numeric user the container runs as; never root. */
  readonly runAsUser?: number;
  /** Names of Secrets with registry credentials. */
  readonly imagePullSecrets?: readonly string[];
  /** Generations of the agent's signing key: the first is mounted as `ed25519.key`; one that comes after a later one is mounted as `ed25519.previous.key`, and one that is not used yet is only in the cluster. Key 1 is in the Secret `<agent>-signing-keys`, key 2 in `<agent>-signing-keys-2`. A key changes by way of `[1, 2]` and `[2, 1]` to `[2]`, 7 days after that. */
  readonly signingKeys?: readonly number[];
  readonly egress?: EgressSpec;
  /** Labels that a node must have for the agent to run there. `null` removes one that a lower layer set. */
  readonly nodeSelector?: {
    readonly [k: string]: string | null;
  };
  /** Taints of nodes that do not keep the agent away. */
  readonly tolerations?: readonly {
    /** Key of the taint. Default: every key; then `operator` is `Exists`. */
    readonly key?: string | null;
    /** `Equal`: the taint has this value. `Exists`: it has any. Default: `Equal` where `value` is set, otherwise `Exists`. */
    readonly operator?: 'Equal' | 'Exists' | null;
    /** Value of the taint. */
    readonly value?: string | null;
    /** Effect of the taint. Default: every effect. */
    readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | null;
    /** How long the pods stay once the node has a taint of the effect `NoExecute`. Default: for ever. */
    readonly tolerationSeconds?: number | null;
  }[];
  /** Nodes and pods that the agent wants to be near to or far from, with the keys that Kubernetes has for them. `null` removes what a lower layer set. */
  readonly affinity?: {
    /** Nodes it must or should run on, as [Kubernetes](https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/) writes it. */
    readonly nodeAffinity?: {
      readonly [k: string]: unknown;
    } | null;
    /** Pods it must or should run beside. */
    readonly podAffinity?: {
      readonly [k: string]: unknown;
    } | null;
    /** Pods it must not or should not run beside. */
    readonly podAntiAffinity?: {
      readonly [k: string]: unknown;
    } | null;
  } | null;
  /** How the replicas are spread over zones and nodes; the pods that count are always the agent's own. `[]`: they are not spread. Default: where there are several, evenly over `topology.kubernetes.io/zone` and `kubernetes.io/hostname`, as far as there is room. */
  readonly topologySpreadConstraints?:
    | readonly {
        /** Label of nodes: those with one value are one place. */
        readonly topologyKey: string;
        /** How many more pods one place may have than another. */
        readonly maxSkew?: number;
        /** What happens to a pod that fits nowhere: it runs somewhere all the same, or waits. */
        readonly whenUnsatisfiable?: 'ScheduleAnyway' | 'DoNotSchedule';
      }[]
    | null;
  /** PriorityClass of the pods: where nodes are full, pods of a lower one make room. An object of `config/extra`, one that `externals` declares, or one of Kubernetes (`system-…`). `null` removes it. */
  readonly priorityClassName?: string | null;
  /** Labels of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
  readonly labels?: {
    readonly [k: string]: string | null;
  };
  /** Annotations of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
  readonly annotations?: {
    readonly [k: string]: string | null;
  };
  /** Command that the container runs in place of its image's. Empty: the image's. */
  readonly command?: readonly string[];
  /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
  readonly args?: readonly string[];
  /** Secrets and ConfigMaps that the container reads as files, by the name of the volume. `null` removes one that a lower layer set. */
  readonly volumes?: {
    /** One Secret or ConfigMap. */
    readonly [k: string]: {
      /** `secret/<name>` or `configMap/<name>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
      readonly from: string;
      /** Its keys: each becomes a file of that name. */
      readonly keys: readonly string[];
      /** Folder in which the files are. */
      readonly mountPath: string;
    } | null;
  };
  /** Further TCP ports of the container, by name: the Service has them too. Nobody reaches them but agents that name them under `egress`. `null` removes one that a lower layer set. */
  readonly extraPorts?: {
    readonly [k: string]: number | null;
  };
  /** Containers that run one after the other before the agent starts; a list of a higher layer takes the place of a lower one. They are as confined as the agent: no root, no privileges, a file system that is read only. */
  readonly initContainers?: readonly {
    /** Its name in the pod. */
    readonly name: string;
    /** Its image; `components.cluster.images` says whether it needs a digest. */
    readonly image: string;
    /** Command that the container runs in place of its image's. Empty: the image's. */
    readonly command?: readonly string[];
    /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
    readonly args?: readonly string[];
    /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
    readonly env?: {
      readonly [k: string]:
        | string
        | {
            /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
            readonly from: string;
          }
        | null;
    };
    readonly resources?: ResourcesSpec;
    /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
    readonly mounts?: {
      readonly [k: string]: string;
    };
  }[];
  /** Containers that run beside the agent in every pod; a list of a higher layer takes the place of a lower one. They are as confined as the agent. */
  readonly sidecars?: readonly {
    /** Its name in the pod. */
    readonly name: string;
    /** Its image; `components.cluster.images` says whether it needs a digest. */
    readonly image: string;
    /** Command that the container runs in place of its image's. Empty: the image's. */
    readonly command?: readonly string[];
    /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
    readonly args?: readonly string[];
    /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
    readonly env?: {
      readonly [k: string]:
        | string
        | {
            /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
            readonly from: string;
          }
        | null;
    };
    readonly resources?: ResourcesSpec;
    /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
    readonly mounts?: {
      readonly [k: string]: string;
    };
    /** TCP ports it listens on, by name: the Service of the agent has them too. No other container of the pod may have the same name or number. Like `extraPorts` they are reached by agents that name them under `egress`, and by clients where `paths` lead to them. */
    readonly ports?: {
      readonly [k: string]: number;
    };
    /** HTTP paths the kubelet asks at one of its ports. Without, a sidecar counts as ready while it runs. */
    readonly probes?: {
      /** Name of the port that is asked, one of its `ports`. */
      readonly port: string;
      /** Path of the liveness and startup probes; without, it is not restarted. */
      readonly liveness?: string | null;
      /** Path of the readiness probe; without, it counts as ready while it runs. */
      readonly readiness?: string | null;
      /** How long it may take to start, where there is a `liveness` path. */
      readonly startupSeconds?: number;
    } | null;
  }[];
};
/** One regional cluster. It may also stand alone in `config/regions/<name>.yaml`. */
export type RegionSpec = {
  /** What the region is, in words of the fleet's own: `regions` of agents and groups choose by them. They are written nowhere else. */
  readonly labels?: {
    readonly [k: string]: string;
  };
  /** Name under which Argo CD knows the cluster. Default: the region's name. */
  readonly cluster?: string;
  /** The region stays on what a generator of this version wrote, while an older one than that of the action is named: `1.4` is every release of it, `1.4.2` that one. Upgrades go in waves so (docs/operations.md). Default: the generator that runs. */
  readonly generator?: string;
  /** Name of the region's ingress, normally in the parent zone; wildcard and agent records point to it. Default: `ingress-<region>.<parent zone>`. */
  readonly ingressHost?: string;
  /** Addresses of the ingress. Needed for discovery records, which cannot stand beside a CNAME; they also become the parent zone's records of `ingressHost`. */
  readonly ingressAddresses?: readonly string[];
  /** `draining` lets all agents of the region drain, as their own state does. `decommissioning` does so too and gives the region's Applications finalizers, so that removing them removes the workloads; `decommissioned` removes the Applications and keeps the AppProject. Then the entry may go. */
  readonly state?: 'active' | 'draining' | 'decommissioning' | 'decommissioned';
  /** Versions of what the cluster runs; they decide what is written. */
  readonly versions?: {
    /** Kubernetes minor version. */
    readonly kubernetes?: string;
    /** Traefik minor version. */
    readonly traefik?: string;
    /** cert-manager minor version. */
    readonly 'cert-manager'?: string;
    /** ExternalDNS minor version; the image that is deployed follows it. */
    readonly 'external-dns'?: string;
    /** External Secrets minor version; it matters where `components.secrets.provider` is `external-secrets`, and for objects of its API in `config/extra`. */
    readonly 'external-secrets'?: string;
  };
  /** What the cluster brings along. */
  readonly clusterFacts?: {
    /** The cluster's resolver. */
    readonly dns?: {
      /** Its namespace. */
      readonly namespace?: string;
      /** Labels of its pods. */
      readonly labels?: {
        readonly [k: string]: string;
      };
      /** Port its pods listen on. */
      readonly port?: number;
      /** Address of NodeLocal DNSCache, where it runs. */
      readonly nodeLocal?: string | null;
    };
    /** The ingress controller. */
    readonly ingress?: {
      /** Its namespace. */
      readonly namespace?: string;
      /** Labels of its pods. */
      readonly labels?: {
        readonly [k: string]: string;
      };
    };
    /** Prometheus, which scrapes the agents. */
    readonly prometheus?: {
      /** Its namespace. */
      readonly namespace?: string;
      /** Labels of its pods. */
      readonly labels?: {
        readonly [k: string]: string;
      };
    };
    /** cert-manager, which issues the certificates. */
    readonly certManager?: {
      /** Its cluster resource namespace: where a ClusterIssuer reads its Secrets. */
      readonly namespace?: string;
    };
    /** Velero, which makes the backups. */
    readonly velero?: {
      /** Its namespace. */
      readonly namespace?: string;
    };
    /** Addresses at which pods reach the API server: its Service in the namespace default, and what stands behind it. No agent may be let through to them. */
    readonly apiServer?: readonly string[];
    /** StorageClass of volumes whose agent names none; absent, the cluster's default. */
    readonly storageClass?: string | null;
  };
  readonly station?: StationSpec;
  /** Component settings that differ in this region. */
  readonly components?: {
    readonly [k: string]: {
      readonly [k: string]: unknown;
    };
  };
  /** Agent fields that hold for every agent in this region; they win over the agents' own. */
  readonly agentOverrides?: {
    /** Name of the resource tier the agent runs in. */
    readonly tier?: string;
    /** PAP profiles the agent speaks: PAP-CP towards its Station (`cp`), PAP-Hooks towards clients (`hooks`), or both (`dual`). Becomes `PAP_MODE`; an agent that is only `cp` gets no route. */
    readonly mode?: 'dual' | 'cp' | 'hooks';
    /** Initial heartbeat mode; the interval follows from it: EMERGENCY 5 s, IDLE 30 s, SLEEP 900 s (PAP-RFC-001 §6.2). */
    readonly heartbeat?: 'EMERGENCY' | 'IDLE' | 'SLEEP';
    /** Whether any replica can serve any request. Only then may the agent run as several replicas. */
    readonly stateless?: boolean;
    /** How many replicas run when `autoscale` is not set. `state: suspended` stops an agent. */
    readonly replicas?: number;
    readonly autoscale?: AutoscaleSpec;
    readonly resources?: ResourcesSpec;
    /** Environment variables besides those PAP defines: texts, or `from` a Secret or ConfigMap. `null` removes one that a lower layer set. Never a secret value. */
    readonly env?: {
      readonly [k: string]:
        | string
        | {
            /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
            readonly from: string;
          }
        | null;
    };
    readonly storage?: StorageSpec;
    readonly ports?: PortsSpec;
    readonly probes?: ProbesSpec;
    /** Seconds between SIGTERM and SIGKILL: the time an agent has to drain. */
    readonly terminationGracePeriodSeconds?: number;
    /** Numeric user the container runs as; never root. */
    readonly runAsUser?: number;
    /** Names of Secrets with registry credentials. */
    readonly imagePullSecrets?: readonly string[];
    readonly egress?: EgressSpec;
    /** Labels that a node must have for the agent to run there. `null` removes one that a lower layer set. */
    readonly nodeSelector?: {
      readonly [k: string]: string | null;
    };
    /** Taints of nodes that do not keep the agent away. */
    readonly tolerations?: readonly {
      /** Key of the taint. Default: every key; then `operator` is `Exists`. */
      readonly key?: string | null;
      /** `Equal`: the taint has this value. `Exists`: it has any. Default: `Equal` where `value` is set, otherwise `Exists`. */
      readonly operator?: 'Equal' | 'Exists' | null;
      /** Value of the taint. */
      readonly value?: string | null;
      /** Effect of the taint. Default: every effect. */
      readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | null;
      /** How long the pods stay once the node has a taint of the effect `NoExecute`. Default: for ever. */
      readonly tolerationSeconds?: number | null;
    }[];
    /** Nodes and pods that the agent wants to be near to or far from, with the keys that Kubernetes has for them. `null` removes what a lower layer set. */
    readonly affinity?: {
      /** Nodes it must or should run on, as [Kubernetes](https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/) writes it. */
      readonly nodeAffinity?: {
        readonly [k: string]: unknown;
      } | null;
      /** Pods it must or should run beside. */
      readonly podAffinity?: {
        readonly [k: string]: unknown;
      } | null;
      /** Pods it must not or should not run beside. */
      readonly podAntiAffinity?: {
        readonly [k: string]: unknown;
      } | null;
    } | null;
    /** How the replicas are spread over zones and nodes; the pods that count are always the agent's own. `[]`: they are not spread. Default: where there are several, evenly over `topology.kubernetes.io/zone` and `kubernetes.io/hostname`, as far as there is room. */
    readonly topologySpreadConstraints?:
      | readonly {
          /** Label of nodes: those with one value are one place. */
          readonly topologyKey: string;
          /** How many more pods one place may have than another. */
          readonly maxSkew?: number;
          /** What happens to a pod that fits nowhere: it runs somewhere all the same, or waits. */
          readonly whenUnsatisfiable?: 'ScheduleAnyway' | 'DoNotSchedule';
        }[]
      | null;
    /** PriorityClass of the pods: where nodes are full, pods of a lower one make room. An object of `config/extra`, one that `externals` declares, or one of Kubernetes (`system-…`). `null` removes it. */
    readonly priorityClassName?: string | null;
    /** Labels of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
    readonly labels?: {
      readonly [k: string]: string | null;
    };
    /** Annotations of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
    readonly annotations?: {
      readonly [k: string]: string | null;
    };
    /** Command that the container runs in place of its image's. Empty: the image's. */
    readonly command?: readonly string[];
    /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
    readonly args?: readonly string[];
    /** Secrets and ConfigMaps that the container reads as files, by the name of the volume. `null` removes one that a lower layer set. */
    readonly volumes?: {
      /** One Secret or ConfigMap. */
      readonly [k: string]: {
        /** `secret/<name>` or `configMap/<name>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
        readonly from: string;
        /** Its keys: each becomes a file of that name. */
        readonly keys: readonly string[];
        /** Folder in which the files are. */
        readonly mountPath: string;
      } | null;
    };
    /** Further TCP ports of the container, by name: the Service has them too. Nobody reaches them but agents that name them under `egress`. `null` removes one that a lower layer set. */
    readonly extraPorts?: {
      readonly [k: string]: number | null;
    };
    /** Containers that run one after the other before the agent starts; a list of a higher layer takes the place of a lower one. They are as confined as the agent: no root, no privileges, a file system that is read only. */
    readonly initContainers?: readonly {
      /** Its name in the pod. */
      readonly name: string;
      /** Its image; `components.cluster.images` says whether it needs a digest. */
      readonly image: string;
      /** Command that the container runs in place of its image's. Empty: the image's. */
      readonly command?: readonly string[];
      /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
      readonly args?: readonly string[];
      /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
      readonly env?: {
        readonly [k: string]:
          | string
          | {
              /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
              readonly from: string;
            }
          | null;
      };
      readonly resources?: ResourcesSpec;
      /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
      readonly mounts?: {
        readonly [k: string]: string;
      };
    }[];
    /** Containers that run beside the agent in every pod; a list of a higher layer takes the place of a lower one. They are as confined as the agent. */
    readonly sidecars?: readonly {
      /** Its name in the pod. */
      readonly name: string;
      /** Its image; `components.cluster.images` says whether it needs a digest. */
      readonly image: string;
      /** Command that the container runs in place of its image's. Empty: the image's. */
      readonly command?: readonly string[];
      /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
      readonly args?: readonly string[];
      /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
      readonly env?: {
        readonly [k: string]:
          | string
          | {
              /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
              readonly from: string;
            }
          | null;
      };
      readonly resources?: ResourcesSpec;
      /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
      readonly mounts?: {
        readonly [k: string]: string;
      };
      /** TCP ports it listens on, by name: the Service of the agent has them too. No other container of the pod may have the same name or number. Like `extraPorts` they are reached by agents that name them under `egress`, and by clients where `paths` lead to them. */
      readonly ports?: {
        readonly [k: string]: number;
      };
      /** HTTP paths the kubelet asks at one of its ports. Without, a sidecar counts as ready while it runs. */
      readonly probes?: {
        /** Name of the port that is asked, one of its `ports`. */
        readonly port: string;
        /** Path of the liveness and startup probes; without, it is not restarted. */
        readonly liveness?: string | null;
        /** Path of the readiness probe; without, it counts as ready while it runs. */
        readonly readiness?: string | null;
        /** How long it may take to start, where there is a `liveness` path. */
        readonly startupSeconds?: number;
      } | null;
    }[];
  };
};
/** One agent. It may also stand alone in `config/agents/<name>.yaml`. */
export type AgentSpec = {
  /** PAP reference `owner/name@version`; the version is full SemVer without `v` (PAP service registry §2.2). */
  readonly ref: string;
  /** Container image with a tag, a digest or both; `components.cluster.images` says which is required. */
  readonly image: string;
  /** First label of the agent's host `<host>.<region>.<zone>`. Default: the agent's name. */
  readonly host?: string;
  /** What the agent's host serves besides PAP-Hooks: path prefixes, each with the name of a port: `http`, or one of `extraPorts` and of the ports of `sidecars`. A prefix stands for the path and everything below it, `/` for every path. Requests pass the limit and the authentication of `components.ingress` as those of `/hooks` do. `null` removes one that a lower layer set. */
  readonly paths?: {
    readonly [k: string]: string | null;
  };
  /** Further hosts at which the agent answers, by name: one label as `docs` is the host `docs.<region>.<zone>`; a name with dots is the host itself, within the zone of the fleet and outside of the regions' parts of it, which one agent of one region has. Routes, certificate, records and solvers follow. `null` removes one; of a name with dots the key stays until its record is deleted. */
  readonly hosts?: {
    /** One host. */
    readonly [k: string]: {
      /** What the host serves: path prefixes, each with the name of a port: `http`, or one of `extraPorts` and of the ports of `sidecars`. A prefix stands for the path and everything below it, `/` for every path. `null` removes one that a lower layer set. */
      readonly paths?: {
        readonly [k: string]: string | null;
      };
    } | null;
  };
  /** `draining` lets the agent finish: its routes refuse every new request with 503 (403 before Traefik 3.0), what is under way ends, and pods, names, certificates, volume, backups and alerts stay as they are. `suspended` stops the agent: no pods, no autoscaler, no disruption budget and no alerts, whatever `replicas` and `autoscale` say; its volume, backups, name, records, certificates and Secrets stay. `terminated` takes the agent away: it runs nowhere, its objects are deleted, and its name stays taken. Nothing is deleted by leaving it out, so this is said first; the entry may go once it has been delivered. As an override it holds for one region; no override starts an agent that is suspended itself. */
  readonly state?: 'active' | 'draining' | 'suspended' | 'terminated';
  /** Name of the resource tier the agent runs in. */
  readonly tier?: string;
  /** PAP profiles the agent speaks: PAP-CP towards its Station (`cp`), PAP-Hooks towards clients (`hooks`), or both (`dual`). Becomes `PAP_MODE`; an agent that is only `cp` gets no route. */
  readonly mode?: 'dual' | 'cp' | 'hooks';
  /** Initial heartbeat mode; the interval follows from it: EMERGENCY 5 s, IDLE 30 s, SLEEP 900 s (PAP-RFC-001 §6.2). */
  readonly heartbeat?: 'EMERGENCY' | 'IDLE' | 'SLEEP';
  /** Whether any replica can serve any request. Only then may the agent run as several replicas. */
  readonly stateless?: boolean;
  /** How many replicas run when `autoscale` is not set. `state: suspended` stops an agent. */
  readonly replicas?: number;
  readonly autoscale?: AutoscaleSpec;
  readonly resources?: ResourcesSpec;
  /** Environment variables besides those PAP defines: texts, or `from` a Secret or ConfigMap. `null` removes one that a lower layer set. Never a secret value. */
  readonly env?: {
    readonly [k: string]:
      | string
      | {
          /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
          readonly from: string;
        }
      | null;
  };
  readonly storage?: StorageSpec;
  readonly ports?: PortsSpec;
  readonly probes?: ProbesSpec;
  /** Seconds between SIGTERM and SIGKILL: the time an agent has to drain. */
  readonly terminationGracePeriodSeconds?: number;
  /** Numeric user the container runs as; never root. */
  readonly runAsUser?: number;
  /** Names of Secrets with registry credentials. */
  readonly imagePullSecrets?: readonly string[];
  /** Generations of the agent's signing key: the first is mounted as `ed25519.key`; one that comes after a later one is mounted as `ed25519.previous.key`, and one that is not used yet is only in the cluster. Key 1 is in the Secret `<agent>-signing-keys`, key 2 in `<agent>-signing-keys-2`. A key changes by way of `[1, 2]` and `[2, 1]` to `[2]`, 7 days after that. */
  readonly signingKeys?: readonly number[];
  readonly egress?: EgressSpec;
  /** Labels that a node must have for the agent to run there. `null` removes one that a lower layer set. */
  readonly nodeSelector?: {
    readonly [k: string]: string | null;
  };
  /** Taints of nodes that do not keep the agent away. */
  readonly tolerations?: readonly {
    /** Key of the taint. Default: every key; then `operator` is `Exists`. */
    readonly key?: string | null;
    /** `Equal`: the taint has this value. `Exists`: it has any. Default: `Equal` where `value` is set, otherwise `Exists`. */
    readonly operator?: 'Equal' | 'Exists' | null;
    /** Value of the taint. */
    readonly value?: string | null;
    /** Effect of the taint. Default: every effect. */
    readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | null;
    /** How long the pods stay once the node has a taint of the effect `NoExecute`. Default: for ever. */
    readonly tolerationSeconds?: number | null;
  }[];
  /** Nodes and pods that the agent wants to be near to or far from, with the keys that Kubernetes has for them. `null` removes what a lower layer set. */
  readonly affinity?: {
    /** Nodes it must or should run on, as [Kubernetes](https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/) writes it. */
    readonly nodeAffinity?: {
      readonly [k: string]: unknown;
    } | null;
    /** Pods it must or should run beside. */
    readonly podAffinity?: {
      readonly [k: string]: unknown;
    } | null;
    /** Pods it must not or should not run beside. */
    readonly podAntiAffinity?: {
      readonly [k: string]: unknown;
    } | null;
  } | null;
  /** How the replicas are spread over zones and nodes; the pods that count are always the agent's own. `[]`: they are not spread. Default: where there are several, evenly over `topology.kubernetes.io/zone` and `kubernetes.io/hostname`, as far as there is room. */
  readonly topologySpreadConstraints?:
    | readonly {
        /** Label of nodes: those with one value are one place. */
        readonly topologyKey: string;
        /** How many more pods one place may have than another. */
        readonly maxSkew?: number;
        /** What happens to a pod that fits nowhere: it runs somewhere all the same, or waits. */
        readonly whenUnsatisfiable?: 'ScheduleAnyway' | 'DoNotSchedule';
      }[]
    | null;
  /** PriorityClass of the pods: where nodes are full, pods of a lower one make room. An object of `config/extra`, one that `externals` declares, or one of Kubernetes (`system-…`). `null` removes it. */
  readonly priorityClassName?: string | null;
  /** Labels of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
  readonly labels?: {
    readonly [k: string]: string | null;
  };
  /** Annotations of the Deployment and its pods besides those of the fleet. `null` removes one that a lower layer set. */
  readonly annotations?: {
    readonly [k: string]: string | null;
  };
  /** Command that the container runs in place of its image's. Empty: the image's. */
  readonly command?: readonly string[];
  /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
  readonly args?: readonly string[];
  /** Secrets and ConfigMaps that the container reads as files, by the name of the volume. `null` removes one that a lower layer set. */
  readonly volumes?: {
    /** One Secret or ConfigMap. */
    readonly [k: string]: {
      /** `secret/<name>` or `configMap/<name>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
      readonly from: string;
      /** Its keys: each becomes a file of that name. */
      readonly keys: readonly string[];
      /** Folder in which the files are. */
      readonly mountPath: string;
    } | null;
  };
  /** Further TCP ports of the container, by name: the Service has them too. Nobody reaches them but agents that name them under `egress`. `null` removes one that a lower layer set. */
  readonly extraPorts?: {
    readonly [k: string]: number | null;
  };
  /** Containers that run one after the other before the agent starts; a list of a higher layer takes the place of a lower one. They are as confined as the agent: no root, no privileges, a file system that is read only. */
  readonly initContainers?: readonly {
    /** Its name in the pod. */
    readonly name: string;
    /** Its image; `components.cluster.images` says whether it needs a digest. */
    readonly image: string;
    /** Command that the container runs in place of its image's. Empty: the image's. */
    readonly command?: readonly string[];
    /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
    readonly args?: readonly string[];
    /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
    readonly env?: {
      readonly [k: string]:
        | string
        | {
            /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
            readonly from: string;
          }
        | null;
    };
    readonly resources?: ResourcesSpec;
    /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
    readonly mounts?: {
      readonly [k: string]: string;
    };
  }[];
  /** Containers that run beside the agent in every pod; a list of a higher layer takes the place of a lower one. They are as confined as the agent. */
  readonly sidecars?: readonly {
    /** Its name in the pod. */
    readonly name: string;
    /** Its image; `components.cluster.images` says whether it needs a digest. */
    readonly image: string;
    /** Command that the container runs in place of its image's. Empty: the image's. */
    readonly command?: readonly string[];
    /** Arguments of the command in place of the image's. `$(NAME)` stands for a variable of `env`. Empty: the image's. Never a secret value. */
    readonly args?: readonly string[];
    /** Its environment variables: texts, or `from` a Secret or ConfigMap. Never a secret value. */
    readonly env?: {
      readonly [k: string]:
        | string
        | {
            /** `secret/<name>/<key>` or `configMap/<name>/<key>` in the agents' namespace. A ConfigMap is an object of `config/extra` or one that `externals` declares. A Secret comes as `out/secrets.md` says, unless `externals` declares it. */
            readonly from: string;
          }
        | null;
    };
    readonly resources?: ResourcesSpec;
    /** Volumes of the pod by name, and where it sees them: `tmp`, `state`, and those of `volumes`. */
    readonly mounts?: {
      readonly [k: string]: string;
    };
    /** TCP ports it listens on, by name: the Service of the agent has them too. No other container of the pod may have the same name or number. Like `extraPorts` they are reached by agents that name them under `egress`, and by clients where `paths` lead to them. */
    readonly ports?: {
      readonly [k: string]: number;
    };
    /** HTTP paths the kubelet asks at one of its ports. Without, a sidecar counts as ready while it runs. */
    readonly probes?: {
      /** Name of the port that is asked, one of its `ports`. */
      readonly port: string;
      /** Path of the liveness and startup probes; without, it is not restarted. */
      readonly liveness?: string | null;
      /** Path of the readiness probe; without, it counts as ready while it runs. */
      readonly readiness?: string | null;
      /** How long it may take to start, where there is a `liveness` path. */
      readonly startupSeconds?: number;
    } | null;
  }[];
  /** Who answers for the agent. It becomes a label, an annotation, labels of its alerts and a line of `out/CODEOWNERS.agents`; no pod restarts when it changes. */
  readonly owner?: {
    /** Team, as the GitHub organisation `gitops.owners` has it: label `pap.plugged.in/team` of the agent's objects, except its pods, and label `team` of its alerts. */
    readonly team: string;
    /** Where the team is reached: annotation `pap.plugged.in/contact` of the Deployment, annotation `contact` of alerts. Default: they have none. */
    readonly contact?: string;
  };
  readonly regions?: RegionSelectionSpec;
  /** Fields that differ in a region, by region name. */
  readonly overrides?: {
    readonly [k: string]: AgentOverrideSpec;
  };
};
export type ApprovalSpec = {
  /** Who answers for it. */
  readonly approvedBy: string;
  /** Why it is right. */
  readonly reason: string;
  /** The last day on which it counts, at most 30 days ahead. */
  readonly expires: string;
  /** Digests of the changes it approves; the file is named after them. `pap-fleet approve` fills them in. */
  readonly changes: readonly string[];
};
/** Regions that stay as they are delivered: until a time, or in windows that recur. docs/freezes.md says how the gate and the delivery hold them. */
export type FreezeSpec = {
  /** Version of this format. */
  readonly apiVersion: 'fleet.plugged.in/v1alpha1';
  /** What the file is. */
  readonly kind: 'Freeze';
  /** Name of the freeze: that of its file. */
  readonly name: string;
  /** Regions that it holds: a list of names, `all`, or those whose labels match. Default: those of `groups`; one of the two must be there. */
  readonly regions?:
    | readonly string[]
    | string
    | {
        /** Labels that the regions have. With several keys a region has all of them; of a list of values it has one. */
        readonly match?: {
          readonly [k: string]: string | readonly string[];
        };
        /** Regions that are left out although their labels match. Default: none is left out. */
        readonly except?: readonly string[];
      };
  /** Groups whose regions it holds, besides those of `regions`. Default: none. */
  readonly groups?: readonly string[];
  /** When it begins. Default: it has begun. */
  readonly from?: string;
  /** When it ends. Default: never, which only a freeze with `windows` may. */
  readonly until?: string;
  /** Hours of the week: regions are held in those of the kind `deny`, and outside those of the kind `allow` where there are any. Default: none, and regions are held from beginning to end. */
  readonly windows?: readonly {
    /** `allow`: changes are delivered in no other hours. `deny`: none are delivered in these. */
    readonly kind: 'allow' | 'deny';
    /** Days on which it begins: names, or ranges of them. Default: every day. */
    readonly days?: readonly string[];
    /** When it begins, by the clocks of the zone. */
    readonly from: string;
    /** When it ends, by the same clocks; where that is before the beginning, on the next day. */
    readonly to: string;
    /** Zone of the IANA database, whose clocks count: with the hour that they are put forward and back. */
    readonly timeZone: string;
  }[];
  /** Whether the windows are written into the AppProjects of the regions as well, as `syncWindows`: Argo CD then applies nothing by itself outside of them. */
  readonly argocd?: boolean;
  /** Why, in one sentence: it is shown wherever the freeze holds something. */
  readonly reason: string;
};
