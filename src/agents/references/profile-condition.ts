import type { RunCondition } from "../dispatch/run-conditions.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import type { agentToolProfile } from "../kinds/config/agent-tool-profile.ts";
import { agentCapabilityRequirement } from "../kinds/record/agent-capability-requirement.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { notKnown, notSo, so } from "./named-objects.ts";

const type = "Enforceable";

/** Whether the clients of the stacks that use a profile can be held to it, by what stacks were found to need of their clients. */
export async function profileCondition(
  reader: ResourceReader,
  { metadata: { namespace, name } }: Resource<typeof agentToolProfile>,
): Promise<RunCondition> {
  const required = await Array.fromAsync(reader.each(agentCapabilityRequirement, { namespace }));
  const own = required.filter(
    ({ spec }) =>
      spec.need === "capability" &&
      spec.requiredBy.kind === "AgentToolProfile" &&
      spec.requiredBy.name === name,
  );
  const missing = own.find(({ status }) => status.phase !== "Met");
  const stacks = await Array.fromAsync(reader.each(agentStack, { namespace }));
  const users = stacks.filter(({ spec }) => spec.toolProfile === name);
  const unseen = users.find(({ status }) => !status.client);
  if (
    missing &&
    !users.some(
      ({ metadata }) => metadata.name === missing.spec.stack && unseen?.metadata.name === metadata.name,
    )
  )
    return notSo(
      type,
      "ClientCannot",
      `The client of agentstacks/${missing.spec.stack} cannot be held to it: it lacks ${missing.spec.name}.`,
      { remedy: missing.status.remedy ?? "Use another client there, or loosen the profile." },
    );
  if (unseen)
    return notKnown(
      type,
      "ClientNotSeen",
      `Nobody has seen what the client of agentstacks/${unseen.metadata.name} can do.`,
      "Install the client where the controllers run, or pin a version that is known.",
    );
  if (users.length === 0 && own.length === 0) return so(type, "NotUsed", "No stack uses it.");
  return so(type, "Enforceable", "The clients of all stacks that use it can be held to it.");
}
