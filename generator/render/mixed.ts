import { components } from '../components/index.ts';
import { REGION_LIST, lineOf } from '../components/mixed.ts';
import type { MixedFile } from '../components/mixed.ts';
import { byCodeUnit } from '../model/order.ts';
import { memo } from '../model/memo.ts';

/** What one region has in a file: for each place the texts of its blocks, in their order. */
export type Share = readonly (readonly string[])[];

/** A file in which several regions have a part, cut into what is the fleet's and what is theirs. */
export interface CutFile {
  /** Text about the fleet: before, between and after the places. */
  readonly fixed: readonly string[];
  readonly shares: ReadonlyMap<string, Share>;
}

/** Every file of out/ in which several regions have a part. All others belong to one region, or to the fleet. */
export const MIXED: ReadonlyMap<string, MixedFile> = new Map(
  Object.entries({
    'README.md': {
      places: [{ after: /^\| --- \| --- \| --- \| --- \| --- \|\n$/, until: /^$/, block: lineOf(/^\| ([a-z0-9-]+) \|/), order: 'region' }],
      // Any Application that there is will do.
      finish: (text) => {
        const [, region, component] = /^\| ([a-z0-9-]+) \| .* \| ([a-z0-9-]+) \| \d+ \|$/m.exec(text) ?? [];
        return region === undefined
          ? text
          : text.replace(/(?<=`kubectl kustomize \S*\/overlays\/)[^/`]+\/[^/`]+(?=`)/, `${region}/${component as string}`);
      },
    },
    'argocd/kustomization.yaml': {
      places: [{ after: /^resources:\n$/, until: /^- root\.yaml\n$/, block: lineOf(/^- (?!root\.yaml)"?([a-z0-9-]+)\.yaml"?\n$/), order: 'region' }],
    },
    ...Object.fromEntries(components.flatMap(({ mixed = {} }) => Object.entries(mixed))),
  } satisfies Record<string, MixedFile>),
);

/** Cut a file; undefined when it is not of the form that {@link joined} gives, to the last byte. */
export function cut(file: MixedFile, text: string): CutFile | undefined {
  const found = parts(file, text);
  return found !== undefined && joined(file, found) === text ? found : undefined;
}

/** A file as it is written: its blocks in their order, those that regions share folded into one. @throws when it has not the places that it should have */
export function canonical(path: string, text: string): string {
  const file = MIXED.get(path);
  if (file === undefined) return text;
  const found = parts(file, text);
  if (found === undefined) throw new Error(`out/${path} does not have the places for its regions`);
  return joined(file, found);
}

function parts({ places }: MixedFile, text: string): CutFile | undefined {
  const lines = text.split(/(?<=\n)/);
  const fixed: string[] = [];
  const shares = new Map<string, string[][]>();
  let at = 0;
  for (const [place, { after, until, block }] of places.entries()) {
    const first = at;
    if (after !== undefined) {
      while (at < lines.length && !after.test(lines[at] as string)) at += 1;
      if (at === lines.length) return undefined;
      at += 1;
    }
    fixed.push(lines.slice(first, at).join(''));
    for (let found = block(lines, at); found !== undefined; found = block(lines, at)) {
      for (const region of found.regions) memo(shares, region, () => places.map((): string[] => []))[place]?.push(found.text);
      at += found.length;
    }
    if (!until.test(lines[at] ?? '')) return undefined;
  }
  fixed.push(lines.slice(at).join(''));
  return { fixed, shares };
}

/** The file of these parts. */
export function joined({ places, finish = (text) => text }: MixedFile, { fixed, shares }: CutFile): string {
  const regions = [...shares.keys()].sort(byCodeUnit);
  const texts = places.flatMap(({ order }, place) => {
    const blocks: { readonly text: string; readonly regions: string[] }[] = [];
    const shared = new Map<string, { readonly regions: string[] }>();
    for (const region of regions) {
      for (const text of shares.get(region)?.[place] ?? []) {
        const known = text.includes(REGION_LIST) ? shared.get(text) : undefined;
        if (known !== undefined) {
          if (known.regions.at(-1) !== region) known.regions.push(region);
          continue;
        }
        const block = { text, regions: [region] };
        blocks.push(block);
        shared.set(text, block);
      }
    }
    if (order === 'text') blocks.sort((a, b) => byCodeUnit(a.text, b.text));
    return [fixed[place] ?? '', ...blocks.map(({ text, regions: of }) => text.replace(REGION_LIST, of.join(', ')))];
  });
  return finish([...texts, fixed[places.length] ?? ''].join(''));
}
