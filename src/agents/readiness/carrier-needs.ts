import type { AnsweredNeed } from "../admission/decision/grant-findings.ts";
import type { Condition } from "../kinds/condition.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { Resource } from "../resource/resource.ts";
import { stackNeeds } from "./checks/need-findings.ts";
import { namesUsed, stackUsers } from "./stack-parts.ts";
import type { StackWorld } from "./stack-world.ts";

/** An MCP server or skill. */
export interface NeedCarrier {
  readonly kind: "AgentMcpServer" | "AgentSkill";
  readonly name: string;
}

/** A stack that uses a server or skill, with the answers to what that needs. */
export interface CarrierUse {
  readonly stack: Resource<typeof agentStack>;
  readonly needs: readonly AnsweredNeed[];
}

/** The stacks that use a server or skill, themselves or by a subagent, by name. */
export function usesOf({ kind, name }: NeedCarrier, { snapshot, objects }: StackWorld): CarrierUse[] {
  const field = kind === "AgentMcpServer" ? "mcpServers" : "skills";
  return objects.stacks
    .filter((stack) => namesUsed({ users: stackUsers(stack, snapshot.grants) }, field).includes(name))
    .map((stack) => ({
      stack,
      needs: stackNeeds({ stack, snapshot }).filter(
        ({ answer: { need } }) => need.requiredBy.kind === kind && need.requiredBy.name === name,
      ),
    }));
}

/** The secrets that a server may be given: those that some stack is given for it, and that there are. */
export function secretsForProbe(uses: readonly CarrierUse[]): string[] {
  const given = uses
    .flatMap(({ needs }) => needs)
    .filter(({ answer: { need, phase }, findings: { reasons } }) => {
      const isSound = reasons.every(({ effect }) => effect === "allow");
      return need.need === "secret" && phase === "Met" && isSound;
    });
  return [...new Set(given.map(({ answer }) => answer.need.name))].sort();
}

/** Whether what a server or skill needs is given to every stack that uses it. */
export function needsMet(uses: readonly CarrierUse[], basis: ConditionStamp): Condition {
  const unmet = uses.flatMap(({ stack, needs }) =>
    needs.flatMap(({ findings }) => {
      const fault = findings.reasons.find(({ effect }) => effect !== "allow");
      return fault ? [{ stack: stack.metadata.name, ...fault }] : [];
    }),
  );
  const [first] = unmet;
  if (!first)
    return stamped(
      {
        type: "NeedsMet",
        status: "True",
        severity: "info",
        reason: "Verified",
        message: "what it needs is given to every stack that uses it",
      },
      basis,
    );
  const more = unmet.length > 1 ? ` (and ${unmet.length - 1} more)` : "";
  const remedy = first.remedy?.slice(0, 1000);
  return stamped(
    {
      type: "NeedsMet",
      status: "False",
      severity: "error",
      reason: "NeedsUnmet",
      message: `for the stack ${first.stack}: ${first.message}${more}`,
      ...(remedy === undefined ? {} : { remedy }),
    },
    basis,
  );
}

/** When a condition is said, of which generation, and what was said before. */
export interface ConditionStamp {
  /** RFC 3339. */
  readonly now: string;
  readonly generation: number;
  readonly before: readonly Condition[];
}

/** A condition with its time: that of the last change of its status. */
export function stamped(
  said: Omit<Condition, "lastTransitionTime" | "observedGeneration">,
  { now, generation, before }: ConditionStamp,
): Condition {
  const then = before.find(({ type }) => type === said.type);
  return {
    ...said,
    observedGeneration: generation,
    lastTransitionTime: then?.status === said.status ? then.lastTransitionTime : now,
  };
}
