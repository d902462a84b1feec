import { expect, test } from "vitest";
import { allKinds } from "../../../src/agents/kinds/all-kinds.ts";
import { gitState } from "../../../src/agents/kinds/git-state.ts";
import { agentArtifact } from "../../../src/agents/kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../../src/agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../../src/agents/kinds/record/agent-workspace.ts";
import { giveWorkspace } from "../../../src/agents/workspaces/workspace-of-run.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, run } from "../store/scene.ts";

test("a workspace has every field that says what it is, where it is and how it is (P-65)", () => {
  expect(Object.keys(agentWorkspace.spec.shape)).toEqual(
    expect.arrayContaining([
      ...["repository", "workspacePath", "externalId", "refs", "ownership", "trustTier"],
      ...["serviceAccount", "runnerPool", "policy"],
    ]),
  );
  expect(Object.keys(agentWorkspace.status.shape)).toEqual(
    expect.arrayContaining(["sessions", "runs", "git", "runtime", "phase", "cleanupAfter"]),
  );
  const { example } = agentWorkspace;
  const both = { ...example.spec, externalId: "run/x" };
  expect(agentWorkspace.spec.safeParse(example.spec).success).toBe(true);
  expect(agentWorkspace.spec.safeParse(both).success).toBe(false);
});

test("the git state has a field for each thing that is to be known of it (P-70)", () => {
  expect(Object.keys(gitState.shape).sort()).toEqual(
    [
      ...["branch", "head", "upstream", "ahead", "behind", "dirty", "uncommitted", "conflicts"],
      ...["rebase", "lastActivity", "missing", "editorLink"],
    ].sort(),
  );
});

describeOnBoth("a workspace", (databases) => {
  test("says what it was made for, as the run does that it was made for (P-66)", async () => {
    await using scene = await openStore(databases);
    const key = (name: string) => ({ namespace: "acme", name });
    const cases = {
      ci_failure: { source: "workflow_run" as const },
      pull_request: { sourceRefs: { pullRequest: 7 } },
      issue: { sourceRefs: { issue: 12 } },
      manual: { source: "manual" as const, target: undefined, sourceRefs: {} },
      project: { source: "schedule" as const, target: undefined, sourceRefs: {} },
    };
    for (const [ownership, spec] of Object.entries(cases)) {
      const name = `r-${ownership.replace("_", "-")}`;
      const status = { phase: "Queued" as const, trustTier: "trusted" as const };
      await scene.store.write((writer) => writer.create(agentDispatchRun, run(name, spec), status));
      await scene.store.write((writer) => giveWorkspace(writer, key(name)));
      const made = await scene.store.read((reader) => reader.get(agentWorkspace, key(`w-${name}`)));
      expect(made?.spec.ownership).toBe(ownership);
    }
    // A machine's own workspace is of no run.
    const all = [...Object.keys(cases), "host"];
    expect(agentWorkspace.spec.shape.ownership.options.toSorted()).toEqual(all.sort());
  });

  test("is linked with work items, runs, sessions and artifacts, and each link is found from it (P-67, P-83)", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const metadata = (name: string) => ({ namespace: "acme", name });
    const link = certain(allKinds.find(({ kind }) => kind === "WorkItemWorkspaceLink"));
    const sessionLink = certain(allKinds.find(({ kind }) => kind === "WorkItemSessionLink"));
    await store.write(async (writer) => {
      const status = { phase: "Queued" as const, trustTier: "trusted" as const };
      await writer.create(agentDispatchRun, run("r-1", { workspaceRef: "w-r-1" }), status);
      await giveWorkspace(writer, metadata("r-1"));
      const session = agentSession.spec.parse({ ...agentSession.example.spec, run: "r-1" });
      const declared = { kind: agentSession.kind, metadata: metadata("s-1"), spec: session };
      await writer.create(agentSession, declared, { phase: "Live", workspaceRef: "w-r-1" });
      const artifact = { ...agentArtifact.example.spec, run: "r-1", workspaceRef: "w-r-1" };
      const spec = agentArtifact.spec.parse(artifact);
      await writer.create(agentArtifact, { kind: agentArtifact.kind, metadata: metadata("a-1"), spec });
      const links = [
        [link, { workItem: "berths-12", workspace: "w-r-1", relation: "owns" }],
        [sessionLink, { workItem: "berths-12", session: "s-1" }],
      ] as const;
      for (const [kind, said] of links)
        await writer.create(kind, {
          ...{ kind: kind.kind, metadata: metadata("l-1") },
          spec: kind.spec.parse(said),
        });
    });
    const read = await store.read(async (reader) => ({
      run: await reader.get(agentDispatchRun, metadata("r-1")),
      workspace: await reader.get(agentWorkspace, metadata("w-r-1")),
      session: await reader.get(agentSession, metadata("s-1")),
      artifact: await reader.get(agentArtifact, metadata("a-1")),
      link: await reader.get(link, metadata("l-1")),
    }));
    expect(read.run).toMatchObject({ status: { workspace: "w-r-1" }, spec: { workspaceRef: "w-r-1" } });
    expect(read.workspace?.status.runs).toEqual(["r-1"]);
    expect(read.session?.status.workspaceRef).toBe("w-r-1");
    expect(read.artifact?.spec.workspaceRef).toBe("w-r-1");
    expect(read.link?.spec).toMatchObject({ workItem: "berths-12", workspace: "w-r-1" });
  });
});
