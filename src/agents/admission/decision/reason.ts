import type { Decision } from "../../kinds/actor.ts";

export type Reason = Decision["reasons"][number];
export type BasisFact = NonNullable<Decision["basis"]>[number];

/** The codes of reasons, each with what it means. They are stable: programs, pages and tests go by them. */
export const reasonCodes = {
  ACCESS_ALLOWED: "A role gives the right.",
  ACCESS_DENIED: "No role gives the right.",
  ACTOR_INVALID: "The name of who asked is no login of a forge.",
  ACTOR_CANNOT_WRITE: "Who asked has no write permission on the repository.",
  APPROVED: "A person who may has approved it.",
  APPROVAL_INVALID:
    "An approval does not count: it is somebody's who may not give it, or is about another decision.",
  APPROVAL_REQUIRED_BY_RULE: "The rule asks for an approval of every run.",
  APPROVAL_REQUIRED_FOR_FORK: "Work for a fork starts after a person with write permission approves it.",
  BUDGET_SPENT: "What may be used in a day is used up.",
  CHAIN_TOO_DEEP: "Too many runs followed from one another.",
  DISPATCH_DECISION_MISSING: "A launch has no decision of its dispatch to go by.",
  CHANGED_SINCE_DISPATCH: "Something that the dispatch was allowed for is no longer as it was.",
  FORK_NOT_ALLOWED: "No rule lets events of forks start this.",
  GRANT_DENIED: "A grant refuses what is needed.",
  GRANT_EXPIRED: "The grant that gave what is needed is over.",
  GRANT_MET: "A grant gives what is needed.",
  GRANT_MISSING: "No grant gives what is needed.",
  GRANT_MOUNT_UNTRUSTED: "A secret would reach an untrusted agent.",
  GRANT_PROXY_HOST_MISSING: "A secret is given through the proxy, and no host that gets it is named.",
  HOST_FACTS_MISSING: "It is not known what the host says of who asked.",
  MCP_SERVER_OUT_OF_SCOPE: "The stack may not use an MCP server that it names.",
  NEED_ABSENT: "A secret or config that is needed does not exist.",
  PAUSED: "A person has stopped it.",
  REFERENCE_MISSING: "Something that is named does not exist.",
  REPOSITORY_OUTSIDE: "The repository is not one of the organisation's.",
  ROLE_DRIFT: "A role or binding differs from what the repository declares.",
  RULE_NOT_ACTIVE: "The rule is not in force.",
  RULE_STACK_DIFFERS: "The rule starts another stack.",
  RUNNER_POOL_TIER: "The runner pool does not take work of this tier.",
  SERVICE_ACCOUNT_TIER: "The service account is meant for work of another tier.",
  STACK_NOT_READY: "The stack cannot be dispatched as it is.",
  STACK_PENDING: "The stack has changed, and nobody has looked at it since; the run waits for that.",
  STACK_WARNING: "The stack can be dispatched, and something is not as it should be.",
  STACK_UNKNOWN: "There is no stack of that name.",
  TASK_KIND_UNKNOWN: "The stack does not take this kind of task.",
  TEAM_IGNORED: "A team has a name that no forge gives, and does not count.",
} as const satisfies Readonly<Record<string, string>>;
export type ReasonCode = keyof typeof reasonCodes;

export function reason(
  effect: Reason["effect"],
  code: ReasonCode,
  message: string,
  others: { readonly remedy?: string | undefined; readonly object?: string | undefined } = {},
): Reason {
  const { remedy, object } = others;
  return {
    code,
    effect,
    message: message.slice(0, 4000),
    ...(remedy === undefined ? {} : { remedy: remedy.slice(0, 4000) }),
    ...(object === undefined ? {} : { object: object.slice(0, 600) }),
  };
}

const weights: readonly Reason["effect"][] = ["deny", "approval", "warn", "allow"];

/** Reasons without doubles, the weightiest first, else by code, object and message: the same for the same facts in any order. */
export function sortedReasons(reasons: readonly Reason[]): Reason[] {
  const key = ({ effect, code, object = "", message }: Reason) =>
    [weights.indexOf(effect), code, object, message].join("\u0000");
  const unique = new Map(reasons.map((one) => [key(one), one]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

export function verdictFrom(reasons: readonly Reason[]): Decision["verdict"] {
  if (reasons.some(({ effect }) => effect === "deny")) return "denied";
  return reasons.some(({ effect }) => effect === "approval") ? "requiresApproval" : "allowed";
}
