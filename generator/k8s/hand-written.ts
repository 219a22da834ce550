import type { Pointer } from '../model/pointer.ts';
import { quoted, shown } from '../model/quoted.ts';
import { flawOf } from './deliverable.ts';
import { deliveryKeyIn } from './delivery-keys.ts';
import type { Kinds } from './crd/kinds.ts';
import { isClusterKind } from './object.ts';
import type { KubeObject } from './object.ts';
import { reservedNamespace } from './reserved-namespace.ts';
import { reservedIn } from './reserved.ts';
import { schemaOf } from './schema/kinds.ts';

/** Why an object that people wrote is not delivered. */
export interface HandWrittenFlaw {
  /** Within the object. */
  readonly at: Pointer;
  readonly message: string;
  readonly hint?: string;
  /** A key by which Argo CD would be steered: its name is wrong, not its value. */
  readonly steers?: true;
}

/** The namespaces of a fleet that such an object must know. */
interface Namespaces {
  readonly agents: string;
  readonly argocd: readonly string[];
}

/**
 * The first rule that an object of people's own breaks before anybody asks what its kind allows.
 * @param kinds those that the fleet brings: they say which objects have a namespace
 */
export function handWrittenFlaw(object: KubeObject, { agents, argocd }: Namespaces, kinds: Kinds): HandWrittenFlaw | undefined {
  const flaw = flawOf(object);
  if (flaw !== undefined) return flaw;
  const steering = deliveryKeyIn(object);
  if (steering !== undefined) return { at: steering.at, message: steering.message, hint: 'remove it', steers: true };
  const reserved = reservedIn(object);
  if (reserved !== undefined) return { at: reserved.at, message: reserved.message, hint: 'remove it; a prefix of your own domain is free' };
  const { name, namespace } = object.metadata;
  if (isClusterKind(object) || kinds.definitionOf(object)?.isClusterScoped === true) {
    if (namespace !== undefined) return { at: '/metadata/namespace', message: `a ${object.kind} has no namespace` };
    const whose = object.kind === 'Namespace' ? reservedNamespace(name, argocd) : undefined;
    return whose === undefined
      ? undefined
      : { at: '/metadata/name', message: `the namespace ${quoted(name)} is not the fleet's: ${whose}`, hint: 'give it a name of its own' };
  }
  if (namespace === undefined) {
    // Whether objects of a kind have a namespace is not known where nobody defines it: that it is unknown is found later.
    if (schemaOf(object) === undefined && kinds.definitionOf(object) === undefined) return undefined;
    return { at: '/metadata', message: `${shown(object.kind)} ${quoted(name)} names no namespace`, hint: `add "namespace: ${agents}"` };
  }
  const whose = typeof namespace === 'string' ? reservedNamespace(namespace, argocd) : 'a namespace is text';
  return whose === undefined
    ? undefined
    : {
        at: '/metadata/namespace',
        message: `nothing is delivered into the namespace ${quoted(typeof namespace === 'string' ? namespace : JSON.stringify(namespace))}: ${whose}`,
        hint: `take another one, such as ${agents}`,
      };
}
