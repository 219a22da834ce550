import { ARGOCD, FLEET, subject } from './change.ts';
import type { Change } from './change.ts';
import { pathText } from './fields.ts';
import type { DangerClass, Weight } from './gate/danger.ts';
import { asksForCare, losesCare } from './protection.ts';

/** Kinds whose loss nobody can undo, or that hold up everything else. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['Namespace', 'a Namespace'],
  ['PersistentVolumeClaim', 'a PersistentVolumeClaim'],
  ['PersistentVolume', 'a PersistentVolume'],
  ['CustomResourceDefinition', 'a CustomResourceDefinition'],
  ['AppProject', 'an AppProject'],
  ['Zone', 'a zone'],
]);

/** Of the reasons below those that are no loss. */
const OTHER_CLASSES: Readonly<Record<string, DangerClass>> = {
  "a certificate's Secret changes its name": 'identity',
  'the name servers of a zone change': 'names',
  'an Application goes to another cluster': 'identity',
  'an Application goes to another project': 'power',
  'the root Application reads from elsewhere': 'power',
};

/** The same as {@link guardedBecause}, with its class. */
export function guarded(change: Change): Weight | undefined {
  const says = guardedBecause(change);
  return says === undefined ? undefined : { class: OTHER_CLASSES[says] ?? 'loss', says };
}

/**
 * Why a change needs an approval whatever its share of the whole; undefined when it does not. It is judged by the object
 * as it was: unprotecting it and deleting it in one change protects it still.
 */
export function guardedBecause(change: Change): string | undefined {
  const { verb, component, region, before, after, fields, renamed } = change;
  const { kind } = subject(change);
  if (before === undefined) return undefined;
  if (verb === 'delete' || verb === 'replace') {
    const named = NAMED.get(kind);
    if (named !== undefined) return `${named} is ${verb === 'delete' ? 'deleted' : 'replaced'}`;
    if (component === ARGOCD && region === FLEET) return 'the root Application is deleted';
    if (kind === 'Certificate' && (verb === 'replace' || renamed !== undefined)) return "a certificate's Secret changes its name";
    if (asksForCare(before)) return 'it is protected by its sync options';
    return undefined;
  }
  if (after !== undefined && losesCare(before, after)) return 'its protection by sync options is taken away';
  if (kind === 'Zone' && fields.some(({ path: [root, line] }) => root === 'lines' && typeof line === 'string' && line.includes(' NS ')))
    return 'the name servers of a zone change';
  if (kind !== 'Application') return undefined;
  const paths = fields.map(({ path }) => pathText(path));
  if (paths.some((path) => /^spec(\.destination(\.(name|server))?)?$/.test(path))) return 'an Application goes to another cluster';
  if (paths.some((path) => /^spec\.project$/.test(path))) return 'an Application goes to another project';
  if (region === FLEET && paths.some((path) => /^spec\.sources?\b/.test(path))) return 'the root Application reads from elsewhere';
  return undefined;
}
