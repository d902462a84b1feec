import { objectNamed } from "../grants/grant-world.ts";
import type { RunRequest } from "./admission-request.ts";
import type { AdmissionSnapshot } from "./admission-snapshot.ts";
import { basisFact } from "./basis.ts";
import type { AdmissionFindings } from "./findings.ts";
import { type Reason, reason } from "./reason.ts";

/** What the rule that asks for a run says, and what a fork's event needs of it. */
export function ruleFindings(request: RunRequest, { rules }: AdmissionSnapshot): AdmissionFindings {
  const { rule: name, host } = request;
  const rule = objectNamed(rules, name);
  const reasons: Reason[] = [];
  const { forks = "never" } = rule?.spec.match ?? {};
  if (host?.isFork) reasons.push(forkReason(forks !== "never", name));
  if (name === undefined) return { reasons, basis: [] };
  const object = `agenttriggerrules/${name}`;
  if (!rule) {
    const remedy = `Declare ${object}, or dispatch without a rule.`;
    const missing = reason("deny", "REFERENCE_MISSING", `the rule ${name} does not exist`, {
      object,
      remedy,
    });
    return { reasons: [...reasons, missing], basis: [] };
  }
  const { lifecycle, agentStack, approval, title: _, ...rest } = rule.spec;
  if (lifecycle !== "Active")
    reasons.push(
      reason("deny", "RULE_NOT_ACTIVE", `the rule ${name} is ${lifecycle}`, {
        object,
        remedy: "Set its lifecycle to Active.",
      }),
    );
  if (agentStack !== request.stack)
    reasons.push(
      reason("deny", "RULE_STACK_DIFFERS", `the rule ${name} starts ${agentStack}, not ${request.stack}`, {
        object,
        remedy: `Dispatch ${agentStack}, or dispatch without the rule.`,
      }),
    );
  if (approval === "required")
    reasons.push(
      reason("approval", "APPROVAL_REQUIRED_BY_RULE", `the rule ${name} asks for an approval of each run`, {
        object,
        remedy: "Let somebody approve it who may: identikit approve.",
      }),
    );
  return { reasons, basis: [basisFact(object, { agentStack, approval, ...rest })] };
}

function forkReason(isAllowed: boolean, rule: string | undefined): Reason {
  const object = rule === undefined ? undefined : `agenttriggerrules/${rule}`;
  if (isAllowed)
    return reason(
      "approval",
      "APPROVAL_REQUIRED_FOR_FORK",
      "the content comes from a fork, and is untrusted",
      {
        object,
        remedy: "Let somebody with write permission look at it and approve it: identikit approve.",
      },
    );
  return reason(
    "deny",
    "FORK_NOT_ALLOWED",
    "the content comes from a fork, and no rule lets forks start this",
    {
      object,
      remedy: "Set match.forks to untrusted or only in a rule for a stack that is meant for untrusted work.",
    },
  );
}
