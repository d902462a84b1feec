import { expect, test } from "vitest";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { changeProposals } from "../../src/console/propose/change-proposals.ts";
import { editedManifest } from "../../src/console/propose/manifest-edit.ts";
import { GitCommits } from "../agents/write-back/git-commits.ts";
import { MemoryForge } from "../agents/write-back/memory-forge.ts";
import { consoleWorld, manifestFor, organization, repository } from "./console-world.ts";

const base = `/orgs/${organization}`;
const review = `${base}/review/apply?kind=agentcontextlabels&name=needs-test`;
const labelSpec = { promptFragment: "Write a failing test.", allowedSources: ["label"] };
const file = "agents/labels/all.yaml";
const declared = `# Labels of the board.
apiVersion: identikit.dev/v1alpha1
kind: AgentContextLabel
metadata: { name: other }   # stays as it is
spec: { promptFragment: "Other",   allowedSources: [label] }
---
# agreed on in March
apiVersion: identikit.dev/v1alpha1
kind: AgentContextLabel
metadata:
  name: needs-test
spec:
  promptFragment: Write a failing test. # first
  allowedSources:
    - label # the board
`;

/** A repository in git, and a forge that keeps what it is sent. */
function forgeOf() {
  const commits = new GitCommits();
  const head = commits.make(repository, { [file]: declared, "README.md": "hello\n" });
  const forge = new MemoryForge(commits);
  const proposals = changeProposals({
    ...{
      serverUrl: "https://forge.example.test",
      repository,
      hasToken: true,
      forge,
      commits,
      now: () => new Date("2026-11-22T12:00:00Z"),
    },
    fileOf: (_, name) => (name === "needs-test" ? file : undefined),
    repositories: {
      placeOf: async () => ({
        ...{ host: "gitea", serverUrl: "https://forge.example.test", isProtected: true },
        refs: { head, ref: "refs/heads/main", defaultBranch: "main" },
      }),
      fileAt: async (_, __, path) => `${commits.show(repository, "main", path)}\n`,
    },
    signal: new AbortController().signal,
  });
  return { commits, forge, proposals };
}

test("what the repository declares is changed by a pull request that keeps the file's comments (P-30)", async () => {
  const { commits, forge, proposals } = forgeOf();
  await using world = await consoleWorld(() => ({ proposals }));
  await world.put(agentContextLabel, "needs-test", labelSpec, undefined, { managed: true });
  const mira = await world.visit("mira");
  const detail = await mira.model(`${base}/objects/agentcontextlabels/needs-test`);
  expect(detail.data.model.offers[0]).toMatchObject({ word: "Open a pull request" });
  await mira.send(`${base}/drafts/agentcontextlabels`, {
    ...{ name: "needs-test", "spec.promptFragment": "Test first.", do: "review" },
    ...{ "has:spec.allowedSources": "", "spec.allowedSources": ["label", "comment"] },
  });
  const { data } = await mira.model(review);
  expect(data.model.offer).toMatchObject({ word: "Open a pull request" });
  const done = await mira.send(data.model.offer.href, data.model.hidden);
  expect(done.status).toBe(303);
  expect(done.location, "a form leads to no other site").toMatch(
    /^\/orgs\/tidewater\/objects\/agentcontextlabels\/needs-test\?done=pull-request&at=/,
  );
  const [sent] = forge.sent;
  expect(sent?.write).toMatchObject({ action: "pull_request", repository, into: "main", draft: false });
  const branch = sent?.write.action === "pull_request" ? sent.write.branch : "";
  expect(branch).toMatch(/^identikit\/console-agentcontextlabel-needs-test-[0-9a-f]{12}$/);
  expect(`${commits.show(repository, branch, file)}\n`).toBe(
    declared
      .replace("Write a failing test. # first", "Test first. # first")
      .replace("- label # the board\n", "- label # the board\n    - comment\n"),
  );
  expect(
    (await world.get(agentContextLabel, "needs-test"))?.spec,
    "nothing changes before it is merged",
  ).toEqual(labelSpec);
});

test("the same change asked for twice is one branch and one pull request", async () => {
  const { commits, forge, proposals } = forgeOf();
  const was = manifestFor(agentContextLabel, "needs-test", labelSpec);
  const change = {
    ...{ kind: "AgentContextLabel", name: "needs-test", by: "mira", was },
    is: { ...was, spec: { ...labelSpec, title: "Test" } },
    asStored: (object: object) => object,
  };
  const first = await proposals.open(change);
  expect(await proposals.open(change)).toEqual(first);
  expect([commits.pushes, forge.sent.length]).toEqual([1, 1]);
});

test("a page links to its own forge's pull requests, and to nowhere else that an address names", async () => {
  const { proposals } = forgeOf();
  await using world = await consoleWorld(() => ({ proposals }));
  const mira = await world.visit("mira");
  const linked = async (at: string) => {
    const query = new URLSearchParams({ done: "pull-request", at });
    return (await mira.model(`${base}/objects?${query}`)).data.frame.noticeHref;
  };
  const own = `https://forge.example.test/${repository}/pulls/3`;
  expect(await linked(own)).toBe(own);
  for (const foreign of [
    "https://evil.test/",
    "javascript:alert(1)",
    `https://forge.example.test.evil.test/${repository}/`,
    `https://forge.example.test/${repository}/../x`,
  ])
    expect(await linked(foreign)).toBeUndefined();
});

test("without a token the reason stands at the button, with the YAML to copy (P-44)", async () => {
  await using world = await consoleWorld();
  await world.put(agentContextLabel, "needs-test", labelSpec, undefined, { managed: true });
  const mira = await world.visit("mira");
  await mira.send(`${base}/drafts/agentcontextlabels`, {
    name: "needs-test",
    "spec.title": "Test",
    do: "review",
  });
  const { data } = await mira.model(review);
  expect(data.model.offer).toMatchObject({ reason: expect.stringContaining("no token") });
  expect(data.model.yaml).toContain("title: Test");
});

test("who could not change the object by hand opens no pull request with the server's token", async () => {
  const { forge, proposals } = forgeOf();
  await using world = await consoleWorld(() => ({ proposals }));
  await world.put(agentContextLabel, "needs-test", labelSpec, undefined, { managed: true });
  const rory = await world.visit("rory", [`forge:read:${repository}`]);
  await rory.send(`${base}/drafts/agentcontextlabels`, {
    name: "needs-test",
    "spec.title": "Mine",
    do: "review",
  });
  const { data } = await rory.model(review);
  const refused = await rory.send(`${base}/actions/pull-request`, data.model.hidden);
  expect(refused).toMatchObject({ status: 403, data: { model: { fault: { code: "POLICY_DENIED" } } } });
  expect(forge.sent).toEqual([]);
});

test("a file that cannot be changed in place says so", () => {
  const place = { file, kind: "AgentContextLabel", name: "needs-test" };
  const change = { was: {}, is: {}, asStored: (object: object) => object };
  expect(() => editedManifest("a: &a 1\nb: *a\n", place, change)).toThrow("cannot be read");
  expect(() => editedManifest(declared, { ...place, name: "gone" }, change)).toThrow(
    "declares no AgentContextLabel gone",
  );
  expect(() => editedManifest("{}", { ...place, file: "a.json" }, change)).toThrow("is not YAML");
});
