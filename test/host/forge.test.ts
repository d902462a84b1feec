import { describe, expect, test } from "vitest";
import { HostApi } from "../../src/host/api.ts";
import { forgeOf } from "../../src/host/forge.ts";
import { hostOf } from "../../src/host/host.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { ForgeApi, forgePull, forgeTokens, forgeUser } from "../services/forge-api.ts";

const [head, base] = ["a".repeat(40), "b".repeat(40)];
const dialects = ["github", "gitea"] as const;

async function forge(api: ForgeApi) {
  const options = { repository: "acme/fleet", token: forgeTokens.read, log: silentLogger };
  const signal = new AbortController().signal;
  return forgeOf(await HostApi.open({ host: hostOf(api.env()), ...options, signal }));
}

describe.each(dialects)("on %s", (dialect) => {
  test("a pull request is read as it is now", async () => {
    await using api = await ForgeApi.listen(dialect);
    const more = {
      body: "text",
      labels: [{ id: 1, name: "security" }],
      requested_reviewers: [forgeUser(dialect, "alice")],
      changed_files: 3,
    };
    api.answers.set("pulls/7", forgePull(dialect, { head, base, ...more }));
    expect(await (await forge(api)).request(7)).toMatchObject({
      number: 7,
      head,
      base,
      baseBranch: "main",
      author: { login: "mallory", bot: false },
      labels: ["security"],
      asked: dialect === "github" ? ["alice"] : [],
      changedFiles: 3,
      open: true,
    });
  });

  test("reviews of all pages are read, with who is a program", async () => {
    await using api = await ForgeApi.listen(dialect);
    const rows = Array.from({ length: 120 }, (_, id) => ({
      id,
      user: forgeUser(dialect, `user${id}`),
      state: dialect === "gitea" ? "COMMENT" : "COMMENTED",
      commit_id: head,
    }));
    const bot = dialect === "gitea" ? "gitea-actions" : "x[bot]";
    rows.push({ id: 500, user: forgeUser(dialect, bot), state: "APPROVED", commit_id: base });
    api.answers.set("pulls/7/reviews", rows);
    const reviews = await (await forge(api)).reviews(7);
    expect(reviews).toHaveLength(121);
    expect(reviews.at(-1)).toMatchObject({
      reviewer: { login: bot, bot: true },
      state: "approved",
      commit: base,
    });
    expect(reviews[0]).toMatchObject({ reviewer: { bot: false }, state: "other" });
  });

  test("every status of a commit is read with who set it, not only the newest of each name", async () => {
    await using api = await ForgeApi.listen(dialect);
    const word = dialect === "gitea" ? "status" : "state";
    const row = (id: number, login: string, said: string) => ({
      id,
      context: "CI / test",
      [word]: said,
      creator: forgeUser(dialect, login),
      created_at: "2026-01-02T03:04:05Z",
    });
    api.answers.set(`commits/${head}/statuses`, [
      row(2, "mallory", "success"),
      row(1, "gitea-actions", "warning"),
    ]);
    const run = { name: "CI / test", app: { slug: "github-actions" }, check_suite: { id: 9 } };
    api.answers.set(`commits/${head}/check-runs`, {
      check_runs: [
        { id: 3, status: "completed", conclusion: "neutral", ...run },
        { id: 4, status: "in_progress", conclusion: null, ...run },
        { id: 5, status: "completed", conclusion: "cancelled", ...run },
      ],
    });
    const checks = await (await forge(api)).checks(head);
    expect(checks.slice(0, 2)).toMatchObject([
      { by: "mallory", state: "success", suite: undefined },
      { by: "gitea-actions", state: "failure", suite: undefined },
    ]);
    const runs = checks.slice(2).map(({ state, by }) => `${by} ${state}`);
    expect(runs).toEqual(
      dialect === "gitea"
        ? []
        : ["github-actions skipped", "github-actions pending", "github-actions failure"],
    );
  });

  test("a status without an account is a job's on Gitea where it leads to one, and nobody's elsewhere", async () => {
    await using api = await ForgeApi.listen(dialect);
    const word = dialect === "gitea" ? "status" : "state";
    const row = (id: number, target: string) => ({
      ...{ id, context: "CI / test", [word]: "success", creator: null, target_url: target },
    });
    api.answers.set(`commits/${head}/statuses`, [
      row(1, "/team/fleet/actions/runs/9/jobs/13"),
      row(2, "https://elsewhere.example/runs/9"),
    ]);
    api.answers.set(`commits/${head}/check-runs`, { check_runs: [] });
    const checks = await (await forge(api)).checks(head);
    const job = dialect === "gitea" ? "gitea-actions" : "";
    expect(checks.map(({ by }) => by)).toEqual([job, ""]);
  });

  test("protection is read with a token that may only read", async () => {
    await using api = await ForgeApi.listen(dialect);
    const github = { protection: { required_status_checks: { contexts: ["test"] } } };
    const gitea = { enable_status_check: true, status_check_contexts: ["CI / *"] };
    api.answers.set("branches/main", {
      commit: { [dialect === "gitea" ? "id" : "sha"]: base },
      ...(dialect === "gitea" ? gitea : github),
    });
    api.answers.set("rules/branches/main", [
      { type: "required_status_checks", parameters: { required_status_checks: [{ context: "lint" }] } },
      { type: "deletion" },
    ]);
    const host = await forge(api);
    expect(await host.required("main")).toEqual(dialect === "gitea" ? ["CI / *"] : ["test", "lint"]);
    expect(await host.tip("main")).toBe(base);
  });

  test("a team's members are read, and a team that the token does not see is no empty team", async () => {
    await using api = await ForgeApi.listen(dialect);
    const rows = [forgeUser(dialect, "alice"), forgeUser(dialect, "bob")];
    api.answers.set("/orgs/acme/teams/security/members", rows);
    api.answers.set("/orgs/acme/teams", [{ id: 4, name: "Security" }]);
    api.answers.set("/teams/4/members", rows);
    const host = await forge(api);
    expect(await host.members("acme/security")).toEqual(["alice", "bob"]);
    const code = dialect === "gitea" ? "CHANGE_UNKNOWN" : "HOST_DENIED";
    await expect(host.members("acme/none")).rejects.toMatchObject({ code });
  });

  test("a file that is not there is told from a repository that the token may not read", async () => {
    await using api = await ForgeApi.listen(dialect);
    const content = Buffer.from("changes: {}\n").toString("base64");
    api.answers.set(`contents/identikit.yaml?ref=${base}`, {
      type: "file",
      path: "identikit.yaml",
      encoding: "base64",
      content,
    });
    api.answers.set(`git/commits/${base}`, { sha: base });
    const host = (await forge(api)).content(7);
    expect(await host.file(base, "identikit.yaml")).toBe("changes: {}\n");
    expect(await host.file(base, "none.yaml")).toBeUndefined();
    await expect(host.file(head, "identikit.yaml")).rejects.toMatchObject({ code: "HOST_DENIED" });
    await expect(host.file(base, "../../user")).rejects.toMatchObject({ code: "CHANGE_UNKNOWN" });
  });

  test("an answer of another form is no empty answer", async () => {
    await using api = await ForgeApi.listen(dialect);
    api.answers.set("pulls/7", { message: "hello" });
    api.answers.set("pulls/7/reviews", [{ nothing: true }]);
    const host = await forge(api);
    await expect(host.request(7)).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
    await expect(host.reviews(7)).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
  });
});

describe("the diff as GitHub lists it", () => {
  const row = (filename: string, more: object) => ({
    filename,
    status: "modified",
    additions: 1,
    changes: 1,
    ...more,
  });

  async function listing(rows: readonly object[], more: object = {}) {
    const api = await ForgeApi.listen("github");
    api.answers.set("pulls/7", forgePull("github", { head, base, changed_files: rows.length, ...more }));
    api.answers.set("pulls/7/files", rows);
    return { api, content: (await forge(api)).content(7) };
  }

  test("lines are known where there is a patch of all of them, and of no moved or binary file", async () => {
    const { api, content } = await listing([
      row("a\nb.env", { patch: "@@ -0,0 +3 @@\n+GITHUB_TOKEN=é\r" }),
      row("large.env", { additions: 9, patch: "@@ -0,0 +1 @@\n+a" }),
      row("binary", {}),
      row("new.env", { status: "renamed", previous_filename: "old.md", additions: 0, changes: 0 }),
      row("gone", { status: "removed", additions: 0, patch: "@@ -1 +0,0 @@\n-x" }),
      row("module", { patch: `@@ -0,0 +1 @@\n+Subproject commit ${head}` }),
    ]);
    await using _ = api;
    expect((await content.diff(base, head)).files).toMatchObject([
      { path: "a\nb.env", added: [{ line: 3, text: "GITHUB_TOKEN=é\r" }] },
      { path: "large.env", added: undefined },
      { path: "binary", added: undefined },
      { path: "new.env", from: "old.md", added: undefined },
      { path: "gone", kind: "deleted", added: [] },
      { path: "module", special: "submodule" },
    ]);
  });

  test.each([
    [
      "3,000 files, of which GitHub lists no more",
      Array.from({ length: 3000 }, (_, at) => row(`${at}`, { patch: "" })),
      {},
    ],
    [
      "fewer files than the pull request has",
      [row("a", { patch: "@@ -0,0 +1 @@\n+a" })],
      { changed_files: 2 },
    ],
    ["a head that moved on", [], { head: base }],
  ])("%s are not a whole diff", async (_, rows, more) => {
    const { api, content } = await listing(rows, more);
    await using _api = api;
    await expect(content.diff(base, head)).rejects.toMatchObject({ code: "CHANGE_UNKNOWN" });
  });
});

describe("the diff as Gitea gives it", () => {
  async function patched(text: string, files?: number) {
    const api = await ForgeApi.listen("gitea");
    api.answers.set(
      "pulls/7",
      forgePull("gitea", { head, base, ...(files === undefined ? {} : { changed_files: files }) }),
    );
    api.answers.set("pulls/7.diff", text);
    return { api, content: (await forge(api)).content(7) };
  }

  const index = "index 0000000000000000000000000000000000000000..1111111111111111111111111111111111111111";

  test("files, moves, links, modes and quoted names are read", async () => {
    const { api, content } = await patched(
      [
        `diff --git "a/x\\ny \\303\\251" "b/x\\ny \\303\\251"`,
        ...["new file mode 100644", index, "--- /dev/null", `+++ "b/x\\ny \\303\\251"`],
        ...["@@ -0,0 +1,2 @@", "+diff --git a/no b/no", "++++ b/no"],
        "diff --git a/old b/new",
        ...["similarity index 100%", "rename from old", "rename to new"],
        "diff --git a/link b/link",
        ...["new file mode 120000", index, "--- /dev/null", "+++ b/link", "@@ -0,0 +1 @@", "+target"],
        "\\ No newline at end of file",
        "diff --git a/b c b/b c",
        ...["old mode 100644", "new mode 100755"],
        "diff --git a/blob b/blob",
        ...[index, "Binary files a/blob and b/blob differ"],
        "diff --git a/gone b/gone",
        ...["deleted file mode 100644", index, "--- a/gone", "+++ /dev/null", "@@ -1 +0,0 @@", "-x", ""],
      ].join("\n"),
    );
    await using _ = api;
    expect((await content.diff(base, head)).files).toMatchObject([
      {
        path: "x\ny é",
        kind: "added",
        added: [
          { line: 1, text: "diff --git a/no b/no" },
          { line: 2, text: "+++ b/no" },
        ],
      },
      { path: "new", from: "old", added: undefined },
      { path: "link", special: "symlink", added: [{ line: 1, text: "target" }] },
      { path: "b c", kind: "modified", added: [] },
      { path: "blob", added: undefined },
      { path: "gone", kind: "deleted", added: [] },
    ]);
  });

  test.each([
    ["a hunk that is cut", `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1,5 @@\n+a\n`],
    ["text that is no patch", "an error page\n"],
    ["a hunk that counts too little", `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n+hidden\n`],
    ["names that can be read in two ways", `diff --git a/x b/y b/z\nold mode 100644\nnew mode 100755\n`],
  ])("%s is refused", async (_, text) => {
    const { api, content } = await patched(text);
    await using _api = api;
    await expect(content.diff(base, head)).rejects.toMatchObject({ code: "CHANGE_UNKNOWN" });
  });

  test("a patch of fewer files than the host counts is refused", async () => {
    const { api, content } = await patched("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n", 2);
    await using _api = api;
    await expect(content.diff(base, head)).rejects.toMatchObject({ code: "CHANGE_UNKNOWN" });
  });
});
