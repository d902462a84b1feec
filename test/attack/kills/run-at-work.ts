import { randomUUID } from "node:crypto";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { WriteBackPolicy } from "../../../src/agents/kinds/write-back.ts";
import type { ResourceWriter } from "../../../src/agents/resource/resource-store.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import type { KillProject } from "./kill-project.ts";

const digest = `sha256:${"a".repeat(64)}`;

/** A run whose agent is at work on a runner. */
export interface RunAtWork {
  readonly namespace: string;
  readonly name: string;
  readonly repository: string;
  readonly sourceRefs: (typeof agentDispatchRun)["example"]["spec"]["sourceRefs"] &
    Readonly<Record<string, unknown>>;
  readonly policy: WriteBackPolicy;
}

/** Writes down a run of trusted work with an attempt of it. @returns the ticket that its bundle has to be of */
export async function putRunAtWork(
  writer: ResourceWriter,
  { namespace, name, repository, sourceRefs, policy }: RunAtWork,
): Promise<{ readonly id: string; readonly digest: string }> {
  const ticket = { id: randomUUID(), issuedAt: "2026-11-22T10:00:00Z", expires: "2126-11-22T10:00:00Z" };
  const attempt = `${name}-1`;
  await writer.create(
    agentDispatchRun,
    {
      ...{ kind: agentDispatchRun.kind, metadata: { namespace, name } },
      spec: agentDispatchRun.spec.parse({ repository, sourceRefs, agentStack: "fixer", taskKind: "fix" }),
    },
    { phase: "Running", trustTier: "trusted", attempts: 1, currentAttempt: attempt },
  );
  const spec = agentDispatchAttempt.spec.parse({
    ...{ run: name, reason: "initial", stackSnapshot: { digest, generation: 1, profile: {} } },
    ...{ ticket, ticketDigest: digest, runnerPool: "linux", writeBack: policy, serviceAccount: "fixer" },
  });
  const metadata = { namespace, name: attempt };
  await writer.create(
    agentDispatchAttempt,
    { kind: agentDispatchAttempt.kind, metadata, spec },
    { phase: "Running" },
  );
  return { id: ticket.id, digest };
}

/** Writes to the database of a project while no command runs on it. */
export async function inStore<Result>(
  project: KillProject,
  work: (writer: ResourceWriter) => Promise<Result>,
): Promise<Result> {
  return await project.open(async (database) => {
    await using store = new SqlStore(database);
    return await store.write(work);
  });
}
