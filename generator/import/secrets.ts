import type { Compiled } from '../compile.ts';
import { fillPlaceholders } from '../k8s/region-placeholder.ts';
import type { RequiredSecret } from '../model/required-secret.ts';
import type { ExistingSecret } from './gather.ts';

/** A Secret that must be there before the first sync, and whether the manifests have one of that name. */
export interface SecretToBe {
  readonly region: string;
  readonly secret: RequiredSecret;
  readonly exists: boolean;
  /** Keys that the one which is there lacks. */
  readonly lacks: readonly string[];
}

export function secretsOf({ secrets, fleet }: Compiled, there: readonly ExistingSecret[]): SecretToBe[] {
  return (fleet?.regions ?? []).flatMap(({ name }) =>
    (secrets?.get(name) ?? []).map((need): SecretToBe => {
      const secret = fillPlaceholders(need, name);
      const found = there.find((each) => each.region === name && each.namespace === secret.namespace && each.name === secret.name);
      const lacks = found === undefined ? [] : secret.keys.map(({ key }) => key).filter((key) => !found.keys.includes(key));
      return { region: name, secret, exists: found !== undefined, lacks };
    }),
  );
}
