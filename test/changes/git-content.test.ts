import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import type { ChangedFile } from "../../src/changes/diff.ts";
import { scratchDirectory } from "../scratch.ts";
import { Repository } from "./repository.ts";

async function changed(repository: Repository, base: string): Promise<Map<string, ChangedFile>> {
  const head = repository.commit();
  const { files } = await repository.content().diff(base, head);
  return new Map(files.map((file) => [file.path, file]));
}

test("added lines have their numbers, with CRLF, without a last line end, and between lines that stay", async () => {
  const repository = new Repository({ "a.txt": "one\ntwo\nthree\n" });
  const base = repository.git("rev-parse", "HEAD");
  repository.write({ "a.txt": "zero\none\ntwo\r\nthree\nfour", "b.txt": "x\r\ny" });
  const files = await changed(repository, base);
  expect(files.get("a.txt")?.added).toEqual([
    { line: 1, text: "zero" },
    { line: 3, text: "two\r" },
    { line: 5, text: "four" },
  ]);
  expect(files.get("b.txt")).toMatchObject({
    kind: "added",
    added: [
      { line: 1, text: "x\r" },
      { line: 2, text: "y" },
    ],
  });
});

test("lines that look like headers of a patch are lines", async () => {
  const repository = new Repository({ "a.txt": "-- a/x\n" });
  const base = repository.git("rev-parse", "HEAD");
  const lines = [
    "++ b/evil",
    "diff --git a/x b/x",
    "@@ -1,9 +1,9 @@",
    "\\ No newline at end of file",
    "-- c",
  ];
  repository.write({ "a.txt": `${lines.join("\n")}\n`, "z.txt": "last\n" });
  const files = await changed(repository, base);
  expect(files.get("a.txt")?.added?.map(({ text }) => text)).toEqual(lines);
  expect(files.get("z.txt")?.added).toEqual([{ line: 1, text: "last" }]);
});

test("attributes of the change hide no line, and neither do bytes that are no text", async () => {
  const repository = new Repository();
  const base = repository.git("rev-parse", "HEAD");
  repository.write({
    ".gitattributes": "* -diff\n*.env binary\n",
    "tenant.env": "GITHUB_TOKEN=x\n",
    blob: new Uint8Array([0, 1, 255, 10, 65, 10]),
  });
  const files = await changed(repository, base);
  expect(files.get("tenant.env")?.added).toEqual([{ line: 1, text: "GITHUB_TOKEN=x" }]);
  expect(files.get("blob")?.added).toHaveLength(2);
});

test("a file that is moved is a whole new file, and says where it came from", async () => {
  const repository = new Repository({ "docs/sample.txt": "GITHUB_TOKEN=x\nA=1\nB=2\nC=3\n" });
  const base = repository.git("rev-parse", "HEAD");
  repository.git("mv", "docs/sample.txt", "tenant.env");
  const files = await changed(repository, base);
  expect(files.get("tenant.env")).toMatchObject({ kind: "added", from: "docs/sample.txt" });
  expect(files.get("tenant.env")?.added).toHaveLength(4);
  expect(files.get("docs/sample.txt")).toMatchObject({ kind: "deleted", added: [] });
});

test("names with line ends, options, quotes, spaces and bidi marks are those names", async () => {
  const repository = new Repository();
  const base = repository.git("rev-parse", "HEAD");
  const names = ["--upload-pack=x", "a\nb", 'q"uo\\te', "b/ a b/x ", "\u202egnp.exe", "tab\there", "é"];
  repository.write(Object.fromEntries(names.map((name) => [name, `in ${JSON.stringify(name)}\n`])));
  const files = await changed(repository, base);
  for (const name of names)
    expect(files.get(name)?.added, name).toEqual([{ line: 1, text: `in ${JSON.stringify(name)}` }]);
});

test("links, submodules, changes of type and of mode are told", async () => {
  const repository = new Repository({ file: "text\n", script: "#!/bin/sh\n", real: "content\n" });
  const base = repository.git("rev-parse", "HEAD");
  repository.link("link", "target").link("file", "elsewhere").executable("script");
  repository.git("update-index", "--add", "--cacheinfo", `160000,${"c".repeat(40)},module`);
  repository.git("add", "link", "file", "script");
  repository.git("commit", "--quiet", "--message", "Kinds");
  const head = repository.git("rev-parse", "HEAD");
  const { files } = await repository.content().diff(base, head);
  const found = new Map(files.map((file) => [file.path, file]));
  expect(found.get("link")).toMatchObject({ special: "symlink", added: [{ line: 1, text: "target" }] });
  expect(found.get("file")).toMatchObject({ special: "symlink", added: [{ line: 1, text: "elsewhere" }] });
  expect(found.get("module")).toMatchObject({ special: "submodule" });
  expect(found.get("script")).toMatchObject({ kind: "modified", added: [] });
  expect(found.size).toBe(4);
});

test("more than 3,000 files are read", async () => {
  const repository = new Repository();
  const base = repository.git("rev-parse", "HEAD");
  repository.write(
    Object.fromEntries(Array.from({ length: 3200 }, (_, at) => [`many/${at}.txt`, `${at}\n`])),
  );
  expect((await changed(repository, base)).size).toBe(3200);
});

test("only what the change itself brings is in the diff, when the base has moved on", async () => {
  const repository = new Repository();
  repository.git("checkout", "--quiet", "-b", "change");
  repository.write({ mine: "1\n" });
  const head = repository.commit();
  repository.git("checkout", "--quiet", "main");
  repository.write({ theirs: "2\n" });
  const base = repository.commit();
  const { files } = await repository.content().diff(base, head);
  expect(files.map(({ path }) => path)).toEqual(["mine"]);
});

test("histories without a common commit, and with two, are not compared", async () => {
  const repository = new Repository();
  const base = repository.git("rev-parse", "HEAD");
  repository.git("checkout", "--quiet", "--orphan", "stranger");
  const stranger = repository.commit();
  await expect(repository.content().diff(base, stranger)).rejects.toMatchObject({ code: "CHANGE_UNKNOWN" });

  repository.git("checkout", "--quiet", "-b", "one", base);
  const one = repository.commit("one");
  repository.git("checkout", "--quiet", "-b", "two", base);
  const two = repository.commit("two");
  repository.git("merge", "--quiet", "--no-ff", "--message", "both", one);
  const left = repository.git("rev-parse", "HEAD");
  repository.git("checkout", "--quiet", "one");
  repository.git("merge", "--quiet", "--no-ff", "--message", "both", two);
  const right = repository.git("rev-parse", "HEAD");
  await expect(repository.content().diff(left, right)).rejects.toThrow("more than one merge base");
});

test("a shallow clone has no history to compare in", async () => {
  const repository = new Repository();
  const head = repository.commit();
  const shallow = scratchDirectory();
  execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${repository.root}`, shallow]);
  const { GitContent } = await import("../../src/changes/git-content.ts");
  const content = GitContent.open(shallow, {
    environment: process.env,
    signal: new AbortController().signal,
  });
  expect(await content?.has(head)).toBe(false);
  expect(await repository.content().has(head)).toBe(true);
});

test("files of a commit are read from the commit, and a link in their place is refused", async () => {
  const repository = new Repository({
    "identikit.yaml": "version: 1\n",
    "d/one.yml": "",
    "d/sub/two.yml": "",
  });
  const head = repository.git("rev-parse", "HEAD");
  repository.link("identikit.yaml", "README.md");
  const linked = repository.commit();
  const content = repository.content();
  expect(await content.file(head, "identikit.yaml")).toBe("version: 1\n");
  expect(await content.file(head, "none.yaml")).toBeUndefined();
  await expect(content.file(linked, "identikit.yaml")).rejects.toMatchObject({ code: "CHANGE_UNKNOWN" });
  expect(await content.list(head, "d")).toEqual(["d/one.yml"]);
  expect(await content.list(head, "none")).toEqual([]);
  expect(await content.commit("--all")).toBeUndefined();
});
