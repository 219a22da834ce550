import type { RuleInfo } from '../../../model/rule.ts';

/** Found in `check/declared.ts`, on the objects that are made. */
export const rule: RuleInfo = {
  code: 'component/power',
  severity: 'error',
  what: 'A component that the fleet brings makes an object of power that it does not ask for, or that nothing grants.',
  why: 'Rights, admission, routes, names and every unknown kind reach beyond the namespaces of the component. Who writes the component cannot give it that: the platform team does, for exactly what these objects may do.',
  fix: 'Name the object under `needs` in `component.yaml`, and let the platform team add the grant that `pap-fleet grants` prints.',
  scope: 'text',
  order: 68,
};
