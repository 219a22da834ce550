import { NO_KINDS, type Kinds } from '../k8s/crd/kinds.ts';
import { isDefinition } from '../k8s/crd/definition.ts';
import { group, knownByKind, type KubeObject } from '../k8s/object.ts';
import type { Cluster } from '../k8s/cluster.ts';
import { remembered } from '../model/memo.ts';
import type { Pointer } from '../model/pointer.ts';
import type { ApiFinding, ClusterFinding, ObjectFinding, Rule } from '../rules/rule.ts';
import type { Versions } from '../fleet/versions/serves.ts';
import { rulesOf } from '../rules/rules.ts';
import { blocks } from '../model/severity.ts';

const rules = rulesOf('object');
const apiRules = rulesOf('api');
const clusterRules = rulesOf('cluster');

const rulesOn = <R extends Rule<'api'> | Rule<'object'>>(all: readonly R[]): ((object: Pick<KubeObject, 'apiVersion' | 'kind'>) => readonly R[]) =>
  knownByKind((apiVersion, kind) => all.filter(({ kinds }) => kinds === undefined || kinds.includes(`${group({ apiVersion })}/${kind}`)));

const rulesFor = rulesOn(rules);
const apiRulesFor = rulesOn(apiRules);

/**
 * Everything that is wrong with one object by itself: its shape, held against the closed schema of its kind, and the
 * rules that a schema cannot say.
 * @param object as a cluster would receive it: no region placeholders
 * @param kinds those that people bring
 * @param heard what is not passed over; another rule may then say it
 */
export function faultsOf(object: KubeObject, kinds: Kinds = NO_KINDS, heard: (fault: ObjectFinding) => boolean = () => true): ObjectFinding[] {
  const faults: ObjectFinding[] = [];
  const plain = isDefinition(object) ? withoutSchemas(object) : object;
  for (const rule of rulesFor(object)) {
    for (const found of rule.run(rule.kinds === undefined ? plain : object, kinds)) {
      const fault = { rule, ...found };
      if (heard(fault)) faults.push(fault);
    }
  }
  return faults.some(({ rule: { backstop } }) => backstop) ? withoutEchoes(faults) : faults;
}

/** One mistake is said once: in the words of the rule that knows most of it. */
function withoutEchoes(faults: readonly ObjectFinding[]): ObjectFinding[] {
  const said = faults.flatMap(({ rule, path }) => (rule.backstop === true || !blocks(rule) ? [] : [path]));
  const places = new Set(said);
  const around = new Set(said.map(above));
  const isEcho = ({ path, message }: ObjectFinding): boolean =>
    places.has(path) ||
    places.has(above(path)) ||
    around.has(path) ||
    // What is said of a whole follows from what is wrong in it; what it lacks does not.
    (!/^(?:needs|lacks) /.test(message) && said.some((place) => place.startsWith(`${path}/`)));
  return faults.filter((fault) => fault.rule.backstop !== true || !isEcho(fault));
}

function above(path: Pointer): Pointer {
  return path.slice(0, path.lastIndexOf('/'));
}

/** The schema of a kind has fields of that kind's: only rules about definitions know what they mean there. */
const withoutSchemas = remembered(({ apiVersion, kind, metadata }: KubeObject): KubeObject => ({ apiVersion, kind, metadata }));

/** What is wrong with an object at the versions of its cluster. @param object may hold region placeholders: versions decide, not names */
export function versionFaultsOf(object: KubeObject, versions: Versions): ApiFinding[] {
  const faults: ApiFinding[] = [];
  for (const rule of apiRulesFor(object)) for (const fault of rule.run(object, versions)) faults.push({ rule, ...fault });
  return faults;
}

/** Whether the versions of a cluster matter to fields of an object, not to its API alone. */
export function hasVersionedFields(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return apiRulesFor(object).some(({ kinds }) => kinds !== undefined);
}

/** Everything in a cluster that does not fit together. @param broken the rules to ask, in their own order */
export function faultsIn(cluster: Cluster, broken: ReadonlySet<Rule<'cluster'>> = new Set(clusterRules)): ClusterFinding[] {
  return clusterRules.filter((rule) => broken.has(rule)).flatMap((rule) => [...rule.run(cluster)].map((fault) => ({ rule, ...fault })));
}
