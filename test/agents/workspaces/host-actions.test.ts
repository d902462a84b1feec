import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { z } from "zod";
import { agentWorkspacePolicy } from "../../../src/agents/kinds/config/agent-workspace-policy.ts";
import { agentAction, workspaceAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../src/agents/kinds/record/agent-artifact.ts";
import { agentWorkspace } from "../../../src/agents/kinds/record/agent-workspace.ts";
import { patchText } from "../../../src/agents/run-bundle/tree-patch.ts";
import { BlobStore } from "../../../src/agents/store/blobs/blob-store.ts";
import { askWorkspaceAction } from "../../../src/agents/workspaces/ask-workspace-action.ts";
import { carryOutActions } from "../../../src/agents/workspaces/carry-out-actions.ts";
import { askForDueCleanups, reportWorkspaces } from "../../../src/agents/workspaces/report-workspaces.ts";
import { workspaceController } from "../../../src/agents/workspaces/workspace-controller.ts";
import { workspaceInventory } from "../../../src/agents/workspaces/workspace-inventory.ts";
import { storedPatches } from "../../../src/commands/places/stored-patches.ts";
import { workspaces } from "../../../src/commands/workspaces/workspaces.ts";
import { certain } from "../../../src/fault/certain.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { LocalHands } from "../../../src/workspace/actions/local-hands.ts";
import { BlobFolder } from "../../../src/workspace/files/blob-folder.ts";
import { harvestWorkspace } from "../../../src/workspace/host/harvest-workspace.ts";
import { WorkspaceRoot } from "../../../src/workspace/host/workspace-root.ts";
import { gitRemote } from "../../../src/workspace/store/git-remote.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { scratchDirectory, writeFiles } from "../../scratch.ts";
import { commitAll, environment, newRepository } from "../../template/git-repository.ts";
import { once } from "../control/counting.ts";
import { openStore } from "../store/scene.ts";

type ActionName = z.output<typeof workspaceAction>;
const { signal } = new AbortController();
const organizations = [{ name: "acme", repositories: ["tidewater/berths"] }];
const namespace = "acme";

/** A database with one workspace, a repository, and machines that may hold it. */
async function hostScene(
  databases: TestDatabases,
  spec: Partial<z.input<typeof agentWorkspace.spec>> = {},
  status: z.input<typeof agentWorkspace.status> = { phase: "Provisioning" },
) {
  const scene = await openStore(databases);
  const { store, database } = scene;
  let time = new Date("2026-11-22T10:00:00Z");
  const now = () => time;
  const { path: repository, commit } = newRepository({ a: "a\n", b: "b\n" });
  const key = { namespace, name: "berths-12" };
  const input: z.input<typeof agentWorkspace.spec> = {
    ...{ repository: "tidewater/berths", externalId: "run/r-1", ownership: "issue", trustTier: "trusted" },
    ...{ policy: "short", refs: { ref: "refs/heads/main" }, ...spec },
  };
  const policy = agentWorkspacePolicy.spec.parse({ mode: "worktree", retentionPolicy: { idle: "1h" } });
  await store.write(async (writer) => {
    const metadata = { namespace, name: "short" };
    await writer.create(agentWorkspacePolicy, { kind: agentWorkspacePolicy.kind, metadata, spec: policy });
    const declared = { kind: agentWorkspace.kind, metadata: key, spec: agentWorkspace.spec.parse(input) };
    await writer.create(agentWorkspace, declared, status);
  });
  const machine = (host: string) => {
    const root = new WorkspaceRoot(join(scratchDirectory(), "root"), environment, now);
    const remoteOf = () => gitRemote(repository);
    const patches = host === "berth-1" ? undefined : storedPatches({ store, database });
    return { store, now, hands: new LocalHands({ root, host, remoteOf, patches }), root };
  };
  const here = machine("berth-1");
  const read = async () => certain(await store.read((reader) => reader.get(agentWorkspace, key)));
  const ask = async (
    action: ActionName,
    text?: string,
    permission: "write" | "read" = "write",
    machine?: string,
  ) => {
    time = new Date(time.getTime() + 1000);
    const by = { kind: "User" as const, name: "mira" };
    const host = { permission, teams: [] };
    const asked = {
      ...key,
      action,
      by,
      host,
      via: "command" as const,
      machine,
      ...(text === undefined ? {} : { text }),
    };
    return await askWorkspaceAction({ store, organizations }, asked, now());
  };
  return {
    ...{ ...scene, repository, commit, machine, here, read, ask, key, now },
    carryOut: (ports = here) => carryOutActions(ports, namespace, signal),
    /** Asks, does it, and gives the record. */
    act: async (action: ActionName, text?: string) => {
      const { metadata } = await ask(action, text);
      await carryOutActions(here, namespace, signal);
      return certain(await store.read((reader) => reader.get(agentAction, metadata)));
    },
    report: () => reportWorkspaces(here, namespace, signal),
    settle: () => once(database, workspaceController({ store, now })),
    tree: here.root.place(key).tree,
    later: (ms: number) => {
      time = new Date(time.getTime() + ms);
    },
    change: async (changes: z.input<typeof agentWorkspace.status>) => {
      const { status: before } = await read();
      await store.write((writer) => writer.setStatus(agentWorkspace, key, { ...before, ...changes }));
    },
  };
}

describeOnBoth("a machine that holds workspaces", (databases) => {
  test("does each of the thirteen actions, and every one is on record (P-68, P-69)", async () => {
    await using scene = await hostScene(databases);
    const { act, read, tree, commit, repository } = scene;
    expect((await act("provision")).status).toMatchObject({
      phase: "Done",
      result: expect.stringContaining(tree),
    });
    expect(await read()).toMatchObject({
      spec: { host: "berth-1", workspacePath: tree, refs: { ref: "refs/heads/main", base: commit } },
      status: { git: { dirty: false, missing: false, head: commit, upstream: "origin/main" } },
    });
    expect((await act("pin")).status.phase).toBe("Done");
    expect((await act("unpin")).status.phase).toBe("Done");
    expect((await act("notes-save", "look at the pier")).status.phase).toBe("Done");
    expect((await read()).spec.notes).toBe("look at the pier");
    expect((await act("rebase-open-in-editor")).status.result).toBe(`vscode://file${tree}`);
    writeFileSync(join(tree, "a"), "ours\n");
    writeFileSync(join(repository, "a"), "theirs\n");
    const moved = commitAll(repository);
    expect((await act("rebase-start")).status).toMatchObject({
      phase: "Done",
      result: expect.stringContaining("resolve a"),
    });
    expect((await read()).status.git).toMatchObject({ rebase: "conflicts", conflicts: ["a"] });
    expect((await act("rebase-auto-resolve")).status.phase).toBe("Done");
    expect((await act("rebase-mark-resolved")).status).toMatchObject({
      phase: "Failed",
      code: "REBASE_CONFLICTS",
    });
    expect((await act("rebase-abort")).status.phase).toBe("Done");
    expect(readFileSync(join(tree, "a"), "utf8")).toBe("ours\n");
    expect((await act("archive")).status.phase).toBe("Done");
    expect(await read()).toMatchObject({
      spec: { patchDigest: expect.stringMatching(/^sha256:/), refs: { base: commit } },
      status: { phase: "Archived" },
    });
    expect(existsSync(tree)).toBe(false);
    expect((await act("recover")).status.phase).toBe("Done");
    expect(readFileSync(join(tree, "a"), "utf8")).toBe("ours\n");
    expect((await act("rebase-start")).status.phase).toBe("Done");
    writeFileSync(join(tree, "a"), "both\n");
    expect((await act("rebase-mark-resolved")).status.phase).toBe("Done");
    expect((await read()).spec.refs?.base).toBe(moved);
    expect((await act("cleanup")).status).toMatchObject({ phase: "Failed", code: "WORKSPACE_DIRTY" });
    expect((await act("archive")).status.phase).toBe("Done");
    expect((await act("cleanup")).status).toMatchObject({
      phase: "Done",
      result: "There was nothing to remove.",
    });
    const checkout = newRepository({ c: "c" }).path;
    expect((await act("link", checkout)).status.phase).toBe("Done");
    expect(await read()).toMatchObject({
      spec: { workspacePath: checkout },
      status: { git: { missing: false } },
    });
    const records = await scene.store.read((reader) =>
      Array.fromAsync(reader.each(agentAction, { namespace })),
    );
    expect(new Set(records.map(({ spec }) => spec.action))).toEqual(new Set(workspaceAction.options));
    expect(records.every(({ spec }) => spec.actor.name === "mira" && spec.time !== undefined)).toBe(true);
  });

  test("leaves the workspaces of other machines to them, and takes one that nobody has once", async () => {
    await using scene = await hostScene(databases);
    const other = scene.machine("berth-2");
    await scene.ask("rebase-start");
    expect((await scene.carryOut())[0]?.status).toMatchObject({ phase: "Failed", code: "WORKSPACE_MISSING" });
    await scene.ask("provision");
    expect(await scene.carryOut(other)).toHaveLength(1);
    await scene.ask("cleanup");
    expect(await scene.carryOut()).toEqual([]);
    expect((await scene.carryOut(other))[0]?.status.phase).toBe("Done");
    expect((await scene.read()).spec.host).toBe("berth-2");
  });

  test("is asked by who may, and writes down who may not (P-75)", async () => {
    await using scene = await hostScene(databases);
    await expect(scene.ask("cleanup", undefined, "read")).rejects.toMatchObject({ code: "POLICY_DENIED" });
    const records = await scene.store.read((reader) =>
      Array.fromAsync(reader.each(agentAction, { namespace })),
    );
    expect(records.map(({ status }) => [status.phase, status.code])).toEqual([["Denied", "POLICY_DENIED"]]);
    expect(await scene.carryOut()).toEqual([]);
  });

  test("never removes what it did not make, and that is on record as denied (P-75)", async () => {
    await using scene = await hostScene(databases);
    const outside = writeFiles(scratchDirectory(), {
      ".git/HEAD": "ref: refs/heads/main\n",
      precious: "precious",
    });
    await scene.act("link", outside);
    expect((await scene.act("cleanup")).status).toMatchObject({
      phase: "Denied",
      code: "CLEANUP_OUTSIDE_ROOT",
    });
    expect((await scene.act("archive")).status.phase).not.toBe("Done");
    expect((await scene.act("provision")).status).toMatchObject({ phase: "Failed", code: "WORKSPACE_TAKEN" });
    expect((await scene.act("link", "/etc/passwd")).status.phase).toBe("Failed");
    expect((await scene.act("link", join(outside, "..", "x"))).status.phase).toBe("Failed");
    await scene.change({ phase: "Idle", cleanupAfter: "2026-01-01T00:00:00Z", git: { dirty: false } });
    expect(await askForDueCleanups(scene.here, namespace)).toEqual([]);
    expect(readFileSync(join(outside, "precious"), "utf8")).toBe("precious");
  });

  test("does not follow a link that took the place of a workspace (P-75)", async () => {
    await using scene = await hostScene(databases);
    await scene.act("provision");
    const outside = writeFiles(scratchDirectory(), { precious: "precious" });
    rmSync(scene.tree, { recursive: true });
    symlinkSync(outside, scene.tree);
    expect((await scene.act("cleanup")).status).toMatchObject({
      phase: "Denied",
      code: "CLEANUP_OUTSIDE_ROOT",
    });
    expect(existsSync(join(outside, "precious"))).toBe(true);
  });

  test("keeps the record of one whose path is gone, which can be recovered, archived or cleaned up (P-76)", async () => {
    await using scene = await hostScene(databases);
    await scene.act("provision");
    rmSync(scene.tree, { recursive: true });
    await scene.report();
    await scene.settle();
    expect((await scene.read()).status).toMatchObject({ phase: "Missing", git: { missing: true } });
    expect((await scene.act("recover")).status.phase).toBe("Done");
    await scene.settle();
    expect((await scene.read()).status.phase).toBe("Idle");
    rmSync(scene.tree, { recursive: true });
    expect((await scene.act("cleanup")).status.phase).toBe("Done");
    expect((await scene.read()).status.phase).toBe("Archived");
  });

  test("does nothing that a run under way would notice", async () => {
    await using scene = await hostScene(databases, {}, { phase: "Active", runs: ["r-1"] });
    expect((await scene.act("provision")).status).toMatchObject({ phase: "Failed", code: "WORKSPACE_BUSY" });
  });

  test("removes what its policy no longer keeps, and never what was not harvested (P-77)", async () => {
    await using scene = await hostScene(databases);
    await scene.act("provision");
    await scene.settle();
    expect((await scene.read()).status).toMatchObject({ phase: "Idle", cleanupAfter: expect.any(String) });
    expect(await askForDueCleanups(scene.here, namespace)).toEqual([]);
    scene.later(2 * 60 * 60 * 1000);
    writeFileSync(join(scene.tree, "a"), "not harvested\n");
    await scene.report();
    expect(await askForDueCleanups(scene.here, namespace)).toEqual([]);
    const [flagged] = await scene.store.read((reader) => workspaceInventory(reader, namespace));
    expect(flagged?.attention).toEqual(["dirty"]);
    writeFileSync(join(scene.tree, "a"), "a\n");
    await scene.report();
    expect(await askForDueCleanups(scene.here, namespace)).toEqual(["berths-12"]);
    const [cleanup] = await scene.carryOut();
    expect(cleanup).toMatchObject({
      spec: { actor: { kind: "System" }, via: "controller" },
      status: { phase: "Done" },
    });
    expect(existsSync(scene.tree)).toBe(false);
    expect((await scene.read()).status.phase).toBe("Archived");
  });

  test("does an action again that was broken off before it was written down (P-85)", async () => {
    await using scene = await hostScene(databases);
    await scene.act("provision");
    writeFileSync(join(scene.tree, "a"), "ours\n");
    for (const action of ["rebase-start", "archive", "recover", "cleanup"] as const) {
      const { metadata } = await scene.ask(action);
      const held = await scene.read();
      if (action === "cleanup") writeFileSync(join(scene.tree, "a"), "a\n");
      const job = {
        ...scene.key,
        ...held.spec,
        action,
        id: metadata.name,
        policy: undefined,
        isMoved: false,
      };
      await scene.here.hands.act({ ...job, patchDigest: held.spec.patchDigest }, signal);
      const [ended] = await scene.carryOut();
      expect(ended?.status, action).toMatchObject({ phase: "Done" });
    }
    expect(existsSync(scene.tree)).toBe(false);
  });

  test("moved to another machine is made there from what it is, where its changes are known", async () => {
    await using scene = await hostScene(databases);
    await scene.act("provision");
    writeFileSync(join(scene.tree, "a"), "ours\n");
    await scene.act("archive");
    renameSync(join(scene.here.root.path, "archive"), join(scene.here.root.path, "lost"));
    expect((await scene.act("recover")).status).toMatchObject({ phase: "Failed", code: "WORKSPACE_MISSING" });
    expect((await scene.act("recover", "base")).status.phase).toBe("Done");
    expect(readFileSync(join(scene.tree, "a"), "utf8")).toBe("a\n");
  });

  test("that never had a workspace makes it again from the patch that its run stored, byte for byte, or says what is lost (P-21, P-76)", async () => {
    await using scene = await hostScene(databases);
    const { store, database, key } = scene;
    await scene.act("provision");
    const made = {
      a: "ours\r\nno line end",
      "deep/er/new.bin": Buffer.from([0, 255, 13, 10, 195]),
      empty: "",
    };
    writeFiles(scene.tree, made);
    chmodSync(join(scene.tree, "empty"), 0o755);
    rmSync(join(scene.tree, "b"));
    using blobs = new BlobFolder(scratchDirectory());
    const { patch, digest } = await harvestWorkspace(scene.here.root, key, { blobs, signal });
    const content = [
      patchText(patch),
      ...patch.changes.flatMap(({ after }) => (after ? [after.digest] : [])),
    ];
    const stored = content.map((one, at) => {
      const bytes = at === 0 ? Buffer.from(one) : blobs.read(one);
      return { digest: digestOf(bytes), content: bytes };
    });
    await new BlobStore(database).put({ namespace, name: "r-1" }, stored);
    await store.write(async (writer) => {
      const spec = agentArtifact.spec.parse({ run: "r-1", kind: "patch", digest });
      const metadata = { namespace, name: "r-1-patch" };
      await writer.create(agentArtifact, { kind: agentArtifact.kind, metadata, spec }, { phase: "Ready" });
    });
    await scene.change({ harvested: digest, lastRun: "r-1" });
    // The machine is gone, with its store and its worktree.
    rmSync(scene.here.root.path, { recursive: true });
    const recover = async (machine: ReturnType<typeof scene.machine>) => {
      await scene.ask("recover", undefined, "write", machine.hands.host);
      expect(await scene.carryOut()).toEqual([]);
      return certain((await scene.carryOut(machine))[0]).status;
    };
    const second = scene.machine("berth-2");
    expect(await recover(second)).toMatchObject({
      phase: "Done",
      result: expect.stringContaining(`read back as ${digest}`),
    });
    const { tree } = second.root.place(key);
    expect(await scene.read()).toMatchObject({
      spec: { host: "berth-2", workspacePath: tree, refs: { base: patch.base } },
      status: { git: { dirty: false, uncommitted: 4 } },
    });
    for (const [path, bytes] of Object.entries(made))
      expect(readFileSync(join(tree, path))).toEqual(Buffer.from(bytes));
    expect(statSync(join(tree, "empty")).mode & 0o111).toBe(0o111);
    expect(existsSync(join(tree, "b"))).toBe(false);
    const again = await harvestWorkspace(second.root, key, { blobs, signal });
    expect(again.digest).toBe(digest);
    expect(readdirSync(join(second.root.path, "incoming", namespace))).toEqual([]);

    const third = scene.machine("berth-3");
    const changed = certain(stored.find(({ content: bytes }) => bytes.includes(255)));
    const other = Buffer.from("changed").toString("base64");
    await scene.foreign(`UPDATE agent_blob SET bytes = '${other}' WHERE digest = '${changed.digest}'`);
    expect(await recover(third)).toMatchObject({
      phase: "Failed",
      code: "BLOB_MISSING",
      message: expect.stringContaining("is not what its digest says"),
    });
    await scene.foreign(`DELETE FROM agent_blob WHERE digest = '${changed.digest}'`);
    expect(await recover(third)).toMatchObject({
      phase: "Failed",
      code: "BLOB_MISSING",
      message: expect.stringContaining("is not there"),
    });
    await scene.change({ harvested: digestOf("of nobody") });
    expect(await recover(third)).toMatchObject({
      phase: "Failed",
      code: "BLOB_MISSING",
      message: expect.stringContaining("no run has the changes"),
    });
    expect((await scene.read()).spec).toMatchObject({ host: "berth-2", workspacePath: tree });
    expect(existsSync(third.root.place(key).tree)).toBe(false);
  });

  test("shows first what somebody has to look at (P-81)", async () => {
    await using scene = await hostScene(databases);
    const { store } = scene;
    const add = async (name: string, status: z.input<typeof agentWorkspace.status>) => {
      const { spec } = await scene.read();
      const declared = { kind: agentWorkspace.kind, metadata: { namespace, name }, spec };
      await store.write((writer) => writer.create(agentWorkspace, declared, status));
    };
    await add("archived", { phase: "Archived" });
    await add("blocked", { phase: "Active", runs: ["r-7"] });
    await add("conflicted", { phase: "Idle", git: { conflicts: ["a"], rebase: "conflicts" } });
    await add("dirty", { phase: "Idle", git: { dirty: true } });
    await add("missing", { phase: "Missing", git: { missing: true } });
    const approval = agentApproval.spec.parse({ ...agentApproval.example.spec, run: "r-7" });
    const metadata = { namespace, name: "approval" };
    await store.write((writer) =>
      writer.create(
        agentApproval,
        { kind: agentApproval.kind, metadata, spec: approval },
        { phase: "Pending" },
      ),
    );
    const entries = await store.read((reader) => workspaceInventory(reader, namespace));
    expect(entries.map(({ workspace: { metadata: one }, attention }) => [one.name, ...attention])).toEqual([
      ["missing", "missing"],
      ["dirty", "dirty"],
      ["conflicted", "conflicted"],
      ["blocked", "approval-blocked"],
      ["archived", "archived"],
      ["berths-12"],
    ]);
  });
});

test("the command offers every action that there is", () => {
  const { act } = workspaces.options.shape;
  for (const action of workspaceAction.options)
    expect(act.safeParse(action)).toMatchObject({ success: true });
  expect(act.safeParse("dispatch").success).toBe(false);
});
