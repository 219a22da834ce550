// What layers of the fleet say of the value at a place.
import { explain, type Explained, type Subject } from '../fleet/resolve/explain.ts';
import { settingsSchemas } from '../fleet/schema/schemas.ts';
import type { Workspace } from './workspace.ts';

/** What a place of the fleet is about. */
interface About {
  readonly subject: Subject;
  readonly path: readonly string[];
  /** Where it is about one region alone. */
  readonly region?: string;
}

function aboutOf([section, name, key, inner, ...rest]: readonly string[]): About | undefined {
  if (section === 'components' && name !== undefined) return { subject: { kind: 'component', name }, path: [key, inner, ...rest].filter(isStep) };
  if (name === undefined || key === undefined) return undefined;
  const below = [inner, ...rest].filter(isStep);
  if (section === 'agents') {
    const subject: Subject = { kind: 'agent', name };
    if (key !== 'overrides') return { subject, path: [key, ...below] };
    return inner === undefined ? undefined : { subject, path: rest, region: inner };
  }
  if (section === 'regions') {
    if (key === 'components' && inner !== undefined) return { subject: { kind: 'component', name: inner }, path: rest, region: name };
    return { subject: { kind: 'region', name }, path: [key, ...below] };
  }
  if (section === 'groups') {
    if (key === 'agents' && inner !== undefined) return { subject: { kind: 'agent', name: inner }, path: rest };
    if (key === 'components' && inner !== undefined) return { subject: { kind: 'component', name: inner }, path: rest };
  }
  return undefined;
}

const isStep = (step: string | undefined): step is string => step !== undefined;

/** The values of a place per region, with the layers that set them. @param path within the fleet */
export function explainedAt({ spec, declared }: Workspace, path: readonly string[]): Explained[] {
  const about = aboutOf(path);
  if (spec === undefined || about === undefined) return [];
  const { subject, region } = about;
  const isThere = {
    agent: Object.hasOwn(spec.agents ?? {}, subject.name),
    region: Object.hasOwn(spec.regions, subject.name),
    group: Object.hasOwn(spec.groups ?? {}, subject.name),
    component: Object.hasOwn(settingsSchemas(declared), subject.name),
  }[subject.kind];
  // Of an item of a list the list is explained: layers replace it as a whole.
  const steps = about.path.findIndex((step) => /^[0-9]+$/.test(step));
  return isThere ? explain(spec, subject, steps === -1 ? about.path : about.path.slice(0, steps), region, declared) : [];
}
