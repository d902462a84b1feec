import type { Condition } from "../../../agents/kinds/condition.ts";
import type { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import type { agentCapabilityRequirement } from "../../../agents/kinds/record/agent-capability-requirement.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import type { ShownTable } from "../../page/shown.ts";

/** What a stack's page has to say of each of the ten states that building one can be in. */
export interface BuilderFacts {
  readonly stack: Resource<typeof agentStack>;
  readonly needs: readonly Resource<typeof agentCapabilityRequirement>[];
  readonly yaml: string;
}

type Row = readonly [
  state: string,
  holds: "ok" | "wrong" | "unknown",
  why: string,
  remedy: string | undefined,
];

export function builderStates(facts: BuilderFacts): ShownTable {
  const { stack, needs, yaml } = facts;
  const { observedGeneration = 0 } = stack.status;
  const { generation } = stack.metadata;
  const missing = needs.filter(({ status }) => status.phase !== "Met");
  const denied = missing.find(({ status }) => status.phase === "Denied") ?? missing[0];
  const rows: readonly Row[] = [
    byCondition(stack, "Adapter capability", ["CapabilitiesResolved"]),
    byCondition(stack, "MCP health", ["McpHealthy"]),
    byCondition(stack, "Account and runner identity", ["RuntimeIdentityReady"]),
    byCondition(stack, "Role bindings and grants", ["RolesAdmitted", "SecretsAdmitted", "ConfigAdmitted"]),
    denied
      ? [
          "Permission review",
          "wrong",
          `${denied.spec.need} ${denied.spec.name} for ${denied.spec.requiredBy.kind} ${denied.spec.requiredBy.name}: ${denied.status.phase ?? "Missing"}`,
          denied.status.remedy,
        ]
      : ["Permission review", needs.length === 0 ? "unknown" : "ok", reviewed(needs.length), undefined],
    missing.length > 0
      ? [
          "What it needs",
          "wrong",
          `${missing.length} of ${needs.length} needs are not met.`,
          "The needs below say which grant gives each.",
        ]
      : ["What it needs", "ok", needs.length === 0 ? "It needs nothing." : "Every need is met.", undefined],
    byCondition(stack, "Subagents", ["SubagentsValid"]),
    byCondition(stack, "Approval mode and policy", ["PolicyAdmitted"]),
    observedGeneration === generation
      ? [
          "What is applied",
          "ok",
          `All of this is about generation ${generation}, which is applied.`,
          undefined,
        ]
      : [
          "What is applied",
          "unknown",
          `This is about generation ${observedGeneration}; generation ${generation} is applied, and was not looked at yet.`,
          "Wait for the controller; identikit controller does it once.",
        ],
    ["YAML", "ok", `${yaml.split("\n").length} lines; shown below, and copied as it is.`, undefined],
  ];
  return {
    columns: ["State", "Holds", "Why", "What to do"],
    rows: rows.map(([state, holds, why, remedy]) => ({
      key: state,
      cells: [
        state,
        { phase: { ok: "Ready", wrong: "Blocked", unknown: "Pending" }[holds], kind: "AgentStack" },
        why,
        remedy ?? null,
      ],
    })),
    empty: "Nothing is known of it yet.",
  };
}

function reviewed(count: number): string {
  return count === 0
    ? "Nobody has looked at its needs yet, or it has none."
    : "Its account may use all that it needs.";
}

/** The worst of some conditions. */
function byCondition({ status }: Resource<typeof agentStack>, state: string, types: readonly string[]): Row {
  const found = types.map((type) => status.conditions?.find((one) => one.type === type));
  const wrong = found.find((one) => one?.status === "False");
  if (wrong) return [state, "wrong", wrong.message, wrong.remedy];
  const unknown = found.find((one) => one?.status !== "True");
  const known: Condition | undefined = found.find((one) => one !== undefined);
  if (!known || found.some((one) => one === undefined) || unknown)
    return [state, "unknown", unknown?.message ?? "Nobody has looked at it yet.", unknown?.remedy];
  return [state, "ok", known.message, undefined];
}
