import { rightText } from "../../agents/admission/decision/access-findings.ts";
import { type AccessState, bindingName, roleName } from "../../agents/admission/rbac/access-state.ts";
import { type ActionName, type ActionTarget, rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import type { AccessIdentity } from "../../agents/admission/rbac/identity.ts";
import { permissionFor } from "../../agents/admission/rbac/rights.ts";
import type { ResourceAsk } from "../../agents/admission/rbac/rule-allows.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { apiGroup } from "../../agents/resource/resource.ts";
import type { ActionOffer } from "./page.ts";

/** Whether something is allowed, and why not, in admission's words. */
export type RightAnswer =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string; readonly remedy: string };

/** A right that an action takes, and why somebody has it. */
export interface ExplainedRight {
  /** Such as `update agentdispatchruns/cancel run-1 in acme`. */
  readonly text: string;
  readonly isHeld: boolean;
  readonly why: string;
}

/**
 * What a viewer may do in an organisation, by the roles and bindings of the moment at which a page is made. What the page offers is
 * asked again when it is done.
 */
export class ViewerRights {
  /** The roles and bindings that answers rest on. */
  readonly access: AccessState;
  readonly #who: AccessIdentity;
  readonly #limitOn: (rights: readonly ResourceAsk[]) => string | undefined;
  readonly organization: string;

  /** @param limitOn why the token by which they signed in is not good for something, whatever their roles give */
  constructor(
    state: AccessState,
    who: AccessIdentity,
    organization: string,
    limitOn: (rights: readonly ResourceAsk[]) => string | undefined,
  ) {
    this.access = state;
    this.#who = who;
    this.#limitOn = limitOn;
    this.organization = organization;
  }

  /** Whether all of some rights are there. */
  answer(rights: readonly ResourceAsk[]): RightAnswer {
    const missing = rights.find((right) => !permissionFor(this.access, this.#who, right));
    const limit = this.#limitOn(rights);
    if (limit !== undefined)
      return { allowed: false, reason: limit, remedy: "Sign in, or use a token without that limit." };
    if (!missing) return { allowed: true };
    return {
      allowed: false,
      reason: `${this.#who.name} may not ${rightText(missing)}`,
      remedy: `A role with the verb ${missing.verb} on ${missing.resource} gives it.`,
    };
  }

  /** Each of some rights, with the role that gives it. */
  explained(rights: readonly ResourceAsk[]): readonly ExplainedRight[] {
    return rights.map((right) => {
      const permission = permissionFor(this.access, this.#who, right);
      const text = rightText(right);
      if (!permission) return { text, isHeld: false, why: `no role of ${this.#who.name} gives it` };
      const { binding } = permission;
      return { text, isHeld: true, why: `by ${bindingName(binding)} with ${roleName(binding)}` };
    });
  }

  /** A verb of Kubernetes on objects of a kind. */
  may(verb: string, { plural }: Pick<Kind, "plural">, name?: string): RightAnswer {
    const { organization: namespace } = this;
    return this.answer([
      { namespace, apiGroup, verb, resource: plural, ...(name === undefined ? {} : { name }) },
    ]);
  }

  mayDo(action: ActionName, target: Omit<ActionTarget, "namespace">): RightAnswer {
    return this.answer(rightsFor(action, { ...target, namespace: this.organization }));
  }

  /**
   * An offer of an action, disabled with the reason where the viewer may not.
   * @param obstacle why it cannot be done although they may
   */
  offer(
    { id, ...rest }: Omit<ActionOffer, "id"> & { readonly id?: string },
    answer: RightAnswer,
    obstacle?: Pick<ActionOffer, "reason" | "remedy">,
  ): ActionOffer {
    const given = { ...rest, id: id ?? rest.word.toLowerCase().replace(/[^a-z0-9]+/g, "-") };
    if (!answer.allowed) return { ...given, reason: answer.reason, remedy: answer.remedy };
    return obstacle ? { ...given, ...obstacle } : given;
  }
}
