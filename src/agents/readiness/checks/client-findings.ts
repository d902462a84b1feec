import { contentDigest } from "../../admission/decision/basis.ts";
import { clientCapabilities } from "../client-capabilities.ts";
import { type ClientDemand, clientDemands } from "../client-demands.ts";
import { type ReadinessFinding, readinessFinding } from "../readiness-finding.ts";
import type { ReadinessReason } from "../readiness-reasons.ts";
import type { SeenClient } from "../stack-facts.ts";
import { ageOf, type StackObject, type StackView } from "../stack-parts.ts";

/** The adapters that run one client only, and the names of that client. */
const clientsOf: Readonly<Record<string, readonly string[]>> = {
  claude: ["claude", "claude-code"],
  codex: ["codex", "codex-cli", "openai-codex"],
};
const title: Readonly<Record<string, string>> = { claude: "Claude Code", codex: "Codex" };

/** What identifies the program that a client's sighting is about. */
export function clientDigest({ name, command }: StackObject["spec"]["adapter"]): string {
  return contentDigest({ name, ...(name === "command" ? { command } : {}) });
}

/** The sighting that counts for a stack: of the pinned version, or the newest where none is pinned. */
export function clientSeen({ stack, facts }: Pick<StackView, "stack" | "facts">): SeenClient | undefined {
  const { adapter } = stack.spec;
  const of = clientDigest(adapter);
  return facts.clients
    .filter((one) => one.of === of && (adapter.version === undefined || one.version === adapter.version))
    .toSorted((a, b) =>
      a.seenAt === b.seenAt ? (a.version < b.version ? 1 : -1) : a.seenAt < b.seenAt ? 1 : -1,
    )[0];
}

/** Whether the client is the one that is named and does what the stack asks of it, and whether it can be held to its limits. */
export function clientFindings(view: StackView): ReadinessFinding[] {
  const { stack, facts, snapshot } = view;
  const { adapter } = stack.spec;
  const seen = clientSeen(view);
  const demands = clientDemands(view);
  const about = mismatches(view);
  if (adapter.name === "command" && adapter.command === undefined)
    about.push(
      capability(
        "AdapterCommandMissing",
        "the adapter command names no program",
        "Set adapter.command to the program and its arguments.",
      ),
    );
  else if (!seen) about.push(unseenClient(view));
  const age = seen && adapter.version === undefined ? ageOf(seen.seenAt, snapshot) : 0;
  if (seen && adapter.version === undefined)
    about.push(
      capability(
        age > facts.ages.client ? "ClientFactsOld" : "VersionNotPinned",
        `the stack pins no version of ${clientTitle(view)}; ${seen.version} was seen at ${seen.seenAt}`,
        `Set adapter.version: "${seen.version}", and let the runners install that one.`,
      ),
    );
  return [...about, ...demands.flatMap((demand) => answered(demand, seen, view)), ...supported(view, seen)];
}

function capability(reason: ReadinessReason, message: string, remedy?: string): ReadinessFinding {
  return readinessFinding("CapabilitiesResolved", reason, message, remedy);
}

function clientTitle({ stack }: Pick<StackView, "stack">): string {
  const { name, command } = stack.spec.adapter;
  return title[name] ?? `the program ${command?.[0] ?? ""}`;
}

function mismatches({ stack, facts }: StackView): ReadinessFinding[] {
  const { adapter, baseAgent, agent } = stack.spec;
  const names = clientsOf[adapter.name];
  return [
    ...(names && !names.includes(baseAgent.toLowerCase())
      ? [
          capability(
            "AdapterMismatch",
            `baseAgent is ${baseAgent}, and the adapter ${adapter.name} runs ${title[adapter.name]}`,
            `Set baseAgent: ${names.at(-1)}, or another adapter.`,
          ),
        ]
      : []),
    ...(facts.agent && adapter.name !== "command" && facts.agent.adapter !== adapter.name
      ? [
          capability(
            "AdapterMismatch",
            `the agent ${agent} has the runtime ${facts.agent.runtime}, and the adapter ${adapter.name} runs ${title[adapter.name]}`,
            `Set adapter.name: ${facts.agent.adapter}, or name an agent of another type.`,
          ),
        ]
      : []),
  ];
}

function unseenClient(view: StackView): ReadinessFinding {
  const { stack, facts } = view;
  const { version } = stack.spec.adapter;
  const which = version === undefined ? clientTitle(view) : `${clientTitle(view)} ${version}`;
  const why = facts.clientUnseen ? `: ${facts.clientUnseen.message}` : "";
  return capability("ClientNotSeen", `nobody has seen what ${which} can do${why}`, unseenRemedy(view));
}

/** What to do where nobody has seen the client. */
export function unseenRemedy({ stack, facts }: Pick<StackView, "stack" | "facts">): string {
  const of = clientDigest(stack.spec.adapter);
  const others = [
    ...new Set(facts.clients.filter((one) => one.of === of).map(({ version }) => version)),
  ].sort();
  const pin =
    others.length === 0 ? "" : ` Or set adapter.version to one that was seen: ${others.join(", ")}.`;
  return `${facts.clientUnseen?.remedy ?? "Run identikit controller --once in a job that has the client."}${pin}`;
}

function answered(demand: ClientDemand, seen: SeenClient | undefined, view: StackView): ReadinessFinding[] {
  // Subagents have a condition of their own.
  if (!seen || demand.capability === "subagents") return [];
  const { capability: name, because, standIn, requiredBy } = demand;
  const isPolicy = requiredBy.kind === "AgentToolProfile";
  const type = isPolicy ? "ToolsAdmitted" : "CapabilitiesResolved";
  const client = `${clientTitle(view)} ${seen.version}`;
  if (seen.capabilities.includes(name))
    return [readinessFinding(type, "Verified", `${client} can do what is asked of it`)];
  const lack = `${client} lacks ${name} (a client with it ${clientCapabilities[name]}) for ${because}`;
  if (standIn !== undefined) return [readinessFinding(type, "Verified", `${lack}; instead, ${standIn}`)];
  const reason = isPolicy ? "PolicyNotEnforceable" : "CapabilityMissing";
  return [readinessFinding(type, reason, lack, remedyFor(demand))];
}

function remedyFor({ capability: name, requiredBy, because }: ClientDemand): string {
  const object = requiredBy.kind === "AgentStack" ? "the stack" : `agenttoolprofiles/${requiredBy.name}`;
  if (name === "headless" || name === "events")
    return "Set adapter.version to a version of the client that does, or use another adapter.";
  if (name === "read_only" || name === "workspace_write")
    return `Use another client, or set isolation: bubblewrap or container in ${object}.`;
  return `Use another client, or take this out of ${object}: ${because}.`;
}

function supported(view: StackView, seen: SeenClient | undefined): ReadinessFinding[] {
  const { stack, users } = view;
  const count = users.length - 1;
  if ((stack.spec.subagents ?? []).length === 0)
    return [readinessFinding("SubagentsValid", "NothingToCheck", "it has no subagents")];
  if (!seen)
    return [
      readinessFinding(
        "SubagentsValid",
        "ClientNotSeen",
        "nobody has seen whether the client takes subagents",
        unseenRemedy(view),
      ),
    ];
  return seen.capabilities.includes("subagents")
    ? [
        readinessFinding(
          "SubagentsValid",
          "Verified",
          `subagents are declared (${count}), and the client takes them`,
        ),
      ]
    : [
        readinessFinding(
          "SubagentsValid",
          "SubagentsUnsupported",
          `the client ${seen.version} cannot be given subagents`,
          "Take the subagents out of the stack, or use a client that takes them.",
        ),
      ];
}
