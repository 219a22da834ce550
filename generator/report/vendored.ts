import { count, visible, type Style } from './style.ts';

/** What `vendor` did, or would do. */
export interface VendorResult {
  /** Paths of files that are new or differ. */
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Renderings that stay as they are. */
  readonly kept: number;
  readonly charts: readonly {
    readonly component: string;
    readonly renderings: readonly {
      readonly version: string;
      readonly kubernetes: string;
      readonly regions: readonly string[];
      readonly objects: number;
    }[];
    /** Objects that were left out, in words. */
    readonly left: readonly string[];
    readonly warnings: readonly string[];
    /** Objects of power that component.yaml does not name yet: key of `needs` → names. */
    readonly needs: Readonly<Record<string, readonly string[]>>;
  }[];
  readonly dryRun: boolean;
}

export function vendoredText({ written, removed, kept, charts, dryRun }: VendorResult, style: Style): string {
  const told = charts.map(({ component, renderings, left, warnings, needs }) => {
    const lines = renderings.map(
      ({ version, kubernetes, regions, objects }) =>
        `  ${version === '' ? 'built' : `${version}, Kubernetes ${kubernetes}`}: ${count(objects, 'object')} for ${regions.length > 6 ? count(regions.length, 'region') : regions.join(', ')}`,
    );
    const asked = Object.entries(needs).map(([key, names]) => `      ${key}: [${names.map((name) => JSON.stringify(name)).join(', ')}]`);
    return [
      style.bold(component),
      ...lines,
      ...left.map((each) => `  left out: ${visible(each)}`),
      ...warnings.map((each) => style.yellow(`  ${visible(each)}`)),
      ...(asked.length === 0 ? [] : ['  it asks for power; what you agree to stands in its component.yaml:', '    needs:', ...asked]),
    ].join('\n');
  });
  const verb = dryRun ? 'would write' : 'wrote';
  const done =
    written.length + removed.length === 0
      ? `nothing to write: ${count(kept, 'rendering')} as before`
      : `${verb} ${count(written.length, 'file')}${removed.length === 0 ? '' : ` and ${dryRun ? 'would remove' : 'removed'} ${count(removed.length, 'folder')} that nothing asks for any more`}${dryRun ? '' : '; next: pap-fleet validate'}`;
  return `${[...told, ...written.map((path) => style.green(`  + ${visible(path)}`)), ...removed.map((path) => style.red(`  - ${visible(path)}`)), done].join('\n')}\n`;
}

/** What rendering again gave that is not what lies there. */
export function vendorCheckText(differing: readonly string[], checked: number, style: Style): string {
  if (differing.length === 0) return `${count(checked, 'rendering')} as ${checked === 1 ? 'it was' : 'they were'} rendered\n`;
  return `${differing.map((path) => style.red(`differs  ${visible(path)}`)).join('\n')}\npap-fleet vendor renders them again\n`;
}
