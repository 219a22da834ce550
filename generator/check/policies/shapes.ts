import type { Schema } from '../../k8s/crd/schema.ts';
import type { Policy } from '../../fleet/policies/policy.ts';

/** A field of a variable, as docs/policies.md describes it. */
export interface Shape {
  readonly about: string;
  readonly schema: Schema;
}

type Shapes = Readonly<Record<string, Shape>>;

const text = (about: string): Shape => ({ about, schema: { type: 'string' } });
const number = (about: string): Shape => ({ about, schema: { type: 'integer' } });
const truth = (about: string): Shape => ({ about, schema: { type: 'boolean' } });
const texts = (about: string): Shape => ({ about, schema: { type: 'array', items: { type: 'string' } } });
const map = (about: string): Shape => ({ about, schema: { type: 'object', additionalProperties: { type: 'string' } } });
/** Of which nothing is known. */
const anything = (about: string): Shape => ({ about, schema: {} });

export const REGION: Shapes = {
  name: text('name of the region'),
  cluster: text('name under which Argo CD knows the cluster'),
  state: text('`active`, `draining`, `decommissioning` or `decommissioned`'),
  labels: map('its labels in `fleet.yaml`'),
  groups: texts('groups that it is in'),
  versions: map('minor versions of its systems: `region.versions.kubernetes`, `region.versions["cert-manager"]`'),
  components: texts('components that run there'),
};

export const AGENT: Shapes = {
  name: text('name of the agent; empty: it is no agent’s'),
  ref: text('`owner/name@version`'),
  team: text('the team that answers for it'),
  version: text('its version'),
  image: text('its image'),
  state: text('`active`, `draining`, `suspended` or `terminated`'),
  tier: text('its tier'),
  mode: text('`dual`, `cp` or `hooks`'),
  heartbeat: text('`EMERGENCY`, `IDLE` or `SLEEP`'),
  stateless: truth('whether it keeps nothing'),
  replicas: number('the fewest pods that it runs as'),
  maxReplicas: number('the most pods that it may run as'),
  labels: map('labels of its own'),
  annotations: map('annotations of its own'),
};

export const CHANGE: Shapes = {
  verb: text('`create`, `update`, `delete`, or `replace`: deleted and made anew'),
  region: text('name of the region; empty: what belongs to the fleet as a whole'),
  component: text('the component that delivers the object; `argocd` for Applications and projects, whatever hub reads them'),
  kind: text('group and kind, `apps/Deployment`; of the core API the kind alone, `Service`'),
  namespace: text('namespace of the object; empty: it has none'),
  name: text('name of the object'),
  agent: { about: 'the agent that the object is of', schema: schemaOf(AGENT) },
  restarts: truth('whether pods are replaced by new ones'),
  stops: truth('whether pods go, and none come in their place'),
  fields: texts('what differs in an update: `spec.template.spec.containers[agent].image`'),
  says: texts('what `plan` says that it means'),
  before: anything('the object as it is delivered now; `null` where it comes'),
  after: anything('the object as it will be; `null` where it goes'),
};

function schemaOf(shapes: Shapes): Schema {
  return { type: 'object', properties: Object.fromEntries(Object.entries(shapes).map(([name, { schema }]) => [name, schema])) };
}

const change = schemaOf(CHANGE);

/** Variables of policies, by what these judge. */
export const VARIABLES: Readonly<Record<Policy['on'], ReadonlyMap<string, Schema>>> = {
  object: new Map([
    ['object', {}],
    ['region', schemaOf(REGION)],
    ['agent', schemaOf(AGENT)],
  ]),
  change: new Map([
    ['change', change],
    ['plan', { type: 'object', properties: { changes: { type: 'array', items: change } } }],
    ['now', {}],
  ]),
};
