import { endpointsOf, MONITORS } from '../../../k8s/monitor.ts';
import { child, defineRule, shown } from '../../kit.ts';

const KEYS = ['port', 'portNumber', 'targetPort'];

/** prometheus-operator, pkg/prometheus/promcfg.go, generateServiceMonitorConfig, generatePodMonitorConfig. */
export const rule = defineRule('object', {
  code: 'monitor/two-ports',
  severity: 'warning',
  what: 'An endpoint of a monitor names its port in two ways.',
  why: 'The operator takes the first and passes over the other: who changes the other one sees no change, and what is scraped is not what is read.',
  source: 'prometheus-operator, pkg/prometheus/promcfg.go, generateServiceMonitorConfig',
  fix: 'Keep the one that is meant.',
  kinds: MONITORS,
  *run(monitor) {
    for (const { item, at } of endpointsOf(monitor)) {
      const [first, other] = KEYS.filter((key) => !['', 0, null, undefined].includes(item[key] as string));
      if (first !== undefined && other !== undefined)
        yield {
          path: child(at, other),
          key: true,
          message: `is passed over, since ${first} is ${shown(String(item[first]))}`,
          hint: `keep ${first} or ${other}`,
        };
    }
  },
});
