import { FLEET, isDelivery, subject } from './change.ts';
import type { Change } from './change.ts';
import { pathText } from './fields.ts';
import type { Weight } from '../components/weight.ts';
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

const loss = (says: string): Weight => ({ class: 'loss', says });

/**
 * Why a change needs an approval whatever its share of the whole; undefined when it does not. It is judged by the object
 * as it was: unprotecting it and deleting it in one change protects it still.
 */
export function guarded(change: Change): Weight | undefined {
  const { verb, component, region, before, after, fields, renamed } = change;
  const { kind } = subject(change);
  if (before === undefined) return undefined;
  if (verb === 'delete' || verb === 'replace') {
    const named = NAMED.get(kind);
    if (named !== undefined) return loss(`${named} is ${verb === 'delete' ? 'deleted' : 'replaced'}`);
    if (isDelivery(component) && region === FLEET) return loss('the root Application is deleted');
    if (kind === 'Certificate' && (verb === 'replace' || renamed !== undefined))
      return { class: 'identity', says: "a certificate's Secret changes its name" };
    if (asksForCare(before)) return loss('it is protected by its sync options');
    return undefined;
  }
  if (after !== undefined && losesCare(before, after)) return loss('its protection by sync options is taken away');
  if (kind === 'Zone' && fields.some(({ path: [root, line] }) => root === 'lines' && typeof line === 'string' && line.includes(' NS ')))
    return { class: 'names', says: 'the name servers of a zone change' };
  if (kind !== 'Application') return undefined;
  const paths = fields.map(({ path }) => pathText(path));
  if (paths.some((path) => /^spec(\.destination(\.(name|server))?)?$/.test(path)))
    return { class: 'identity', says: 'an Application goes to another cluster' };
  if (paths.some((path) => /^spec\.project$/.test(path))) return { class: 'power', says: 'an Application goes to another project' };
  if (region === FLEET && paths.some((path) => /^spec\.sources?\b/.test(path)))
    return { class: 'power', says: 'the root Application reads from elsewhere' };
  return undefined;
}
