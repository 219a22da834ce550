import type { Unplaced } from '../../model/finding.ts';
import type { Pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import type { PolicyFile } from '../../yaml/read.ts';
import { kindFlaw } from '../schema/kind.ts';
import { interpret } from '../schema/interpret.ts';
import { policySchema } from '../schema/schemas.ts';
import { worded } from '../schema/validate.ts';
import { SUBJECT_KINDS } from '../resolve/explain.ts';
import type { Policy } from './policy.ts';
import { invalidPolicy } from './rules.ts';

/**
 * Understand the files of `config/policies`: each document is a policy.
 * @param families those of the codes that every fleet has
 */
export function readPolicies(files: readonly PolicyFile[], families: readonly string[]): { policies: Policy[]; reports: Unplaced[] } {
  const reports: Unplaced[] = [];
  const policies: Policy[] = [];
  const taken = new Set([...families, ...SUBJECT_KINDS]);
  for (const file of files) {
    for (const [i, data] of file.documents.entries()) {
      const at = `/${i}`;
      const found = flaws(data, file, at);
      reports.push(...found);
      if (found.length > 0) continue;
      const policy: Policy = { on: 'object', match: {}, ...(data as Omit<Policy, 'spot' | 'on' | 'match'>), spot: { file: file.path, path: at } };
      const flaw = codeFlaw(policy, taken, policies);
      if (flaw === undefined) policies.push(policy);
      else reports.push(flaw);
    }
  }
  return { policies, reports };
}

function flaws(data: unknown, file: PolicyFile, at: Pointer): Unplaced[] {
  const other = kindFlaw(data, 'Policy');
  if (other !== undefined) {
    const hint = 'a policy has `kind: Policy`; an object that clusters shall have belongs into config/extra';
    return [{ rule: invalidPolicy, file: file.path, path: `${at}${other.path}`, message: other.message, hint }];
  }
  const held = { data, written: (path: Pointer) => file.written(`${at}${path}`), schema: policySchema, whole: 'the policy' };
  return worded(interpret(policySchema, data), held).map((each) => ({ ...each, file: file.path, path: `${at}${each.path}` }));
}

/** Why a code is not one that findings can be told by. */
function codeFlaw({ code, spot }: Policy, taken: ReadonlySet<string>, before: readonly Policy[]): Unplaced | undefined {
  const family = code.slice(0, code.indexOf('/'));
  const at = { rule: invalidPolicy, file: spot.file, path: `${spot.path}/code` };
  if (taken.has(family))
    return {
      ...at,
      message: `codes of the family ${quoted(family)} are those of pap-fleet`,
      hint: `take a family of your own: ours${code.slice(family.length)}`,
    };
  const twin = before.find((other) => other.code === code);
  if (twin === undefined) return undefined;
  return {
    ...at,
    message: `the code ${quoted(code)} is that of another policy`,
    hint: 'give one of them another code',
    related: [{ ...twin.spot, path: `${twin.spot.path}/code`, note: 'the other policy' }],
  };
}
