import type { Agent } from '../../fleet/agent.ts';
import type { Region } from '../../fleet/region.ts';
import type { Outcome } from '../../k8s/crd/cel/expression.ts';
import { untyped } from '../../k8s/crd/cel/untyped.ts';
import { REGION_LABEL } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { REGION_PLACEHOLDER, fillPlaceholders } from '../../k8s/region-placeholder.ts';
import { memo, remembered } from '../../model/memo.ts';
import type { Overlay } from '../../render/overlay.ts';
import type { CompiledPolicy, PolicyBudget } from './compiled.ts';
import { NO_AGENT, agentView, type Views } from './views.ts';

/** What a policy says of an object wherever it is; undefined: that depends on the region. */
type Shared = Outcome | undefined;
/** The same object may stand for agents that differ in what it does not show. */
type ByAgent = Map<Agent | undefined, { readonly shared: Shared }>;

/**
 * Evaluates policies for objects. An object that regions share is evaluated once, with the placeholder where the region's name goes: unless the policy asks for
 * the region, or looks at a text that names it.
 */
export class Evaluator {
  readonly #budget: PolicyBudget;
  readonly #views: Views;
  readonly #known = new Map<CompiledPolicy, Map<KubeObject, ByAgent>>();

  constructor(budget: PolicyBudget, views: Views) {
    this.#budget = budget;
    this.#views = views;
  }

  /** @param object with placeholders, as the component returned it */
  outcome(policy: CompiledPolicy, object: KubeObject, { region }: Overlay, agent: Agent | undefined): Outcome {
    const asRegion = (): Outcome => this.plain(policy, fillPlaceholders(labelled(object), region.name), region, agent);
    if (policy.condition.uses('region')) return asRegion();
    const ofPolicy = memo(this.#known, policy, () => new Map<KubeObject, ByAgent>());
    const known = memo(ofPolicy, object, (): ByAgent => new Map());
    return memo(known, agent, () => ({ shared: this.#shared(policy, object, agent) })).shared ?? asRegion();
  }

  /** @param object as the region receives it */
  plain(policy: CompiledPolicy, object: KubeObject, region: Region, agent: Agent | undefined): Outcome {
    return this.#evaluate(policy, object, agent, this.#views.region(region));
  }

  #shared(policy: CompiledPolicy, object: KubeObject, agent: Agent | undefined): Shared {
    let names = false;
    const outcome = this.#evaluate(policy, labelled(object), agent, null, () => (names = true));
    return names ? undefined : outcome;
  }

  #evaluate(policy: CompiledPolicy, object: KubeObject, agent: Agent | undefined, region: unknown, looked?: () => void): Outcome {
    return this.#budget.evaluate(policy, {
      object: untyped(object, looked),
      region,
      agent: agent === undefined ? NO_AGENT : agentView(agent),
    });
  }
}

/** With the label that every object of a region bears. */
const labelled = remembered((object: KubeObject): KubeObject => {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, labels: { ...metadata.labels, [REGION_LABEL]: REGION_PLACEHOLDER } } };
});
