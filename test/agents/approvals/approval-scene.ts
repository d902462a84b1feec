import type { z } from "zod";
import { approvalController, type TargetHeads } from "../../../src/agents/approvals/approval-controller.ts";
import type { Actor, HostFacts } from "../../../src/agents/kinds/actor.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../src/agents/kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { certain } from "../../../src/fault/certain.ts";
import type { TestDatabases } from "../../config/databases.ts";
import { once } from "../control/counting.ts";
import { openStore } from "../store/scene.ts";

export const digest = `sha256:${"a".repeat(64)}`;
export const otherDigest = `sha256:${"b".repeat(64)}`;
export const organizations = [
  { name: "acme", repositories: ["tidewater/*"], configRepository: "tidewater/fleet" },
];
export const person = (name: string): Actor => ({ kind: "User", name });
export const writes = (permission: HostFacts["permission"] = "write") => ({ permission });

/** A run that waits, which mira asked for, and an approval of what it wants. */
export async function approvalScene(databases: TestDatabases, heads?: TargetHeads) {
  const scene = await openStore(databases);
  const { store, database } = scene;
  let time = new Date("2026-11-22T10:00:00Z");
  const now = () => time;
  const put = async <One extends Kind>(
    kind: One,
    name: string,
    spec: Record<string, unknown>,
    status: z.output<One["status"]>,
  ) => {
    const declared = {
      kind: kind.kind,
      metadata: { namespace: "acme", name },
      spec: kind.spec.parse(spec) as z.output<One["spec"]>,
    };
    await store.write((writer) => writer.create(kind, declared, status));
  };
  return {
    ...scene,
    now,
    decides: { store, database, organizations, now },
    pass: (milliseconds: number) => {
      time = new Date(time.getTime() + milliseconds);
    },
    run: (
      spec: Partial<z.input<typeof agentDispatchRun.spec>> = {},
      status: z.output<typeof agentDispatchRun.status> = {},
    ) =>
      put(
        agentDispatchRun,
        "run-1",
        { ...agentDispatchRun.example.spec, requestedBy: person("mira"), ...spec },
        { phase: "Waiting", attempts: 1, trustTier: "trusted", admission: decision(), ...status },
      ),
    stack: (spec: Partial<z.input<typeof agentStack.spec>> = {}) =>
      put(agentStack, "fixer", { ...agentStack.example.spec, ...spec }, {}),
    approval: (spec: Partial<z.input<typeof agentApproval.spec>> = {}, name = "approval-1") =>
      put(
        agentApproval,
        name,
        {
          ...{ run: "run-1", action: "tool", requestedBy: person("mira"), artifactDigest: digest },
          ...spec,
        },
        {},
      ),
    artifact: (name: string, spec: Partial<z.input<typeof agentArtifact.spec>> = {}) =>
      put(
        agentArtifact,
        name,
        { run: "run-1", kind: "patch", digest, attempt: "run-1-1", ...spec },
        { phase: "Ready" },
      ),
    settle: () => once(database, approvalController({ store, now, heads })),
    read: async <One extends Kind>(kind: One, name: string) =>
      certain(await store.read((reader) => reader.get(kind, { namespace: "acme", name }))),
  };
}

function decision() {
  return { verdict: "requiresApproval" as const, tier: "trusted" as const, reasons: [], digest };
}
