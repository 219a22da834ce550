import { all, needing, operated, type Relation } from '../relation.ts';

export const METADATA_RELATIONS: Readonly<Record<string, Relation>> = {
  'meta.v1.LabelSelectorRequirement': all(needing('key', 'operator'), operated),
};
