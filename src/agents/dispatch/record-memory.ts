import { agentMemoryQuery, agentMemorySnapshot } from "../kinds/record/agent-memory.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import type { RunMemory } from "./run-memory.ts";
import type { DispatchRun } from "./run-status.ts";

/** Writes down which state of the memory a run was given, what it was shown of it, and how much was withheld. */
export async function recordMemory(
  writer: ResourceWriter,
  { metadata: { namespace, name }, spec: { requestedBy } }: DispatchRun,
  { memory, withheld, mayRead }: Omit<RunMemory, "data">,
): Promise<void> {
  const metadata = { namespace, name };
  const { repository, asked = "now", at, commit, records = [] } = memory;
  const state = { run: name, repository, asked, ...(at === undefined ? {} : { at }), commit };
  await writer.create(
    agentMemorySnapshot,
    { kind: agentMemorySnapshot.kind, metadata, spec: agentMemorySnapshot.spec.parse(state) },
    {},
  );
  const by = requestedBy ?? { kind: "System", name: "unknown" };
  const query = { kind: agentMemoryQuery.kind, metadata, spec: { run: name, snapshot: name, by } };
  await writer.create(
    agentMemoryQuery,
    query,
    mayRead
      ? { phase: "Answered", commit, records, withheld }
      : { phase: "Denied", withheld, message: `${by.name} may not read the memory ${repository}.` },
  );
}
