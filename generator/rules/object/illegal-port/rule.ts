import { having, present } from '../../../k8s/having.ts';
import { containers } from '../../../k8s/pod.ts';
import { isDnsLabel, isPortName } from '../../../model/names.ts';
import { child, defineRule, each, shownValue, type FoundIn } from '../../kit.ts';

const NUMBERS = ['port', 'containerPort', 'hostPort', 'targetPort', 'nodePort', 'endPort'];
/** Where 0 stands for "none given", as printed objects have it. */
const UNSET = new Set(['hostPort', 'nodePort', 'targetPort']);

/** RFC 6335 §6 for numbers, `IsValidPortName` of apimachinery for names. */
export const rule = defineRule('object', {
  code: 'object/illegal-port',
  severity: 'error',
  what: 'A port is outside 1 to 65535, or has a name that is not allowed.',
  why: 'The API server refuses the object.',
  fix: 'Use a number in range, or a name of at most 15 characters.',
  order: 190,
  *run(object) {
    // Of those nobody looks at the ports.
    for (const key of object.kind === 'EndpointSlice' ? [] : present(object, NUMBERS)) {
      for (const { at, item } of having(object, key)) {
        const port = item[key];
        if (typeof port === 'number' && !(port >= 1 && port <= 65_535) && !(port === 0 && UNSET.has(key)))
          yield { path: child(at, key), message: `${port} is no port`, hint: 'a whole number from 1 to 65535' };
      }
    }
    for (const { at, item } of having(object, 'endPort')) {
      const { port, endPort } = item;
      if (typeof endPort === 'number' && !(typeof port === 'number' && endPort >= port))
        yield { path: child(at, 'endPort'), message: 'must not be less than port, which must be a number' };
    }
    for (const container of containers(object)) {
      // Empty is as good as absent.
      for (const { at, item } of each(container, 'ports[]')) if (item['name'] !== '') yield* named(child(at, 'name'), item['name']);
      for (const { at, item } of each(container, 'livenessProbe|readinessProbe|startupProbe.httpGet|tcpSocket'))
        yield* named(child(at, 'port'), item['port']);
    }
    if (object.kind === 'NetworkPolicy')
      for (const { at, item } of each(object, 'spec.ingress|egress[].ports[]')) yield* named(child(at, 'port'), item['port']);
    const ports = object.kind === 'Service' ? each(object, 'spec.ports[]') : [];
    for (const { at, item } of ports) {
      if (item['targetPort'] !== '') yield* named(child(at, 'targetPort'), item['targetPort']);
      const { name } = item;
      if (typeof name === 'string' && !(name === '' && ports.length === 1) && !isDnsLabel(name))
        yield { path: child(at, 'name'), message: `${shownValue(name)} is no legal name of a port` };
      if (name === undefined && ports.length > 1) yield { path: at, message: 'must have a name, since the Service has several ports' };
    }
  },
});

function* named(path: string, name: unknown): Iterable<FoundIn<'object'>> {
  if (typeof name === 'string' && !isPortName(name))
    yield {
      path,
      message: `${shownValue(name)} is no legal name of a port`,
      hint: 'at most 15 lower-case letters, digits and single hyphens, with a letter among them',
    };
}
