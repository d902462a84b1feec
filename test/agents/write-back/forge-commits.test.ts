import { execFileSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { agentMemoryRepository } from "../../../src/agents/kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../../../src/agents/kinds/config/agent-memory-source.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import type { OutboxRequest } from "../../../src/agents/outbox/outbox-request.ts";
import { BlobStore } from "../../../src/agents/store/blobs/blob-store.ts";
import { askRunAction } from "../../../src/agents/workspaces/ask-run-action.ts";
import { certain } from "../../../src/fault/certain.ts";
import { ForgeCommits } from "../../../src/workspace/commit/forge-commits.ts";
import { gitRemote } from "../../../src/workspace/store/git-remote.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { scratchDirectory } from "../../scratch.ts";
import { gitServer } from "../../template/git-server.ts";
import { type DispatchScene, declare, organization, repository } from "../dispatch/scene.ts";
import { MemoryRepository } from "../memory/memory-repository.ts";
import { everyWrite, recordsOf } from "../results/scene.ts";
import { approve, approveAll, bringBack, settle, type WriteBackScene, writeBackScene } from "./scene.ts";

/** A scene whose commits are made and pushed by the workspace room. */
function withGit(
  scene: WriteBackScene,
  remotes: (repository: string) => string = (of) => scene.commits.location(of),
  environment: { readonly PATH: string | undefined } = { PATH: process.env.PATH },
) {
  const commits = new ForgeCommits({
    stores: join(scratchDirectory(), "stores"),
    environment,
    remoteOf: (of) => gitRemote(remotes(of)),
    person: { name: "identikit", email: "identikit@example.com" },
  });
  return { ...scene, writes: { ...scene.writes, commits } };
}

/** A run that was given a memory in a git repository. */
async function memoryScene(databases: TestDatabases) {
  const brain = new MemoryRepository();
  const first = brain.commit("2026-11-20T10:00:00Z", {
    "gates.md": "# Gates\n\nThey close at dusk.\n",
    "tides.md": "# Tides\n",
  });
  const memory = async (scene: DispatchScene) => {
    await declare(scene, agentMemoryRepository, "brain", {
      repositoryRef: { name: "acme/brain" },
      owners: ["ada"],
    });
    await declare(scene, agentMemorySource, "all", {
      repository: "brain",
      appliesTo: ["acme/*"],
      include: { paths: ["**"] },
    });
    scene.forge.answers.set("/repos/acme/brain", { default_branch: "main" });
    Object.assign(scene.services, { memory: () => brain.store });
    scene.forge.answers.set("/repos/acme/brain/collaborators/mira/permission", {
      ...{ permission: "read", role_name: "read", user: { id: 4, login: "mira" } },
    });
    scene.forge.answers.set("/repos/acme/brain/branches/main", { commit: { id: first }, protected: false });
  };
  const plain = await writeBackScene(databases, {
    stack: { writeBack: everyWrite, memory: { source: "all" } },
    prepare: memory,
  });
  return { ...withGit(plain, () => brain.root), brain, first };
}

const pullRequest = {
  type: "pull_request" as const,
  title: "Close the gate\tnow",
  body: "It stayed open, @mira.",
};

describeOnBoth("commits of what was approved", (databases) => {
  test("are made, pushed and read back by git alone, and found again", async () => {
    await using plain = await writeBackScene(databases);
    const scene = withGit(plain);
    await bringBack(scene, {
      requests: [pullRequest],
      files: { "src/gate.ts": "closed\n", "old.txt": null },
    });
    const { approvals } = await approveAll(scene);
    expect(approvals.map(({ status }) => [status.phase, status.result])).toEqual([
      ["Applied", "https://forge.example.test/0"],
    ]);
    const branch = `identikit/${scene.run}`;
    expect(scene.commits.show(repository, branch, "src/gate.ts")).toBe("closed");
    const tip = certain(await scene.commits.tip(repository, branch));
    expect(tip.message).toContain(
      "Close the gate now\n\nIt stayed open, @\u200bmira.\n\nIdentikit-Run: acme/",
    );
    expect(tip.message).toContain("Identikit-Approved-By: jon\nIdentikit-Key: ");
    const found = await scene.writes.commits.tip(repository, branch, scene.signal);
    expect(found?.commit).toBe(tip.commit);
    expect(await scene.writes.commits.tip(repository, "gone", scene.signal)).toBe(undefined);
  });

  test("are not made over somebody else's branch", async () => {
    await using plain = await writeBackScene(databases);
    const scene = withGit(plain);
    scene.commits.commitBy(repository, "identikit/mine", { "src/gate.ts": "open\n" });
    await bringBack(scene, {
      requests: [{ type: "branch", name: "mine" }],
      files: { "src/gate.ts": "closed\n" },
    });
    const { approvals } = await approveAll(scene);
    expect(approvals).toMatchObject([
      { status: { phase: "ApplyFailed", result: expect.stringContaining("there already") } },
    ]);
    expect(scene.commits.show(repository, "identikit/mine", "src/gate.ts")).toBe("open");
  });

  test("stay to be done where git is refused or broken in the midst, and are made once when it can", async () => {
    await using plain = await writeBackScene(databases);
    const bare = plain.commits.location(repository);
    execFileSync("git", ["-C", bare, "config", "http.receivepack", "true"]);
    const server = await gitServer(dirname(bare));
    const address = `${server.origin}/${basename(bare)}`;
    const scene = withGit(plain, () => address);
    const withoutGit = withGit(plain, () => address, { PATH: scratchDirectory() });
    await bringBack(scene, { requests: [{ type: "branch", name: "gate" }], files: { "src/gate.ts": "x\n" } });
    const phase = async () => (await recordsOf(scene)).approvals[0]?.status.phase;
    const refuse = (status: number, path: RegExp) => {
      server.answer = ({ url = "" }, response) => {
        if (!path.test(url)) return false;
        response.writeHead(status).end();
        return true;
      };
    };
    refuse(401, /git-receive-pack/);
    expect((await approveAll(scene)).approvals[0]?.status.phase, "the token may not push").toBe("Approved");
    refuse(500, /\/git-receive-pack$/);
    await settle(scene);
    expect(await phase(), "the push breaks").toBe("Approved");
    await settle(withoutGit);
    expect(await phase(), "this machine has no git").toBe("Approved");
    server.answer = () => false;
    await settle(scene);
    expect(await phase()).toBe("Applied");
    const commits = ["-C", bare, "rev-list", "--count", "main..identikit/gate"];
    expect(execFileSync("git", commits, { encoding: "utf8" }).trim()).toBe("1");
  });

  test("of the memory are proposed with what is wrong with them, and become a pull request when somebody approves (P-60)", async () => {
    await using scene = await memoryScene(databases);
    const { brain, first } = scene;
    const file = (path: string, text: string | null) => ({ path, text });
    await bringBack(scene, {
      requests: [
        {
          ...{ type: "memory_update", title: "Gates close earlier", id: "good" },
          files: [
            file("gates.md", "# Gates\n\nThey close at five.\n"),
            file("tides.md", null),
            file("new.md", "# New\n"),
          ],
        },
        {
          ...{ type: "memory_update", title: "Bad", id: "bad" },
          files: [
            file("../x.md", "x"),
            file("a.txt", "x"),
            file("b.md", "---\na: [\n---\n"),
            file("c.md", "See [[nowhere]].\n"),
          ],
        },
      ],
    });
    const { updates, approvals } = await recordsOf(scene);
    const byTitle = new Map(updates.map((update) => [update.spec.title, update]));
    expect(byTitle.get("Gates close earlier")).toMatchObject({
      spec: {
        repository: "brain",
        base: first,
        reviewers: ["ada"],
        paths: ["gates.md", "new.md", "tides.md"],
      },
      status: { phase: "Proposed", validation: [], conditions: [{ type: "Valid", status: "True" }] },
    });
    expect(byTitle.get("Bad")?.status.validation).toEqual(
      expect.arrayContaining([
        expect.stringContaining("../x.md: the path has"),
        "a.txt: it is no Markdown",
        expect.stringContaining("b.md: "),
        expect.stringContaining("c.md: the link to nowhere"),
      ]),
    );
    expect(approvals.map(({ spec }) => [spec.action, spec.artifactDigest])).toEqual([
      ["memory_update", byTitle.get("Gates close earlier")?.spec.artifactDigest],
    ]);
    const after = await approveAll(scene);
    await settle(scene);
    expect(after.approvals).toMatchObject([{ status: { phase: "Applied" } }]);
    expect(scene.writer.sent).toMatchObject([
      { write: { action: "memory_update", repository: "acme/brain", into: "main" } },
    ]);
    const branch = brain.git("for-each-ref", "--format=%(refname:short)", "refs/heads/identikit");
    expect(brain.git("show", `${branch}:gates.md`)).toContain("at five");
    expect(brain.git("ls-tree", "--name-only", branch).split("\n")).toEqual(["gates.md", "new.md"]);
    const { updates: merged } = await recordsOf(scene);
    expect(merged.find(({ spec }) => spec.title === "Gates close earlier")?.status).toMatchObject({
      ...{ phase: "Approved", pullRequest: "https://forge.example.test/0" },
    });
  });

  test("of the memory can be proposed by a person on a run, with what is wrong with them, and somebody else approves (P-2, P-60)", async () => {
    await using scene = await memoryScene(databases);
    await bringBack(scene, {});
    const ports = { store: scene.store, organizations: scene.services.organizations };
    const ask = async (request: OutboxRequest, name = "ada") => {
      const by = { kind: "User" as const, name };
      const { metadata } = await askRunAction(
        ports,
        {
          ...{ namespace: organization, name: scene.run, action: "write-back", via: "command", request },
          ...{ by, host: { permission: "write" } },
        },
        scene.clock.now(),
      );
      await settle(scene);
      return certain(await scene.store.read((reader) => reader.get(agentAction, metadata))).status;
    };
    const update = (path: string, text: string | null): OutboxRequest => ({
      ...{ type: "memory_update", title: "Gates close earlier", files: [{ path, text }] },
    });
    expect(await ask(update("notes.txt", "No Markdown.\n"))).toMatchObject({
      ...{ phase: "Denied", code: "WRITE_BACK_INVALID" },
      message: expect.stringContaining("notes.txt: it is no Markdown"),
    });
    expect((await recordsOf(scene)).updates, "what is refused is no proposal").toEqual([]);
    const good = update("gates.md", "# Gates\n\nThey close at five.\n");
    expect(await ask(good)).toMatchObject({
      phase: "Done",
      result: expect.stringContaining("NeedsApproval: "),
    });
    expect(await ask(good)).toMatchObject({ phase: "Done", result: "it was asked for before" });
    const { updates, artifacts, approvals } = await recordsOf(scene);
    expect(updates).toMatchObject([
      {
        spec: { repository: "brain", base: scene.first, reviewers: ["ada"], paths: ["gates.md"] },
        status: { phase: "Proposed", validation: [] },
      },
    ]);
    const { name } = certain(updates[0]).metadata;
    const { artifactDigest } = certain(updates[0]).spec;
    expect(artifacts).toMatchObject([{ metadata: { name }, spec: { kind: "memory_patch" } }]);
    const run = { namespace: organization, name: scene.run };
    const stored = await new BlobStore(scene.database).get(run, artifactDigest);
    expect(Buffer.from(stored).toString("utf8")).toContain("They close at five.");
    expect(approvals).toMatchObject([
      { spec: { artifactDigest, requestedBy: { kind: "User", name: "ada" } }, status: { phase: "Pending" } },
    ]);
    const approval = certain(approvals[0]).metadata.name;
    await expect(approve(scene, approval, { by: "ada" })).rejects.toMatchObject({ code: "POLICY_DENIED" });
    await approve(scene, approval);
    await settle(scene);
    const after = await recordsOf(scene);
    expect(after.approvals).toMatchObject([{ status: { phase: "Applied" } }]);
    expect(after.updates).toMatchObject([
      { status: { phase: "Approved", pullRequest: "https://forge.example.test/0" } },
    ]);
    const { brain } = scene;
    const branch = brain.git("for-each-ref", "--format=%(refname:short)", "refs/heads/identikit");
    expect(brain.git("show", `${branch}:gates.md`)).toContain("at five");
    expect(brain.git("log", "-1", "--format=%B", branch)).toContain("jon");
  });
});
