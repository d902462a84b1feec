import { isDeepStrictEqual } from "node:util";
import { agentCapabilityRequirement } from "../kinds/record/agent-capability-requirement.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import type { WantedRequirement } from "./capability-requirements.ts";

const { kind } = agentCapabilityRequirement;

/** Makes the records of what a stack needs equal to what it needs now: makes, updates and removes, and touches nothing else. */
export async function recordRequirements(
  objects: ResourceWriter,
  { namespace, name: stack }: ResourceKey,
  wanted: readonly WantedRequirement[],
): Promise<void> {
  const fields = [{ field: "spec.stack", equals: true, value: stack }];
  const have = await Array.fromAsync(
    objects.each(agentCapabilityRequirement, { namespace, fields, limit: 5000 }),
  );
  const names = new Set(wanted.map(({ name }) => name));
  for (const { metadata } of have)
    if (!names.has(metadata.name)) await objects.delete(agentCapabilityRequirement, metadata);
  for (const { name, spec, status } of wanted) {
    const found = have.find(({ metadata }) => metadata.name === name);
    if (!found)
      await objects.create(agentCapabilityRequirement, { kind, metadata: { namespace, name }, spec }, status);
    else if (!isDeepStrictEqual(found.status, status))
      await objects.setStatus(agentCapabilityRequirement, { namespace, name }, status);
  }
}
