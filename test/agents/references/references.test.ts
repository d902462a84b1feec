import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { z } from "zod";
import { agentConfigSet } from "../../../src/agents/kinds/config/agent-config.ts";
import { agentMemoryRepository } from "../../../src/agents/kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../../../src/agents/kinds/config/agent-memory-source.ts";
import { agentRoleBinding } from "../../../src/agents/kinds/config/agent-role-binding.ts";
import { agentRunnerPool } from "../../../src/agents/kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../../../src/agents/kinds/config/agent-service-account.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentSubagent } from "../../../src/agents/kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../../../src/agents/kinds/config/agent-tool-profile.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentCapabilityRequirement } from "../../../src/agents/kinds/record/agent-capability-requirement.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentMemoryUpdate } from "../../../src/agents/kinds/record/agent-memory.ts";
import { workItem } from "../../../src/agents/kinds/record/work-item.ts";
import { GitMemoryStore } from "../../../src/agents/memory/git-memory-store.ts";
import {
  type ReferencePorts,
  referenceController,
} from "../../../src/agents/references/reference-controller.ts";
import { ApiTokens } from "../../../src/agents/store/tokens/api-tokens.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { commitAll } from "../../e2e/fleet.ts";
import { scratchDirectory } from "../../scratch.ts";
import { once } from "../control/counting.ts";
import { openStore } from "../store/scene.ts";

const namespace = "acme";
const start = new Date("2026-11-22T10:00:00Z");

/** A database, the controller, and what it asks. */
async function referenceScene(databases: TestDatabases) {
  const scene = await openStore(databases);
  const { store, database } = scene;
  const ports: { -readonly [Name in keyof ReferencePorts]: ReferencePorts[Name] } = {
    store,
    database,
    declared: () => undefined,
    now: () => start,
  };
  const read = async <One extends Kind>(kind: One, name: string) =>
    certain(await store.read((reader) => reader.get(kind, { namespace, name })));
  return {
    ...scene,
    ports,
    read,
    put: async <One extends Kind>(
      kind: One,
      name: string,
      spec: z.input<One["spec"]>,
      status?: z.output<One["status"]>,
    ) => {
      const declared = {
        kind: kind.kind,
        metadata: { namespace, name },
        spec: kind.spec.parse(spec) as z.output<One["spec"]>,
      };
      await store.write(async (writer) => {
        if (await writer.get(kind, declared.metadata)) await writer.update(kind, declared);
        else await writer.create(kind, declared, status);
      });
    },
    setStatus: <One extends Kind>(kind: One, name: string, status: z.output<One["status"]>) =>
      store.write((writer) => writer.setStatus(kind, { namespace, name }, status)),
    delete: (kind: Kind, name: string) => store.write((writer) => writer.delete(kind, { namespace, name })),
    settle: () => once(database, referenceController(ports)),
    /** A condition in short: its status and its reason. */
    condition: async (kind: Kind, name: string, type: string) => {
      const { conditions } = agentConfigSet.status.parse({
        conditions: (await read(kind, name)).status.conditions,
      });
      const found = conditions?.find((one) => one.type === type);
      return found && `${found.status} ${found.reason}`;
    },
  };
}

describeOnBoth("what stands alone is looked at:", (databases) => {
  test("a config says whether a value of it looks like a credential, without repeating it", async () => {
    await using scene = await referenceScene(databases);
    const [head, tail] = ["ghp", `${"Ab3".repeat(11)}xY0`];
    await scene.put(agentConfigSet, "endpoints", { data: { URL: "https://catalogue.example.test" } });
    await scene.put(agentConfigSet, "leaky", { data: { TOKEN: `${head}_${tail}` } });
    await scene.settle();
    expect(await scene.condition(agentConfigSet, "endpoints", "Plain")).toBe("True Plain");
    expect(await scene.condition(agentConfigSet, "leaky", "Plain")).toBe("False LooksLikeSecret");
    expect(JSON.stringify((await scene.read(agentConfigSet, "leaky")).status)).not.toContain(tail);
  });

  test("a subagent says what it names that is not there, and which chain leads back to it", async () => {
    await using scene = await referenceScene(databases);
    const spec = { rolePrompt: "Read.", taskKinds: ["read"] };
    await scene.put(agentSubagent, "reader", { ...spec, toolProfile: "careful" });
    await scene.settle();
    expect(await scene.condition(agentSubagent, "reader", "Valid")).toBe("False ReferenceMissing");
    await scene.put(agentToolProfile, "careful", agentToolProfile.example.spec as never);
    await scene.settle();
    expect(await scene.condition(agentSubagent, "reader", "Valid")).toBe("True Valid");
    await scene.put(agentSubagent, "writer", { ...spec, subagents: ["reader"] });
    await scene.put(agentSubagent, "reader", { ...spec, subagents: ["writer"] });
    await scene.settle();
    for (const name of ["reader", "writer"])
      expect(await scene.condition(agentSubagent, name, "Valid")).toBe("False SubagentCycle");
    // One that only leads into a circle is not part of it.
    await scene.put(agentSubagent, "caller", { ...spec, subagents: ["reader"] });
    await scene.settle();
    expect(await scene.condition(agentSubagent, "caller", "Valid")).toBe("True Valid");
  });

  test("a pool says whether its key is one and its runners have an account, and the account follows the pool", async () => {
    await using scene = await referenceScene(databases);
    const spec = { ...agentRunnerPool.example.spec, serviceAccount: "runner" };
    await scene.put(agentRunnerPool, "linux", spec as never);
    await scene.settle();
    expect(await scene.condition(agentRunnerPool, "linux", "Ready")).toBe("False ReferenceMissing");
    await scene.put(agentServiceAccount, "runner", { serviceAccountName: "runner" });
    await scene.settle();
    expect(await scene.condition(agentRunnerPool, "linux", "Ready")).toBe("False AccountNotForRunners");
    expect(await scene.condition(agentServiceAccount, "runner", "TokenReady")).toBe("True TicketAtLaunch");
    await scene.put(agentServiceAccount, "runner", { serviceAccountName: "runner", usedBy: "runner" });
    await scene.settle();
    expect(await scene.condition(agentRunnerPool, "linux", "Ready")).toBe("True Ready");
    expect(await scene.condition(agentServiceAccount, "runner", "TokenReady")).toBe("True PoolKey");
    await scene.put(agentRunnerPool, "linux", { ...spec, publicKey: `age1${"q".repeat(58)}` } as never);
    await scene.settle();
    expect(await scene.condition(agentRunnerPool, "linux", "Ready")).toBe("False KeyInvalid");
    expect(await scene.condition(agentServiceAccount, "runner", "TokenReady")).toBe("False NoPool");
  });

  test("an account says when what it signs in with has ended", async () => {
    await using scene = await referenceScene(databases);
    await scene.put(agentServiceAccount, "fixer", { serviceAccountName: "fixer" });
    const actor = { kind: "ServiceAccount", name: "fixer" } as const;
    const expires = new Date(start.getTime() + 60_000);
    await new ApiTokens(scene.database).issue({ actor, namespace, expires }, start);
    await scene.settle();
    expect(await scene.condition(agentServiceAccount, "fixer", "TokenReady")).toBe("True TokenValid");
    scene.ports.now = () => expires;
    await scene.foreign("UPDATE agent_queue SET due_at = 0;");
    await scene.settle();
    expect(await scene.condition(agentServiceAccount, "fixer", "TokenReady")).toBe("False TokenExpired");
  });

  test("a tool profile says whose client cannot be held to it", async () => {
    await using scene = await referenceScene(databases);
    await scene.put(agentToolProfile, "careful", agentToolProfile.example.spec as never);
    await scene.settle();
    expect(await scene.condition(agentToolProfile, "careful", "Enforceable")).toBe("True NotUsed");
    const stack = {
      baseAgent: "claude-code",
      adapter: { name: "claude" },
      runtimeIdentity: "fixer",
      toolProfile: "careful",
    };
    await scene.put(agentStack, "fixer", stack as never);
    await scene.settle();
    expect(await scene.condition(agentToolProfile, "careful", "Enforceable")).toBe("Unknown ClientNotSeen");
    const client = {
      of: `sha256:${"0".repeat(64)}`,
      version: "1",
      capabilities: [],
      seenAt: start.toISOString(),
    };
    const needed = { kind: "AgentToolProfile", name: "careful" };
    await scene.put(
      agentCapabilityRequirement,
      "fixer-ask",
      { stack: "fixer", requiredBy: needed, need: "capability", name: "ask" },
      { phase: "Missing" },
    );
    await scene.setStatus(agentStack, "fixer", { phase: "Blocked", client });
    await scene.settle();
    expect(await scene.condition(agentToolProfile, "careful", "Enforceable")).toBe("False ClientCannot");
    await scene.setStatus(agentCapabilityRequirement, "fixer-ask", { phase: "Met" });
    await scene.settle();
    expect(await scene.condition(agentToolProfile, "careful", "Enforceable")).toBe("True Enforceable");
  });

  test("a binding says whether it is what the repository declares", async () => {
    await using scene = await referenceScene(databases);
    const { spec } = agentRoleBinding.example;
    await scene.put(agentRoleBinding, "ours", spec as never);
    await scene.settle();
    expect(await scene.condition(agentRoleBinding, "ours", "InSync")).toBe("Unknown RepositoryNotHere");
    const declared = {
      kind: agentRoleBinding.kind,
      metadata: { namespace, name: "ours" },
      spec: agentRoleBinding.spec.parse(spec),
    };
    const look = async (bindings: readonly (typeof declared)[]) => {
      scene.ports.declared = () => ({ roles: [], bindings });
      await scene.foreign("UPDATE agent_queue SET due_at = 0;");
      await scene.settle();
      return await scene.condition(agentRoleBinding, "ours", "InSync");
    };
    expect(await look([])).toBe("True BesideRepository");
    expect(await look([declared])).toBe("True InSync");
    const other = {
      ...declared,
      spec: { ...declared.spec, subject: { kind: "User", name: "mira" } as const },
    };
    expect(await look([other])).toBe("False Differs");
  });

  test("a memory says how its records are and whether they are the newest, and a source whether it leads to any", async () => {
    await using scene = await referenceScene(databases);
    await scene.put(agentMemoryRepository, "brain", { repositoryRef: { name: "acme/brain" } });
    await scene.put(agentMemorySource, "harbour", {
      appliesTo: ["acme/*"],
      include: { paths: ["harbour/**"] },
    });
    await scene.settle();
    expect(await scene.condition(agentMemoryRepository, "brain", "Healthy")).toBe("Unknown MemoryNotHere");
    expect(await scene.condition(agentMemorySource, "harbour", "Resolved")).toBe("Unknown MemoryNotHere");
    const checkout = scratchDirectory();
    writeFileSync(join(checkout, "tides.md"), "# Tides\n");
    const first = commitAll(checkout, "Remember the tides");
    let onForge = first;
    scene.ports.memory = () => new GitMemoryStore(join(checkout, ".git"), {});
    scene.ports.heads = { headOf: async () => onForge };
    const again = async () => {
      await scene.foreign("UPDATE agent_queue SET due_at = 0;");
      await scene.settle();
    };
    await again();
    expect(await scene.condition(agentMemoryRepository, "brain", "Healthy")).toBe("True Healthy");
    expect(await scene.condition(agentMemoryRepository, "brain", "Fresh")).toBe("True Fresh");
    expect((await scene.read(agentMemoryRepository, "brain")).status).toMatchObject({
      commit: first,
      files: 1,
    });
    expect(await scene.condition(agentMemorySource, "harbour", "Resolved")).toBe("False NoRecords");
    onForge = "f".repeat(40);
    await again();
    expect(await scene.condition(agentMemoryRepository, "brain", "Fresh")).toBe("False Behind");
    await scene.put(agentMemorySource, "harbour", { appliesTo: ["acme/*"], include: {} });
    writeFileSync(join(checkout, "open.md"), "---\nkind: [\n---\n");
    commitAll(checkout, "Leave something open");
    await again();
    expect(await scene.condition(agentMemoryRepository, "brain", "Healthy")).toBe("False RecordMalformed");
    expect(await scene.condition(agentMemorySource, "harbour", "Resolved")).toBe("True Resolved");
    await scene.delete(agentMemoryRepository, "brain");
    await scene.settle();
    expect(await scene.condition(agentMemorySource, "harbour", "Resolved")).toBe("False ReferenceMissing");
  });

  test("a work item is in progress while a run works on it, and then open, or done where the forge has closed it", async () => {
    await using scene = await referenceScene(databases);
    let isClosed: boolean | undefined = false;
    scene.ports.items = { isClosed: async () => isClosed };
    const target = { kind: "issue", id: "12" } as const;
    await scene.put(
      workItem,
      "berths-12",
      { repository: "acme/berths", target, runs: ["run-1"] },
      { phase: "InProgress" },
    );
    await scene.put(
      agentDispatchRun,
      "run-1",
      { ...agentDispatchRun.example.spec, workItem: "berths-12" } as never,
      { phase: "Running" },
    );
    await scene.settle();
    const phase = async () => (await scene.read(workItem, "berths-12")).status.phase;
    expect(await phase()).toBe("InProgress");
    await scene.setStatus(agentDispatchRun, "run-1", { phase: "Succeeded" });
    await scene.settle();
    expect(await phase()).toBe("Open");
    const again = async (closed: boolean | undefined) => {
      isClosed = closed;
      await scene.foreign("UPDATE agent_queue SET due_at = 0;");
      await scene.settle();
      return await phase();
    };
    expect(await again(true)).toBe("Done");
    // A forge that does not answer opens nothing again.
    expect(await again(undefined)).toBe("Done");
    expect(await again(false)).toBe("Open");
  });

  test("a change of the memory is rejected where somebody said no, and merged where its pull request was", async () => {
    await using scene = await referenceScene(databases);
    let mergedAt: string | undefined;
    const asked: (readonly [string, number])[] = [];
    scene.ports.merges = {
      mergedAt: async (...question) => {
        asked.push([question[0], question[1]]);
        return mergedAt;
      },
    };
    await scene.put(agentMemoryRepository, "brain", { repositoryRef: { name: "acme/brain" } });
    const spec = { ...agentMemoryUpdate.example.spec, run: "run-1" } as never;
    for (const name of ["refused", "taken"])
      await scene.put(agentMemoryUpdate, name, spec, { phase: "Proposed" });
    await scene.put(
      agentApproval,
      "a-1",
      { ...agentApproval.example.spec, run: "run-1", action: "memory_update", artifact: "refused" } as never,
      { phase: "Pending" },
    );
    await scene.settle();
    const phase = async (name: string) => (await scene.read(agentMemoryUpdate, name)).status.phase;
    expect([await phase("refused"), await phase("taken")]).toEqual(["Proposed", "Proposed"]);
    await scene.setStatus(agentApproval, "a-1", { phase: "Rejected" });
    const pullRequest = "https://forge.example.test/acme/brain/pulls/4";
    await scene.setStatus(agentMemoryUpdate, "taken", { phase: "Approved", pullRequest });
    await scene.settle();
    expect([await phase("refused"), await phase("taken")]).toEqual(["Rejected", "Approved"]);
    expect(asked.at(-1)).toEqual(["acme/brain", 4]);
    mergedAt = "2026-11-22T11:00:00.000Z";
    await scene.foreign("UPDATE agent_queue SET due_at = 0;");
    await scene.settle();
    expect((await scene.read(agentMemoryUpdate, "taken")).status).toMatchObject({
      phase: "Merged",
      mergedAt,
    });
  });
});
