import { certain } from "../../fault/certain.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { readOutbox } from "../outbox/outbox-text.ts";
import type { ResourceKey } from "../resource/resource.ts";
import { BlobStore } from "../store/blobs/blob-store.ts";
import { gatherWriteFacts } from "./gather-facts.ts";
import { noteOnRun, recordPlans, recordRequest } from "./record-plan.ts";
import type { WriteBackServices } from "./write-ports.ts";

/**
 * Decides about everything that an attempt asks to have written back, once: approvals of what may be done, records of all of it, and on the
 * run what keeps something from being done. Done again it comes to the same.
 * @param key of the artifact that is the attempt's outbox
 */
export async function planOutbox(
  services: WriteBackServices,
  key: ResourceKey,
  signal: AbortSignal,
): Promise<void> {
  const { store, database } = services;
  const found = await store.read(async (reader) => {
    const outbox = await reader.get(agentArtifact, key);
    if (outbox?.spec.kind !== "outbox" || outbox.status.phase !== "Ready") return undefined;
    const { namespace } = key;
    const name = certain(outbox.spec.attempt);
    const attempt = certain(await reader.get(agentDispatchAttempt, { namespace, name }));
    const run = certain(await reader.get(agentDispatchRun, { namespace, name: attempt.spec.run }));
    return { outbox, attempt, run };
  });
  if (!found) return;
  const { outbox, run } = found;
  const content = await new BlobStore(database).get(run.metadata, outbox.spec.digest);
  const { requests, refused } = readOutbox(Buffer.from(content).toString("utf8"));
  const facts = await gatherWriteFacts(services, found, requests, signal);
  await store.write(async (writer, session) => {
    const held = await writer.hold(agentArtifact, key);
    if (held?.status.phase !== "Ready") return;
    const attempt = found.attempt.metadata.name;
    const plans = await recordPlans({ writer, session }, services, {
      ...{ key, run: run.metadata.name, attempt, requests, facts },
    });
    const by = facts.requestedBy;
    for (const { line, reason: said } of refused) {
      const record = { source: key.name, request: `line ${line}`, by, code: "WRITE_BACK_INVALID", said };
      await recordRequest(writer, services.now(), run.metadata, record);
    }
    await writer.setStatus(agentArtifact, key, { ...held.status, phase: "Applied" });
    await noteOnRun(writer, services, run.metadata, plans);
  });
}
