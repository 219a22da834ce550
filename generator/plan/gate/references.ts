import type { KubeObject } from '../../k8s/object.ts';
import { isMap } from '../../model/data.ts';
import { memo } from '../../model/memo.ts';
import type { Overlay } from '../../render/overlay.ts';

/** Keys below which an object names a ConfigMap or a Secret. */
const CONFIG_MAPS: ReadonlySet<string> = new Set(['configMap', 'configMapRef', 'configMapKeyRef', 'configMapName']);
const SECRETS = /^(secretName|secret|secretRef|secretKeyRef|imagePullSecrets|[a-zA-Z]*SecretRef)$/;

const found = new WeakMap<KubeObject, ReadonlySet<string>>();

/** Annotations by which a route names the issuer of its certificate, for the controller that makes Certificates of routes. */
const ISSUERS: Readonly<Record<string, string>> = { 'cert-manager.io/issuer': 'Issuer', 'cert-manager.io/cluster-issuer': 'ClusterIssuer' };

/** What an object reads: `ConfigMap name`, `Secret name`, and whom it asks: `Issuer name`, `ClusterIssuer name`. */
function readBy(object: KubeObject): ReadonlySet<string> {
  return memo(found, object, () => {
    const names = new Set<string>();
    collect(object, '', names);
    return names;
  });
}

function collect(value: unknown, key: string, names: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, key, names);
  else if (isMap(value)) {
    const { name } = value;
    if (typeof name === 'string') {
      if (CONFIG_MAPS.has(key)) names.add(`ConfigMap ${name}`);
      else if (SECRETS.test(key)) names.add(`Secret ${name}`);
      // Without a kind, cert-manager takes it for an Issuer.
      else if (key === 'issuerRef') names.add(`${typeof value['kind'] === 'string' ? value['kind'] : 'Issuer'} ${name}`);
    }
    for (const [inner, item] of Object.entries(value)) collect(item, inner, names);
  } else if (typeof value === 'string') {
    if (key === 'configMapName') names.add(`ConfigMap ${value}`);
    else if (SECRETS.test(key)) names.add(`Secret ${value}`);
    else if (Object.hasOwn(ISSUERS, key)) names.add(`${ISSUERS[key]} ${value}`);
  }
}

/** Kinds that make a Secret: what they name is no reader. */
const MAKERS: ReadonlySet<string> = new Set(['Certificate', 'ExternalSecret', 'SealedSecret']);

/** What the objects of one region read, as they will be. */
export class References {
  readonly #overlays: readonly Overlay[];
  #names: ReadonlySet<string> | undefined;
  readonly #region: string;

  constructor(overlays: readonly Overlay[], region: string) {
    this.#overlays = overlays;
    this.#region = region;
  }

  has(kind: string, name: string): boolean {
    this.#names ??= new Set(
      this.#overlays
        .filter(({ region }) => region.name === this.#region)
        .flatMap(({ units, own }) =>
          [...units, ...own].flatMap(({ objects }) =>
            objects.flatMap((object) => [...readBy(object)].filter((each) => !MAKERS.has(object.kind) || /^(Cluster)?Issuer /.test(each))),
          ),
        ),
    );
    return this.#names.has(`${kind} ${name}`);
  }
}
