import { certain } from "../../fault/certain.ts";
import type { Condition } from "../kinds/condition.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentMemoryUpdate } from "../kinds/record/agent-memory.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import type { ProposedUpdate } from "./memory-updates.ts";

/**
 * Writes down proposals of changes of the memory, each with the artifact that it is. One that is there stays as it is.
 * @param now RFC 3339
 */
export async function proposeUpdates(
  writer: ResourceWriter,
  updates: readonly ProposedUpdate[],
  attempt: string,
  now: string,
): Promise<void> {
  for (const { object, problems, content } of updates) {
    if (await writer.get(agentMemoryUpdate, object.metadata)) continue;
    await writer.create(agentMemoryUpdate, object, {
      phase: "Proposed",
      validation: [...problems],
      conditions: [validCondition(problems, now)],
    });
    const { namespace, name } = object.metadata;
    const spec = agentArtifact.spec.parse({
      run: certain(object.spec.run),
      attempt,
      kind: "memory_patch",
      digest: object.spec.artifactDigest,
      title: object.spec.title,
      bytes: content.length,
      mediaType: "application/json",
      paths: object.spec.paths,
      location: "agent_blob",
    });
    const artifact = { kind: agentArtifact.kind, metadata: { namespace, name }, spec };
    await writer.create(agentArtifact, artifact, { phase: "Ready" });
  }
}

/** Whether its form is right, as a condition. */
function validCondition(problems: readonly string[], now: string): Condition {
  const isValid = problems.length === 0;
  return {
    type: "Valid",
    status: isValid ? "True" : "False",
    reason: isValid ? "WellFormed" : "Malformed",
    message: isValid ? "Nothing is wrong with it." : problems.join("; ").slice(0, 30_000),
    lastTransitionTime: now,
  };
}
