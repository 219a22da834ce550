import type { Grants } from '../render/grants.ts';
import type { Style } from './style.ts';
import type { Place } from '../model/finding.ts';

/** The grants of a fleet, each with its place where it has one. */
export interface ToldGrants {
  readonly asked: Grants['asked'];
  readonly unused: readonly (Grants['unused'][number] & { readonly place: Place })[];
}

/** What components ask for, whether they have it, and what nobody uses. */
export function grantsText({ asked, unused }: ToldGrants, style: Style): string {
  if (asked.length === 0 && unused.length === 0) return 'no component of config/components asks for power\n';
  const told = asked.map(({ component, rules, regions, objects, open }) => {
    const state = open.length === 0 ? style.green('granted') : style.red(`not granted in ${open.join(', ')}`);
    const lines = [`${style.bold(component)}  ${state}`, `  in     ${regions.join(', ')}`, ...objects.map((object) => `  makes  ${object}`)];
    const grant = [
      '  grant it in config/fleet.yaml:',
      '    grants:',
      `      - component: ${component}`,
      `        rules: ${rules}`,
      ...(open.length === regions.length ? [] : [`        regions: [${open.join(', ')}]`]),
      '        reason: …',
    ];
    return [...lines, ...(open.length === 0 ? [`  rules  ${rules}`] : grant)].join('\n');
  });
  const rest = unused.map(
    ({ component, rules, place }) =>
      `${style.yellow('unused')}  ${place.file}:${place.line}:${place.col}  ${component} ${rules}\n  nothing asks for exactly this any more: remove the grant`,
  );
  return `${[...told, ...rest].join('\n\n')}\n`;
}
