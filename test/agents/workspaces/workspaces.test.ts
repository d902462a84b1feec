import { expect, test } from "vitest";
import type { z } from "zod";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentWorkspacePolicy } from "../../../src/agents/kinds/config/agent-workspace-policy.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../../src/agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../../src/agents/kinds/record/agent-workspace.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { workspaceController } from "../../../src/agents/workspaces/workspace-controller.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { once } from "../control/counting.ts";
import { openStore } from "../store/scene.ts";

type RunStatus = z.output<typeof agentDispatchRun.status>;
type WorkspaceStatus = z.output<typeof agentWorkspace.status>;
const main = { ref: "refs/heads/main", head: "1".repeat(40) };

/** An organisation whose stack has a workspace policy. */
async function workspaceScene(
  databases: TestDatabases,
  policy: Partial<z.input<typeof agentWorkspacePolicy.spec>> = {},
) {
  const scene = await openStore(databases);
  const { store, database } = scene;
  const put = async <One extends Kind>(
    kind: One,
    name: string,
    spec: object,
    status: z.output<One["status"]>,
  ) => {
    const declared = {
      kind: kind.kind,
      metadata: { namespace: "acme", name },
      spec: kind.spec.parse(spec) as z.output<One["spec"]>,
    };
    await store.write((writer) => writer.create(kind, declared, status));
  };
  await put(
    agentWorkspacePolicy,
    "short-lived",
    { ...agentWorkspacePolicy.example.spec, reuse: "same_ref", ...policy },
    {},
  );
  await put(agentStack, "fixer", { ...agentStack.example.spec, workspacePolicy: "short-lived" }, {});
  const read = async <One extends Kind>(kind: One, name: string) =>
    certain(await store.read((reader) => reader.get(kind, { namespace: "acme", name })));
  return {
    ...scene,
    put,
    read,
    run: (name: string, spec: object = {}, status: RunStatus = {}) =>
      put(
        agentDispatchRun,
        name,
        { ...agentDispatchRun.example.spec, sourceRefs: main, ...spec },
        { phase: "Queued", trustTier: "trusted", ...status },
      ),
    end: async (name: string, phase: "Succeeded" | "Failed") => {
      const { status, metadata } = await read(agentDispatchRun, name);
      await store.write((writer) => writer.setStatus(agentDispatchRun, metadata, { ...status, phase }));
    },
    report: async (name: string, changes: Partial<WorkspaceStatus>) => {
      const { status, metadata } = await read(agentWorkspace, name);
      await store.write((writer) => writer.setStatus(agentWorkspace, metadata, { ...status, ...changes }));
    },
    settle: () => once(database, workspaceController({ store, now: () => new Date("2026-11-22T10:00:00Z") })),
    workspaceOf: async (run: string) => (await read(agentDispatchRun, run)).status.workspace,
  };
}

describeOnBoth("workspaces (P-36)", (databases) => {
  test("are made for runs, and say what goes on in them until nothing does", async () => {
    await using scene = await workspaceScene(databases);
    await scene.run("run-1", {
      sourceRefs: { ...main, issue: 12 },
      requestedBy: { kind: "User", name: "mira" },
    });
    await scene.run("unadmitted", {}, { trustTier: undefined });
    await scene.settle();
    expect(await scene.workspaceOf("unadmitted")).toBe(undefined);
    const made = await scene.read(agentWorkspace, certain(await scene.workspaceOf("run-1")));
    expect(made.spec).toMatchObject({
      ...{ repository: "tidewater/berths", ownership: "issue", trustTier: "trusted", policy: "short-lived" },
      owner: { name: "mira" },
    });
    expect(made.status).toMatchObject({ phase: "Provisioning", runs: ["run-1"] });
    await scene.put(
      agentSession,
      "s-1",
      { run: "run-1" },
      { phase: "Live", workspaceRef: made.metadata.name },
    );
    await scene.report(made.metadata.name, { git: { branch: "fix", dirty: false } });
    await scene.settle();
    const active = await scene.read(agentWorkspace, made.metadata.name);
    expect(active.status).toMatchObject({ phase: "Active", runs: ["run-1"], sessions: ["s-1"] });
    expect(active.status).not.toHaveProperty("cleanupAfter");
    await scene.end("run-1", "Succeeded");
    await scene.settle();
    expect((await scene.read(agentWorkspace, made.metadata.name)).status).toMatchObject({
      ...{ phase: "Idle", runs: [], lastRun: "run-1" },
      ...{ lastUsedAt: "2026-11-22T10:00:00.000Z", cleanupAfter: "2026-11-24T10:00:00.000Z" },
    });
  });

  test("are used again for the same repository, ref and tier only, clean ones, and never for untrusted work (P-74)", async () => {
    await using scene = await workspaceScene(databases);
    await scene.run("first");
    await scene.settle();
    const name = certain(await scene.workspaceOf("first"));
    await scene.report(name, { git: { dirty: true } });
    await scene.end("first", "Succeeded");
    await scene.settle();
    await scene.run("while-dirty");
    await scene.run("other-ref", { sourceRefs: { ...main, ref: "refs/heads/other" } });
    await scene.run("other-repository", { repository: "tidewater/quays" });
    await scene.run("other-tier", {}, { trustTier: "restricted" });
    await scene.run("untrusted", {}, { trustTier: "untrusted" });
    await scene.settle();
    for (const run of ["while-dirty", "other-ref", "other-repository", "other-tier", "untrusted"])
      expect(await scene.workspaceOf(run), run).toBe(`w-${run}`);
    await scene.report(name, { git: { dirty: false } });
    await scene.settle();
    await scene.run("second");
    await scene.run("third");
    await scene.settle();
    const given = [await scene.workspaceOf("second"), await scene.workspaceOf("third")].sort();
    // One of the two has it; nobody shares.
    expect(given.filter((one) => one === name)).toHaveLength(1);
    expect((await scene.read(agentWorkspace, name)).status.phase).toBe("Active");
    await scene.report("w-untrusted", { git: { dirty: false } });
    await scene.end("untrusted", "Succeeded");
    await scene.settle();
    await scene.run("again", { workspaceRef: "w-untrusted" }, { trustTier: "untrusted" });
    await scene.settle();
    expect(await scene.workspaceOf("again")).toBe("w-again");
  });

  test("keep their record when their path is gone, and when they were archived (P-76)", async () => {
    await using scene = await workspaceScene(databases);
    await scene.run("run-1");
    await scene.run("run-2");
    await scene.settle();
    await scene.report("w-run-1", { git: { missing: true } });
    await scene.end("run-2", "Failed");
    await scene.settle();
    expect((await scene.read(agentWorkspace, "w-run-1")).status.phase).toBe("Missing");
    // It was never made, and nobody waits for it any more.
    expect((await scene.read(agentWorkspace, "w-run-2")).status.phase).toBe("Archived");
    await scene.report("w-run-1", { git: { missing: false } });
    await scene.settle();
    expect((await scene.read(agentWorkspace, "w-run-1")).status.phase).toBe("Active");
    const all = { before: new Date("2100-01-01"), changesBefore: new Date(0), changes: 1000 };
    await pruneRecords(scene.database, all);
    const left = await scene.store.read((reader) => reader.list(agentWorkspace));
    expect(left.items.map(({ metadata }) => metadata.name)).toEqual(["w-run-1"]);
  });

  test("are kept longer after a failure, at all while they are pinned, and only so many of a repository", async () => {
    await using scene = await workspaceScene(databases, {
      reuse: "never",
      retentionPolicy: { idle: "2d", failed: "7d", maxCount: 2 },
    });
    for (const run of ["a", "b", "c", "d"]) await scene.run(run);
    await scene.settle();
    for (const run of ["a", "b", "c", "d"]) await scene.report(`w-${run}`, { git: { dirty: false } });
    await scene.settle();
    const pinned = await scene.read(agentWorkspace, "w-d");
    await scene.store.write((writer) =>
      writer.update(agentWorkspace, {
        kind: agentWorkspace.kind,
        metadata: { namespace: "acme", name: "w-d" },
        spec: { ...pinned.spec, pinned: true },
      }),
    );
    await scene.end("a", "Failed");
    for (const run of ["b", "c", "d"]) await scene.end(run, "Succeeded");
    await scene.settle();
    const cleanup = async (name: string) => (await scene.read(agentWorkspace, name)).status.cleanupAfter;
    expect(await cleanup("w-d")).toBe(undefined);
    // The pinned one and the first of the others are kept; what is over the count may go at once.
    expect(await cleanup("w-a")).toBe("2026-11-29T10:00:00.000Z");
    expect(await cleanup("w-b")).toBe("2026-11-22T10:00:00.000Z");
    expect(await cleanup("w-c")).toBe("2026-11-22T10:00:00.000Z");
  });

  test("say what their host reported of them: stale, to be rebased, in conflict, dirty, degraded (P-78, P-79)", async () => {
    await using scene = await workspaceScene(databases);
    await scene.run("run-1");
    await scene.settle();
    const conditions = async () =>
      Object.fromEntries(
        (await scene.read(agentWorkspace, "w-run-1")).status.conditions?.map(({ type, status }) => [
          type,
          status,
        ]) ?? [],
      );
    await scene.report("w-run-1", {
      git: { behind: 2, dirty: true, uncommitted: 3, rebase: "conflicts", conflicts: ["a.txt"] },
      runtime: [{ kind: "preview", name: "docs", health: "unavailable" }],
    });
    await scene.settle();
    expect(await conditions()).toEqual({
      ...{ Stale: "True", RebaseNeeded: "False", RebaseConflicts: "True", Dirty: "True", Degraded: "True" },
    });
    await scene.report("w-run-1", { git: { behind: 0, dirty: false, rebase: "needed" }, runtime: [] });
    await scene.settle();
    expect(await conditions()).toEqual({
      ...{
        Stale: "False",
        RebaseNeeded: "True",
        RebaseConflicts: "False",
        Dirty: "False",
        Degraded: "Unknown",
      },
    });
    expect((await scene.read(agentWorkspace, "w-run-1")).status.phase).toBe("Active");
  });
});
