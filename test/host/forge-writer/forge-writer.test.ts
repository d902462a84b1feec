import { describe, expect, test } from "vitest";
import { hiddenMarker } from "../../../src/agents/write-back/idempotency-key.ts";
import type { ForgeWrite } from "../../../src/agents/write-back/write-ports.ts";
import { linesOfDiff, linesOfPatch } from "../../../src/host/forge-writer/diff-lines.ts";
import { HostForgeWriter } from "../../../src/host/forge-writer/host-forge-writer.ts";
import { type ApiDialect, hostOf } from "../../../src/host/host.ts";
import { RunFacts } from "../../../src/host/run-facts.ts";
import { silentLogger } from "../../../src/runtime/logger.ts";
import { answeringServer } from "../../services/answering-server.ts";
import { ForgeApi, forgeTokens, forgeUser } from "../../services/forge-api.ts";

const repository = "acme/fleet";
const commit = "1".repeat(40);
const key = "uid:comment:issue:12:sha256:0";
const signal = AbortSignal.timeout(60_000);
const patch = "@@ -1,3 +1,4 @@\n one\n-two\n+zwei\n+drei\n three\n\\ No newline at end of file";
const diff = `diff --git a/src/a.ts b/src/a.ts\nindex 1..2 100644\n--- a/src/a.ts\n+++ b/src/a.ts\n${patch}\ndiff --git a/new.txt b/new.txt\nnew file mode 100644\n--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+@@ -1 +1 @@\n`;

async function open(dialect: ApiDialect, token: string = forgeTokens.write, port?: number) {
  const forge = await ForgeApi.listen(dialect);
  forge.answers.set("/user", forgeUser(dialect, "identikit"));
  const elsewhere = port === undefined ? {} : { GITHUB_API_URL: `http://127.0.0.1:${port}/api/v1` };
  const options = { host: hostOf(forge.env(elsewhere)), token, log: silentLogger, signal };
  const teams = async () => ({ named: [], refused: [] });
  const now = () => new Date("2026-11-22T10:00:00Z");
  const writer = new HostForgeWriter({ ...options, repositories: new RunFacts({ ...options, teams }), now });
  return { forge, writer, [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose]() };
}

/** A row of a list, by somebody. */
const row = (dialect: ApiDialect, body: string, by = "identikit", more = {}) => ({
  ...{ id: 5, number: 5, body, user: forgeUser(dialect, by), html_url: "https://forge.example.test/5" },
  ...{ created_at: "2026-11-20T10:00:00Z", ...more },
});

describe.each<ApiDialect>(["github", "gitea"])("what agents write, on %s", (dialect) => {
  test.each<[ForgeWrite, string]>([
    [{ action: "comment", repository, number: 12, body: "Done." }, "issues/12/comments"],
    [{ action: "issue", repository, title: "A gate", body: "It is open.", labels: [] }, "issues"],
    [
      {
        ...{
          action: "pull_request",
          repository,
          branch: "identikit/run-1",
          base: commit,
          patch: `sha256:${"0".repeat(64)}`,
        },
        ...{ message: "m", into: "main", title: "Close it", body: "It was open.", draft: false },
      },
      "pulls",
    ],
    [
      {
        action: "review",
        repository,
        number: 7,
        head: commit,
        verdict: "comment",
        body: "Fine.",
        findings: [],
      },
      "pulls/7/reviews",
    ],
  ])("is sent with its key, and found by it: $action", async (write, url) => {
    await using scene = await open(dialect);
    const { forge, writer } = scene;
    forge.answers.set(url, []);
    forge.answers.set("pulls/7/files", []);
    forge.answers.set("pulls/7.diff", "");
    expect(await writer.find(write, key)).toBe(undefined);
    await writer.send(write, key);
    expect(forge.written).toMatchObject([{ method: "POST", path: url }]);
    const sent = forge.written[0]?.body.body ?? "";
    expect(sent.startsWith(hiddenMarker(key))).toBe(true);
    // Somebody else copied it; another one is ours and says something else; then there is ours, with the host's line ends.
    const others = [
      row(dialect, sent, "mallory"),
      row(dialect, `${hiddenMarker("other")}x`),
      row(dialect, `x ${sent}`),
    ];
    forge.answers.set(url, others);
    expect(await writer.find(write, key)).toBe(undefined);
    const many = Array.from({ length: 120 }, () => row(dialect, "noise", "mira"));
    forge.answers.set(url, [...others, ...many, row(dialect, sent.replaceAll("\n", "\r\n"))]);
    expect(await writer.find(write, key)).toEqual({ url: "https://forge.example.test/5" });
  });

  test("is not sent a second time by itself where the forge fails: it may have arrived", async () => {
    const server = await answeringServer((_, response) => response.writeHead(502).end("{}"));
    await using scene = await open(dialect, forgeTokens.write, server.port);
    const write = { action: "comment" as const, repository, number: 12, body: "Done." };
    await expect(scene.writer.send(write, key)).rejects.toMatchObject({
      code: "HOST_UNREACHABLE",
      retry: { kind: "later" },
    });
    expect(server.seen).toHaveLength(1);
  });

  test("is told where the token may not write", async () => {
    await using scene = await open(dialect, forgeTokens.read);
    const write = { action: "comment" as const, repository, number: 12, body: "Done." };
    await expect(scene.writer.send(write, key)).rejects.toMatchObject({ code: "HOST_DENIED" });
  });

  test("sets and removes the labels that differ, and is done where none does", async () => {
    await using scene = await open(dialect);
    const { forge, writer } = scene;
    forge.answers.set("labels", [
      { id: 3, name: "done" },
      { id: 4, name: "old" },
    ]);
    forge.answers.set("/orgs/acme/labels", [{ id: 9, name: "shared" }]);
    forge.answers.set("issues/12", {
      labels: [{ id: 4, name: "old" }],
      html_url: "https://forge.example.test/12",
    });
    const write = {
      action: "label" as const,
      repository,
      number: 12,
      add: ["Done", "shared"],
      remove: ["OLD", "gone"],
    };
    expect(await writer.find(write, key)).toBe(undefined);
    // A deletion has no body for the test's server to read.
    await writer.send({ ...write, remove: [] }, key);
    expect(forge.written).toEqual([
      {
        method: "POST",
        path: "issues/12/labels",
        body: { labels: dialect === "gitea" ? [3, 9] : ["Done", "shared"] },
      },
    ]);
    forge.answers.set("issues/12", {
      labels: [{ name: "done" }, { name: "shared" }],
      html_url: "https://forge.example.test/12",
    });
    expect(await writer.find(write, key)).toEqual({ url: "https://forge.example.test/12" });
  });

  test("sets a status, and knows it again by what it says and who set it", async () => {
    await using scene = await open(dialect);
    const { forge, writer } = scene;
    const write = {
      ...{ action: "status" as const, repository, commit, context: "agent/x", state: "success" as const },
      description: "ok",
    };
    const status = (by: string, more = {}) => ({
      ...{ context: "agent/x", creator: forgeUser(dialect, by), description: "ok" },
      ...(dialect === "gitea" ? { status: "success" } : { state: "success" }),
      ...more,
    });
    const url = `commits/${commit}/statuses`;
    forge.answers.set(url, []);
    expect(await writer.find(write, key)).toBe(undefined);
    await writer.send(write, key);
    expect(forge.statuses).toEqual(["agent/x: success"]);
    forge.answers.set(url, [status("mallory")]);
    expect(await writer.find(write, key)).toBe(undefined);
    forge.answers.set(url, [status("identikit", { description: "other" }), status("identikit")]);
    expect(await writer.find(write, key)).toBe(undefined);
    forge.answers.set(url, [status("identikit")]);
    expect(await writer.find(write, key)).toEqual({ url: `agent/x on ${commit}` });
  });

  test("runs CI again, once", async () => {
    await using scene = await open(dialect);
    const { forge, writer } = scene;
    forge.answers.set("actions/runs/77", { run_attempt: 2, html_url: "https://forge.example.test/77" });
    expect(await writer.runAttempt(repository, "77")).toBe(2);
    expect(await writer.runAttempt(repository, "78")).toBe(undefined);
    const write = { action: "rerun" as const, repository, workflowRun: "77", attempt: 2 };
    expect(await writer.find(write, key)).toBe(undefined);
    expect(await writer.find({ ...write, attempt: 1 }, key)).toEqual({
      url: "https://forge.example.test/77",
    });
  });

  test("puts findings at lines that the diff shows, and the others into the text, as one review (P-15)", async () => {
    await using scene = await open(dialect);
    const { forge, writer } = scene;
    forge.answers.set("pulls/7/files", [{ filename: "src/a.ts", patch }]);
    forge.answers.set("pulls/7.diff", diff);
    const at = (path: string, line: number | undefined, more = {}) => ({
      path,
      line,
      side: "new" as const,
      body: "No.",
      ...more,
    });
    const findings = [
      at("src/a.ts", 2),
      at("src/a.ts", 2, { endLine: 3 }),
      at("src/a.ts", 2, { side: "old" as const }),
      at("src/a.ts", 40),
      at("other.ts", 1),
      at("src/a.ts", undefined),
    ];
    const review = {
      action: "review" as const,
      repository,
      number: 7,
      head: commit,
      verdict: "request_changes" as const,
      body: "Look.",
      findings,
    };
    await writer.send(review, key);
    const sent: Record<string, unknown> = { ...forge.written[0]?.body };
    expect(sent).toMatchObject({ event: "REQUEST_CHANGES", commit_id: commit });
    expect(sent.body).toBe(
      `${hiddenMarker(key)}Look.\n\n- \`src/a.ts:40\`: No.\n- \`other.ts:1\`: No.\n- \`src/a.ts\`: No.`,
    );
    expect(sent.comments).toEqual(
      dialect === "github"
        ? [
            { path: "src/a.ts", body: "No.", line: 2, side: "RIGHT" },
            { path: "src/a.ts", body: "No.", line: 3, side: "RIGHT", start_line: 2, start_side: "RIGHT" },
            { path: "src/a.ts", body: "No.", line: 2, side: "LEFT" },
          ]
        : [
            { path: "src/a.ts", body: "No.", new_position: 2, old_position: 0 },
            { path: "src/a.ts", body: "No.", new_position: 3, old_position: 0 },
            { path: "src/a.ts", body: "No.", old_position: 2, new_position: 0 },
          ],
    );
  });

  test("says what a branch and a pull request are now, and nothing of one that is gone", async () => {
    await using scene = await open(dialect);
    const { forge, writer } = scene;
    forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
    forge.answers.set("branches/main", { commit: { id: commit, sha: commit }, protected: false });
    expect(await writer.headOf({ repository, kind: "branch", id: "main" }, signal)).toBe(commit);
    expect(await writer.headOf({ repository, kind: "branch", id: "gone" }, signal)).toBe(undefined);
    expect(await writer.headOf({ repository, kind: "issue", id: "12" }, signal)).toBe(undefined);
  });
});

describe("the lines that a diff shows", () => {
  test("are counted by the hunks' own numbers, whatever the content looks like", () => {
    const lines = linesOfPatch(patch);
    expect([...lines.old]).toEqual([1, 2, 3]);
    expect([...lines.new]).toEqual([1, 2, 3, 4]);
    const files = linesOfDiff(diff);
    expect([...files.keys()]).toEqual(["src/a.ts", "new.txt"]);
    expect([...(files.get("new.txt")?.new ?? [])]).toEqual([1]);
    expect([...(files.get("src/a.ts")?.new ?? [])]).toEqual([1, 2, 3, 4]);
  });
});
