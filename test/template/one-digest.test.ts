import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FetchOptions } from "../../src/template/fetch.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectSameTree } from "../tree/expect-same-tree.ts";
import { testArchiveServer } from "./archive-server.ts";
import { fetched, fetchingBench } from "./fetching.ts";
import { commitAll, copiedForEachTest, firstCommit, git } from "./git-repository.ts";
import { gitServer } from "./git-server.ts";

/** Every way on which a commit comes here. */
const routes = [
  "Gitea's archive",
  "GitHub's archive",
  "git over HTTP",
  "a file URL",
  "a local repository at a ref",
  "a checkout as it stands",
] as const;
type Route = (typeof routes)[number];

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12345\n`;

/** A repository with the given files, as a checkout and as a bare clone `a.git` beside it. */
function repositoryOf(make: (path: string) => void) {
  return copiedForEachTest((served) => {
    const path = join(served, "checkout");
    firstCommit(path, { "README.md": "x" });
    make(path);
    const commit = commitAll(path);
    git(served, "clone", "--quiet", "--bare", path, "a.git");
    return { commit };
  });
}

async function fetchBy(
  route: Route,
  served: string,
  entry: object = {},
  options: Partial<FetchOptions> = {},
) {
  const checkout = join(served, "checkout");
  const bare = join(served, "a.git");
  const server = await testArchiveServer({ "acme/a": bare });
  const provider = route === "GitHub's archive" ? "github" : "gitea";
  const repo = {
    "Gitea's archive": "acme/a",
    "GitHub's archive": "acme/a",
    "git over HTTP": `git+${(await gitServer(served)).origin}/a.git`,
    "a file URL": `file://${bare}`,
    "a local repository at a ref": checkout,
    "a checkout as it stands": checkout,
  }[route];
  const ref = route === "a checkout as it stands" ? {} : { ref: "main" };
  const bench = fetchingBench([{ name: "a", repo, ...ref, ...entry }]);
  const report = await bench.fetch({ hosts: [{ provider, baseUrl: server.origin }], ...options });
  return { report, server, place: join(bench.into, "a"), bench };
}

const template = {
  "config.yaml": "name: a\n",
  "prompts/a.md": "one $Format:%H$ two\n",
  "prompts/dos.md": "line\nline\n",
  "prompts/wide.md": "wide\n",
  "agent-skills/s/SKILL.md": "# s\n",
  "agent-skills/s/id.txt": "$Id$\n",
};

describe.each(routes)("by %s", (route) => {
  const altering = repositoryOf((path) => {
    writeFiles(path, {
      ...template,
      ".gitattributes": [
        "prompts/a.md export-subst",
        "prompts/dos.md text eol=crlf",
        "prompts/wide.md text working-tree-encoding=UTF-16",
        "agent-skills/s/SKILL.md export-ignore",
        "agent-skills/s/id.txt ident",
      ].join("\n"),
      "prompts/wide.md": Buffer.from("\ufeffwide\n", "utf16le"),
    });
  });

  test("a commit whose attributes change what is packed is the commit's own bytes", async () => {
    const { path, commit } = altering();
    const { report, place } = await fetchBy(route, path);
    const result = fetched(report);
    expect(result).toMatchObject({ commit, leftOut: [".gitattributes", "README.md"], files: 6 });
    expectSameTree(readDirectory(place), template);
    if (/archive/.test(route))
      expect(result.note).toMatch(/has "agent-skills\/s\/SKILL.md" and \d more otherwise than the commit/);
  });

  const below = repositoryOf((path) => {
    writeFiles(path, { "roles/deep/lead/notes.txt": "x", "roles/deep/lead-not/config.yaml": "no" });
    writeFiles(join(path, "roles/deep/lead"), { "config.yaml": "name: lead\n", "prompts/a.md": "a\n" });
    writeFiles(path, { "config.yaml": "name: root\n", "file/x": "x" });
  });

  test("a directory of a repository is a template of its own", async () => {
    const { path } = below();
    const { report, place, bench } = await fetchBy(route, path, { path: "roles/deep/lead" });
    expect(fetched(report)).toMatchObject({ leftOut: ["notes.txt"], files: 2 });
    expectSameTree(readDirectory(place), { "config.yaml": "name: lead\n", "prompts/a.md": "a\n" });
    const locked = await bench.fetch({ hosts: [], locked: true, sources: {} });
    if (!/archive/.test(route)) expect(fetched(locked).treeDigest).toBe(fetched(report).treeDigest);
  });

  test.each(["roles/none", "file/x", "roles/deep/lea"])("the directory %s is not there", async (wanted) => {
    const { report } = await fetchBy(route, below().path, { path: wanted });
    expect(report.results[0]).toMatchObject({ kind: "failed" });
    const code = (report.results[0] as { fault: { code: string } }).fault.code;
    expect(["SOURCE_INVALID", "SOURCE_NOT_FOUND"]).toContain(code);
  });

  const withSubmodule = repositoryOf((path) => {
    const other = join(scratchDirectory(), "other");
    firstCommit(other, { "SKILL.md": "# x\n" });
    writeFiles(path, template);
    git(path, "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", other, "agent-skills/sub");
  });

  test("a submodule among the assets is refused", async () => {
    const { path } = withSubmodule();
    const { report } = await fetchBy(route, path);
    expect(report.results[0]).toMatchObject({
      fault: { code: "ENTRY_TYPE", message: expect.stringContaining('"agent-skills/sub" is a submodule') },
    });
  });

  const withPointer = repositoryOf((path) => writeFiles(path, { ...template, "prompts/big.md": pointer }));

  test("a Git LFS pointer among the assets is refused", async () => {
    const { report } = await fetchBy(route, withPointer().path);
    expect(report.results[0]).toMatchObject({
      fault: {
        code: "ENTRY_TYPE",
        message: expect.stringContaining('"prompts/big.md" is a Git LFS pointer'),
      },
    });
  });
});

test("a changed checkout with a submodule among its assets is refused as well", async () => {
  const path = join(scratchDirectory(), "checkout");
  const other = join(scratchDirectory(), "other");
  firstCommit(other, { "SKILL.md": "# x\n" });
  firstCommit(path, template);
  git(path, "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", other, "agent-skills/sub");
  commitAll(path);
  git(path, "submodule", "deinit", "--quiet", "--force", "agent-skills/sub");
  writeFiles(path, { "prompts/a.md": "changed" });
  const bench = fetchingBench([{ name: "a", repo: path }]);
  expect((await bench.fetch()).results[0]).toMatchObject({
    fault: { code: "ENTRY_TYPE", message: expect.stringContaining('"agent-skills/sub" is a submodule') },
  });
});

test("a directory behind a link is not taken for the template's", async () => {
  const root = scratchDirectory();
  writeFiles(root, { "real/config.yaml": "name: a\n" });
  const { symlinkSync } = await import("node:fs");
  symlinkSync("real", join(root, "link"));
  const bench = fetchingBench([{ name: "a", repo: root, path: "link" }]);
  expect((await bench.fetch()).results[0]).toMatchObject({ fault: { code: "PATH_LINKED" } });
});

describe.each(["gitea", "github"] as const)("the listing of a commit on %s", (provider) => {
  const plain = repositoryOf((path) => writeFiles(path, template));
  const hosted = async (make: () => { readonly path: string }) => {
    const { path } = make();
    const server = await testArchiveServer({ "acme/a": join(path, "a.git") });
    const bench = fetchingBench([{ name: "a", repo: "acme/a", ref: "main" }]);
    return { server, bench, fetch: () => bench.fetch({ hosts: [{ provider, baseUrl: server.origin }] }) };
  };

  test("may come in many pages", async () => {
    const { server, bench, fetch } = await hosted(plain);
    server.pageSize = 2;
    fetched(await fetch());
    expectSameTree(readDirectory(join(bench.into, "a")), template);
  });

  test("that the server cuts short for good is refused", async () => {
    const { server, fetch } = await hosted(plain);
    server.answer = (request, response) => {
      if (!request.url?.includes("git/trees/")) return false;
      const page = Number(new URL(request.url, "http://x").searchParams.get("page"));
      const tree = Array.from({ length: 4000 }, (_, index) => ({
        path: `x/${page}-${index}`,
        mode: "100644",
        type: "blob",
        sha: "a".repeat(40),
      }));
      response.end(JSON.stringify({ tree, truncated: true }));
      return true;
    };
    expect((await fetch()).results[0]).toMatchObject({ fault: { code: "ARCHIVE_TOO_LARGE" } });
    expect(server.requests.length).toBeLessThan(10);
  });

  test("stands against an archive with a file that the commit does not have", async () => {
    const { server, bench, fetch } = await hosted(plain);
    const other = plain().path;
    writeFiles(join(other, "checkout"), { "prompts/planted.md": "do as I say" });
    commitAll(join(other, "checkout"));
    const { execFileSync } = await import("node:child_process");
    const args = ["archive", "--format=tar.gz", "--prefix=a/", "HEAD^{tree}"];
    server.archive = execFileSync("git", args, { cwd: join(other, "checkout") });
    server.topFolder = true;
    const [result] = (await fetch()).results;
    // GitHub's top folder carries the commit, so that nothing of this archive counts there.
    if (provider === "gitea")
      expect(result).toMatchObject({
        fault: { code: "ARCHIVE_ALTERED", message: expect.stringContaining('"prompts/planted.md"') },
      });
    else {
      expect(result).toMatchObject({ kind: "fetched" });
      expectSameTree(readDirectory(join(bench.into, "a")), template);
    }
  });

  test("stands against a file whose bytes the server changes, also when it gives them out by themselves", async () => {
    const { server, fetch } = await hosted(
      repositoryOf((path) =>
        writeFiles(path, { ...template, ".gitattributes": "prompts/a.md export-subst" }),
      ),
    );
    server.answer = (request, response) => {
      if (!request.url?.includes("git/blobs/")) return false;
      const content = Buffer.from("something else").toString("base64");
      response.end(JSON.stringify({ encoding: "base64", content }));
      return true;
    };
    expect((await fetch()).results[0]).toMatchObject({ fault: { code: "ARCHIVE_ALTERED" } });
  });

  test("with more altered files than are read one by one names git's own way", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 65 }, (_, index) => [`prompts/${index}.md`, `$Format:%H$ ${index}\n`]),
    );
    const { server, fetch } = await hosted(
      repositoryOf((path) =>
        writeFiles(path, { ...many, "config.yaml": "a: 1\n", ".gitattributes": "*.md export-subst" }),
      ),
    );
    const [result] = (await fetch()).results;
    expect(result).toMatchObject({
      fault: { code: "ARCHIVE_ALTERED", remedy: expect.stringContaining("git+https://") },
    });
    expect(server.requests).toHaveLength(3);
  });

  test("of a renamed repository is found, and the new name is in the report", async () => {
    const { server, bench, fetch } = await hosted(plain);
    const path = plain().path;
    const moved = await testArchiveServer({ "Newowner/new-name": join(path, "a.git") });
    moved.renamed = { "acme/a": "Newowner/new-name" };
    const asked = { hosts: [{ provider, baseUrl: moved.origin }] } as const;
    for (const more of [{}, { locked: true }]) {
      expect(fetched(await bench.fetch({ ...asked, ...more }))).toMatchObject({
        movedTo: "Newowner/new-name",
        note: null,
      });
      expectSameTree(readDirectory(join(bench.into, "a")), template);
    }
    expect(fetched(await fetch())).toMatchObject({ movedTo: null });
    expect(server.requests).toHaveLength(3);
  });
});

test("a renamed repository is found by git over HTTP, and the new address is in the report", async () => {
  const { path } = repositoryOf((checkout) => writeFiles(checkout, template))();
  const server = await gitServer(path);
  server.answer = (request, response) => {
    if (!request.url?.startsWith("/old.git/")) return false;
    response.writeHead(301, { location: request.url.replace("/old.git/", "/a.git/") }).end();
    return true;
  };
  const bench = fetchingBench([{ name: "a", repo: `git+${server.origin}/old.git`, ref: "main" }]);
  for (const more of [{}, { locked: true }])
    expect(fetched(await bench.fetch(more))).toMatchObject({ movedTo: `${server.origin}/a.git` });
});

describe("a locked commit that a force push took away", () => {
  const places = ["gitea", "github", "git over HTTP", "a file URL"] as const;
  test.each(places)("is named as that on %s", async (place) => {
    const { path, commit } = repositoryOf((checkout) => writeFiles(checkout, template))();
    const bare = join(path, "a.git");
    const server = await testArchiveServer({ "acme/a": bare });
    const provider = place === "github" ? "github" : "gitea";
    const remote = `git+${(await gitServer(path)).origin}/a.git`;
    const repo = place === "git over HTTP" ? remote : place === "a file URL" ? `file://${bare}` : "acme/a";
    const bench = fetchingBench([{ name: "a", repo, ref: "main" }]);
    const hosts = [{ provider, baseUrl: server.origin }] as const;
    fetched(await bench.fetch({ hosts }));
    git(join(path, "checkout"), "commit", "--quiet", "--amend", "-m", "rewritten", "--allow-empty");
    git(join(path, "checkout"), "push", "--quiet", "--force", bare, "main");
    git(bare, "reflog", "expire", "--expire=now", "--all");
    git(bare, "gc", "--quiet", "--prune=now");
    const now = git(bare, "rev-parse", "main");
    const [result] = (await bench.fetch({ hosts, locked: true })).results;
    expect(result).toMatchObject({
      fault: { code: "COMMIT_GONE", message: expect.stringContaining(commit) },
    });
    expect((result as { fault: Error }).fault.message).toContain(`main stands for ${now} now`);
  });

  test("is not blamed where the whole repository is gone", async () => {
    const { path } = repositoryOf((checkout) => writeFiles(checkout, template))();
    const server = await testArchiveServer({ "acme/a": join(path, "a.git") });
    const bench = fetchingBench([{ name: "a", repo: "acme/a", ref: "main" }]);
    const hosts = [{ provider: "gitea", baseUrl: server.origin }] as const;
    fetched(await bench.fetch({ hosts }));
    const empty = await testArchiveServer({});
    const other = [{ provider: "gitea", baseUrl: empty.origin }] as const;
    const report = await bench.fetch({ hosts: other, locked: true });
    expect(report.results[0]).toMatchObject({ fault: { code: "SOURCE_NOT_FOUND" } });
  });
});
