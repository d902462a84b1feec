import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { DispatchAttempt } from "../dispatch/run-status.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import type { Declared } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import type { AttemptReport } from "../run-bundle/attempt-report.ts";
import { artifactName } from "./result-objects.ts";

type Status = z.output<typeof agentArtifact.status>;

/** Writes down what a runner says that its bundle will bring, once each: Pending, until the content is here. */
export async function noteAnnounced(
  writer: ResourceWriter,
  { metadata: { namespace, name: attempt }, spec: { run } }: DispatchAttempt,
  announced: NonNullable<AttemptReport["announced"]>,
): Promise<void> {
  for (const said of announced) {
    const name = artifactName({ attempt }, { kind: said.kind, name: said.title ?? "" });
    if (await writer.get(agentArtifact, { namespace, name })) continue;
    const spec = agentArtifact.spec.parse({ ...said, run, attempt, location: "agent_blob" });
    const artifact = { kind: agentArtifact.kind, metadata: { namespace, name }, spec };
    await writer.create(agentArtifact, artifact, { phase: "Pending" });
  }
}

/** Stores an artifact whose content is here. What was announced of it counts for nothing where the bundle says something else. */
export async function bringArtifact(
  writer: ResourceWriter,
  artifact: Declared<typeof agentArtifact>,
  status: Status,
): Promise<void> {
  const there = await writer.hold(agentArtifact, artifact.metadata);
  const isAnnounced = there?.status.phase === "Pending";
  if (isAnnounced && isDeepStrictEqual(there.spec, artifact.spec)) {
    await writer.setStatus(agentArtifact, artifact.metadata, status);
    return;
  }
  if (isAnnounced) await writer.delete(agentArtifact, artifact.metadata);
  await writer.create(agentArtifact, artifact, status);
}
