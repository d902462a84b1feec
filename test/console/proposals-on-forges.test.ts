import { execFileSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { changeProposals } from "../../src/console/propose/change-proposals.ts";
import { HostForgeWriter } from "../../src/host/forge-writer/host-forge-writer.ts";
import { type ApiDialect, hostOf } from "../../src/host/host.ts";
import { RunFacts } from "../../src/host/run-facts.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { ForgeCommits } from "../../src/workspace/commit/forge-commits.ts";
import { gitRemote } from "../../src/workspace/store/git-remote.ts";
import { GitCommits } from "../agents/write-back/git-commits.ts";
import { scratchDirectory } from "../scratch.ts";
import { ForgeApi, forgeTokens, forgeUser } from "../services/forge-api.ts";
import { gitServer } from "../template/git-server.ts";
import { type ConsoleWorld, consoleWorld, organization, type Visitor } from "./console-world.ts";

const repository = "acme/fleet";
const base = `/orgs/${organization}`;
const review = `${base}/review/apply?kind=agentcontextlabels&name=needs-test`;
const labelSpec = { promptFragment: "Write a failing test.", allowedSources: ["label"] };
const file = "agents/labels.yaml";
const manifest = (name: string, spec: string) =>
  `apiVersion: identikit.dev/v1alpha1\nkind: AgentContextLabel\nmetadata: { name: ${name} }\nspec:\n${spec}`;
const other = (text: string) =>
  manifest("other", `  promptFragment: ${text}\n  allowedSources: [ label ]  # by hand\n`);
const ours = (more = "") =>
  manifest("needs-test", `  promptFragment: Write a failing test.\n${more}  allowedSources:\n    - label\n`);
const declared = `${other("Other")}---\n${ours()}`;

/** The forge's API, git's own server beside it, and a console whose proposals go there. */
async function openForge(dialect: ApiDialect, token: string = forgeTokens.write) {
  const forge = await ForgeApi.listen(dialect);
  const commits = new GitCommits();
  commits.make(repository, { [file]: declared });
  const bare = commits.location(repository);
  execFileSync("git", ["-C", bare, "config", "http.receivepack", "true"]);
  const server = await gitServer(dirname(bare));
  const [now, signal] = [() => new Date("2026-11-22T12:00:00Z"), AbortSignal.timeout(100_000)];
  const host = { host: hostOf(forge.env()), token, log: silentLogger, signal };
  const repositories = new RunFacts({ ...host, teams: async () => ({ named: [], refused: [] }) });
  const proposals = changeProposals({
    ...{ repository, repositories, serverUrl: forge.serverUrl, hasToken: true, now, signal },
    fileOf: () => file,
    forge: new HostForgeWriter({ ...host, repositories, now }),
    commits: new ForgeCommits({
      stores: join(scratchDirectory(), "stores"),
      environment: { PATH: process.env.PATH },
      remoteOf: () => gitRemote(`${server.origin}/${basename(bare)}`),
      person: { name: "identikit", email: "identikit@example.com" },
    }),
  });
  const world = await consoleWorld(() => ({ proposals }));
  await world.put(agentContextLabel, "needs-test", labelSpec, undefined, { managed: true });
  forge.answers.set("/user", forgeUser(dialect, "identikit"));
  forge.answers.set("pulls", []);
  forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
  /** What the API says of the newest commit of main. */
  const show = async () => {
    const { commit } = (await commits.tip(repository, "main")) ?? { commit: "" };
    const id = dialect === "gitea" ? { id: commit } : { sha: commit };
    forge.answers.set("branches/main", { name: "main", commit: id, protected: false });
    const content = Buffer.from(`${commits.show(repository, "main", file)}\n`).toString("base64");
    forge.answers.set(`contents/${file}?ref=${commit}`, { type: "file", encoding: "base64", content });
    return commit;
  };
  await show();
  return {
    ...{ forge, commits, server, world, mira: await world.visit("mira"), show },
    /** Somebody else's commit on main. */
    merge: async (text: string) => {
      commits.commitBy(repository, "main", { [file]: text });
      return await show();
    },
    /** The branch that was pushed. */
    pushed: () => commits.branches(repository).filter((name) => name !== "main"),
    [Symbol.asyncDispose]: async () => {
      await world[Symbol.asyncDispose]();
      await forge[Symbol.asyncDispose]();
    },
  };
}

/** Writes a title into the draft, looks at it, and sends it. */
async function propose(mira: Visitor, title = "Test first") {
  const fields = { name: "needs-test", "spec.title": title, do: "review" };
  await mira.send(`${base}/drafts/agentcontextlabels`, fields);
  return await again(mira);
}

async function again(mira: Visitor) {
  const { data } = await mira.model(review);
  const done = await mira.send(data.model.offer.href, data.model.hidden);
  return { ...done, fault: done.data?.model?.fault };
}

/** Nothing is lost: the draft still says what was written. */
async function expectDraft({ mira, world }: { readonly mira: Visitor; readonly world: ConsoleWorld }) {
  expect((await mira.model(review)).data.model.yaml).toContain("title: Test first");
  expect((await world.get(agentContextLabel, "needs-test"))?.spec).toEqual(labelSpec);
}

describe.each<ApiDialect>(["github", "gitea"])("a pull request of the console, on %s", (dialect) => {
  test("is opened with the change alone, and is the same one while it is open, whatever is merged meanwhile (P-30)", async () => {
    await using scene = await openForge(dialect);
    const { forge, commits, mira } = scene;
    expect((await propose(mira)).status).toBe(303);
    const [branch = ""] = scene.pushed();
    expect(`${commits.show(repository, branch, file)}\n`).toBe(
      declared.replace("    - label\n", "    - label\n  title: Test first\n"),
    );
    const [opened] = forge.written;
    expect(opened).toMatchObject({ path: "pulls", body: { head: branch, base: "main" } });
    const pull = {
      ...{ id: 5, number: 5, state: "open", body: opened?.body.body, user: forgeUser(dialect, "identikit") },
      ...{ html_url: `${forge.serverUrl}/${repository}/pulls/5`, created_at: "2026-11-22T11:00:00Z" },
    };
    forge.answers.set("pulls", [pull]);
    await scene.merge(declared.replace("Other", "Another"));
    const second = await propose(mira);
    expect(second.location).toContain(encodeURIComponent(`${repository}/pulls/5`));
    expect([scene.pushed(), forge.written.length]).toEqual([[branch], 1]);
    // Somebody closed it: what is wanted again is proposed again, from the branch that is there.
    forge.answers.set("pulls", [{ ...pull, state: "closed" }]);
    expect((await propose(mira)).status).toBe(303);
    expect([scene.pushed(), forge.written.map(({ body }) => body.head)]).toEqual([
      [branch],
      [branch, branch],
    ]);
  });

  test("keeps what others have merged since the draft, and stops where they changed the same field, or did the same", async () => {
    await using scene = await openForge(dialect);
    const { commits, mira } = scene;
    await scene.merge(`${other("Another")}---\n${ours("  forgeLabel: tests # agreed\n")}`);
    expect((await propose(mira)).status).toBe(303);
    const [branch = ""] = scene.pushed();
    const proposed = commits.show(repository, branch, file);
    expect(proposed).toContain("promptFragment: Another");
    expect(proposed).toContain("forgeLabel: tests # agreed");
    expect(proposed).toContain("title: Test first");
    await scene.merge(`${other("Another")}---\n${ours("  title: Theirs\n")}`);
    const { status, fault } = await propose(mira);
    expect([status, fault.code]).toEqual([409, "CONFLICT"]);
    expect(fault.message).toContain('spec.title is "Theirs"');
    await expectDraft(scene);
    await scene.merge(`${other("Another")}---\n${ours("  title: Test first\n")}`);
    const done = await again(mira);
    expect([done.status, done.fault.code]).toEqual([409, "CONFLICT"]);
    expect(done.fault.message).toContain("says so already");
    expect(done.fault.remedy).toContain("Discard the draft");
    expect([scene.pushed(), scene.forge.written.length]).toEqual([[branch], 1]);
    await expectDraft(scene);
  });

  test("is not opened from a branch that somebody else has made of it", async () => {
    await using scene = await openForge(dialect);
    const { commits, forge, mira } = scene;
    expect((await propose(mira)).status).toBe(303);
    const [branch = ""] = scene.pushed();
    const message = (await commits.tip(repository, branch))?.message ?? "";
    const twisted = { [file]: declared.replace("Write a failing test.", "Delete the tests.") };
    for (const said of ["mine", message]) {
      commits.commitBy(repository, branch, twisted, said);
      const { status, fault } = await propose(mira);
      expect([status, fault.code], said).toEqual([422, "WRITE_BACK_FAILED"]);
      expect(fault.message).toContain("is there already");
      await expectDraft(scene);
    }
    expect(forge.written).toHaveLength(1);
  });

  test("is opened once it may be, where nobody had the right to push or to open it", async () => {
    await using scene = await openForge(dialect);
    const { forge, server, mira } = scene;
    server.answer = ({ url = "" }, response) => {
      if (!url.includes("git-receive-pack")) return false;
      response.writeHead(403).end("denied");
      return true;
    };
    const denied = await propose(mira);
    expect([denied.status, denied.fault.code]).toEqual([422, "SOURCE_DENIED"]);
    expect(denied.fault.remedy).toContain("what its owner may do in the repository");
    expect([scene.pushed(), forge.written]).toEqual([[], []]);
    await expectDraft(scene);
    server.answer = () => false;
    expect((await again(mira)).status).toBe(303);
    expect(forge.written).toHaveLength(1);
  });

  test("whose branch a token may push but not open is gone on with by one that may", async () => {
    await using reading = await openForge(dialect, forgeTokens.read);
    const denied = await propose(reading.mira);
    expect([denied.status, denied.fault.code]).toEqual([422, "HOST_DENIED"]);
    expect(denied.fault.message).toContain("open a pull request from identikit/console-");
    expect(reading.pushed()).toHaveLength(1);
    await expectDraft(reading);
    await reading.merge(declared.replace("Other", "Another"));
    const still = await again(reading.mira);
    expect([still.fault.code, reading.pushed().length], "the branch is taken up again").toEqual([
      "HOST_DENIED",
      1,
    ]);
  });
});
