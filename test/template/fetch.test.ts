import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Logger } from "../../src/runtime/logger.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectSameTree } from "../tree/expect-same-tree.ts";
import { fetched, fetchingBench } from "./fetching.ts";
import { commitAll, git, newRepository } from "./git-repository.ts";

const assets = { "config.yaml": "name: a\n", "prompts/a.md": "a\n" };

describe("fetching templates", () => {
  test("lays the assets out, and nothing else, then changes nothing", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./templates/a" }]);
    writeFiles(bench.root, {
      "templates/a/config.yaml": "1",
      "templates/a/prompts/x.md": "x",
      "templates/a/README.md": "",
    });
    const first = fetched(await bench.fetch());
    expect(first).toMatchObject({
      name: "a",
      source: "./templates/a",
      commit: null,
      ref: null,
      origin: "directory",
      files: 2,
      leftOut: ["README.md"],
      written: ["config.yaml", "prompts/x.md"],
      removed: [],
      path: join(bench.into, "a"),
    });
    expectSameTree(readDirectory(join(bench.into, "a")), { "config.yaml": "1", "prompts/x.md": "x" });
    expect(readDirectory(join(bench.into, "a")).digest).toBe(first.treeDigest);
    const before = statSync(join(bench.into, ".identikit/a.json")).ino;
    const lock = statSync(bench.lockFile).ino;
    const second = await bench.fetch();
    expect(fetched(second)).toMatchObject({ written: [], removed: [], unchanged: 2, lockChange: null });
    expect(second.lockWritten).toBe(false);
    expect(statSync(join(bench.into, ".identikit/a.json")).ino).toEqual(before);
    expect(statSync(bench.lockFile).ino).toEqual(lock);
  });

  test("from a repository records the commit that the ref stood for", async () => {
    const { path, commit } = newRepository(assets);
    const bench = fetchingBench([{ name: "a", repo: path, ref: "main" }]);
    expect(fetched(await bench.fetch())).toMatchObject({ commit, ref: "refs/heads/main", origin: "commit" });
    expectSameTree(readDirectory(join(bench.into, "a")), assets);
  });

  test("removes what an earlier fetch wrote, and leaves what nobody of us wrote", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "t/config.yaml": "1", "t/prompts/old/x.md": "x" });
    await bench.fetch();
    writeFiles(bench.into, { "a/mine.txt": "mine" });
    rmSync(join(bench.root, "t/prompts"), { recursive: true });
    expect(fetched(await bench.fetch())).toMatchObject({
      removed: ["prompts/old/x.md"],
      foreign: ["mine.txt"],
    });
    expectSameTree(readDirectory(join(bench.into, "a")), { "config.yaml": "1", "mine.txt": "mine" });
    expect(existsSync(join(bench.into, "a/prompts"))).toBe(false);
  });

  test("repairs what was changed by hand", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "t/config.yaml": "1", "t/prompts/x.md": "x" });
    await bench.fetch();
    writeFiles(bench.into, { "a/config.yaml": "changed" });
    rmSync(join(bench.into, "a/prompts/x.md"));
    expect(fetched(await bench.fetch()).written).toEqual(["config.yaml", "prompts/x.md"]);
  });

  test("reports every failure, and none hides another or a success", async () => {
    const bench = fetchingBench([
      { name: "gone", repo: "./gone" },
      { name: "good", repo: "./good" },
      { name: "empty", repo: "./empty" },
      { name: "linked", repo: "./linked" },
      { name: "hosted", repo: "acme/x" },
    ]);
    writeFiles(bench.root, { "good/config.yaml": "1", "empty/README.md": "", "linked/README.md": "" });
    symlinkSync("/etc", join(bench.root, "linked/prompts"));
    const report = await bench.fetch({ concurrency: 2 });
    expect(
      report.results.map((each) => [each.name, each.kind === "failed" ? each.fault.code : "fetched"]),
    ).toEqual([
      ["gone", "SOURCE_NOT_FOUND"],
      ["good", "fetched"],
      ["empty", "SSOT_MISSING"],
      ["linked", "ENTRY_TYPE"],
      ["hosted", "SOURCE_INVALID"],
    ]);
    for (const each of report.results) {
      if (each.kind === "fetched") continue;
      expect(each.fault.message).toMatch(new RegExp(`^${each.name}: `));
      expect(each.fault.location).toEqual({ file: "manifest.json", line: 1 });
    }
    expect(readdirSync(bench.into).sort()).toEqual([".identikit", "good"]);
  });

  test("leaves the destination as it was when the source is refused", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "t/config.yaml": "1" });
    await bench.fetch();
    writeFiles(bench.root, { "t/config.yaml": "2", "t/prompts/CLAUDE.md": "hostile" });
    const [result] = (await bench.fetch()).results;
    expect(result).toMatchObject({ kind: "failed", fault: { code: "AGENT_OWNED" } });
    expectSameTree(readDirectory(join(bench.into, "a")), { "config.yaml": "1" });
  });

  test("does not write through a link in the destination's place", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "t/config.yaml": "1", "fetched/x": "" });
    const outside = scratchDirectory();
    symlinkSync(outside, join(bench.into, "a"));
    expect((await bench.fetch()).results[0]).toMatchObject({ fault: { code: "PATH_LINKED" } });
    expect(readdirSync(outside)).toEqual([]);
  });

  test("is strict when asked: a path that the policy leaves out is an error that names it", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "t/config.yaml": "1", "t/README.md": "", "t/x": "" });
    expect((await bench.fetch({ strict: true })).results[0]).toMatchObject({
      fault: {
        code: "POLICY_VIOLATION",
        message: 'a: ./t: "README.md" and 1 more is no asset of the policy assets/v1',
      },
    });
  });

  test("takes a template from elsewhere when told to, and keeps that out of the lock file", async () => {
    const bench = fetchingBench([{ name: "a", repo: "acme/a", ref: "v1" }]);
    writeFiles(bench.root, { "work/config.yaml": "mine" });
    const report = await bench.fetch({ sources: { a: "work" } });
    expect(fetched(report)).toMatchObject({ source: "work", files: 1 });
    expect(report.lockWritten).toBe(false);
    await expect(bench.fetch({ sources: { b: "work" } })).rejects.toMatchObject({ code: "TEMPLATE_UNKNOWN" });
    await expect(bench.fetch({ names: ["aa"] })).rejects.toMatchObject({ code: "TEMPLATE_UNKNOWN" });
  });

  test("says one progress line for each template that was fetched, and leaves a failure to the run's end", async () => {
    const lines: string[] = [];
    const log: Logger = {
      ...silentLogger,
      progress: (title) => ({
        update: () => {},
        done: (text) => lines.push(`${title}: ${text}`),
        end: () => lines.push(`${title} ends`),
      }),
    };
    const { path, commit } = newRepository(assets);
    const bench = fetchingBench([
      { name: "a", repo: path, ref: "main" },
      { name: "b", repo: "./none" },
    ]);
    await bench.fetch({ log });
    expect(lines.sort()).toEqual([
      `fetch a: 2 files from ${path} at ${commit.slice(0, 12)}, 2 written, 0 removed`,
      "fetch b ends",
    ]);
  });

  test("completes what a killed run left", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "t/config.yaml": "1", "t/prompts/old/x.md": "x" });
    await bench.fetch();
    const ledger = join(bench.into, ".identikit/a.json");
    writeFiles(bench.into, {
      ".identikit/a.json": readFileSync(ledger, "utf8").replace('"complete": true', '"complete": false'),
      "a/prompts/old/.identikit-0123456789ab.tmp": "half",
    });
    rmSync(join(bench.into, "a/prompts/old/x.md"));
    rmSync(join(bench.root, "t/prompts"), { recursive: true });
    await bench.fetch();
    expect(readdirSync(join(bench.into, "a"), { recursive: true })).toEqual(["config.yaml"]);
    expect(JSON.parse(readFileSync(ledger, "utf8"))).toMatchObject({
      complete: true,
      files: ["config.yaml"],
    });
  });
});

describe("the lock file", () => {
  test("is the same text whatever the order, and pins a commit that the ref has left", async () => {
    const { path, commit } = newRepository(assets);
    const entries = [
      { name: "b", repo: path, ref: "main" },
      { name: "a", repo: path },
    ];
    const bench = fetchingBench(entries.slice(0, 1));
    await bench.fetch();
    bench.manifest(entries);
    await bench.fetch();
    const text = readFileSync(bench.lockFile, "utf8");
    expect(Object.keys(JSON.parse(text).templates)).toEqual(["a", "b"]);
    const other = fetchingBench(entries.toReversed());
    await other.fetch();
    expect(readFileSync(other.lockFile, "utf8")).toBe(text);
    writeFiles(path, { "prompts/a.md": "moved on\n" });
    commitAll(path);
    const report = await bench.fetch({ locked: true, names: ["b"] });
    expect(fetched(report)).toMatchObject({ commit, written: [] });
    expect(readFileSync(bench.lockFile, "utf8")).toBe(text);
  });

  test("is left as it is by a plain fetch, and --update-lock shows what moved", async () => {
    const { path, commit } = newRepository(assets);
    const bench = fetchingBench([{ name: "b", repo: path, ref: "main" }]);
    expect(fetched(await bench.fetch()).lockChange).toMatchObject({ from: null, to: { commit } });
    const text = readFileSync(bench.lockFile, "utf8");
    writeFiles(path, { "prompts/a.md": "moved on\n", "prompts/b.md": "new\n" });
    git(path, "rm", "-q", "config.yaml");
    const moved = commitAll(path);
    const change = {
      name: "b",
      from: { commit },
      to: { commit: moved },
      changed: ["config.yaml", "prompts/a.md", "prompts/b.md"],
    };
    expect(fetched(await bench.fetch()).lockChange).toMatchObject(change);
    expect(readFileSync(bench.lockFile, "utf8")).toBe(text);
    const update = await bench.fetch({ updateLock: true });
    expect(update.lockWritten).toBe(true);
    expect(fetched(update).lockChange).toMatchObject(change);
    expect(fetched(await bench.fetch({ locked: true }))).toMatchObject({ commit: moved, lockChange: null });
  });

  test("says when only the spelling of what is asked for has changed", async () => {
    const { path, commit } = newRepository({ ...assets, "roles/a/config.yaml": "name: a\n" });
    const bench = fetchingBench([{ name: "b", repo: path, ref: "main" }]);
    fetched(await bench.fetch());
    bench.manifest([{ name: "b", repo: `file://${path}`, ref: "refs/heads/main" }]);
    expect(fetched(await bench.fetch({ updateLock: true })).lockChange).toMatchObject({
      from: { commit },
      to: { commit },
      changed: [],
      asked: [
        { key: "repo", from: path, to: `file://${path}` },
        { key: "ref", from: "main", to: "refs/heads/main" },
      ],
    });
    bench.manifest([{ name: "b", repo: `file://${path}`, ref: "main", path: "roles/a" }]);
    expect((await bench.fetch({ locked: true })).results[0]).toMatchObject({
      fault: { code: "LOCK_MISMATCH", message: expect.stringContaining("ref is main") },
    });
    expect(fetched(await bench.fetch({ updateLock: true })).lockChange?.asked).toEqual([
      { key: "ref", from: "refs/heads/main", to: "main" },
      { key: "path", from: null, to: "roles/a" },
    ]);
    expect(fetched(await bench.fetch({ locked: true }))).toMatchObject({ files: 1, lockChange: null });
  });

  test("with --locked refuses a template that it does not have, or has for another question", async () => {
    const { path } = newRepository(assets);
    const bench = fetchingBench([{ name: "b", repo: path, ref: "main" }]);
    expect((await bench.fetch({ locked: true })).results[0]).toMatchObject({
      fault: { code: "LOCK_INVALID" },
    });
    await bench.fetch();
    bench.manifest([{ name: "b", repo: path, ref: "other" }]);
    expect((await bench.fetch({ locked: true })).results[0]).toMatchObject({
      fault: { code: "LOCK_MISMATCH", message: "b: ref is other, but identikit.lock was made with main" },
    });
  });

  test("with --locked refuses other content, showing both digests", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "t/config.yaml": "1" });
    const { treeDigest } = fetched(await bench.fetch());
    writeFiles(bench.root, { "t/config.yaml": "2" });
    const [result] = (await bench.fetch({ locked: true })).results;
    expect(result).toMatchObject({ kind: "failed", fault: { code: "LOCK_MISMATCH" } });
    const message = result?.kind === "failed" ? result.fault.message : "";
    expect(message).toContain(treeDigest);
    expect(message.match(/sha256:[0-9a-f]{64}/g)).toHaveLength(2);
    expectSameTree(readDirectory(join(bench.into, "a")), { "config.yaml": "1" });
  });

  test.each([
    ['{"version": 1, "templates": {}, "x": 1}', "LOCK_INVALID"],
    ['{"version": 2, "templates": {}}', "LOCK_INVALID"],
    ['{"version": 1', "DOCUMENT_INVALID"],
    ['{"version": 1, "templates": {"a": {"commit": "main"}}}', "LOCK_INVALID"],
  ])("that is malformed stops the fetch: %s", async (text, code) => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "identikit.lock": text });
    await expect(bench.fetch()).rejects.toMatchObject({ code });
  });

  test("cannot be both kept to and updated", async () => {
    const bench = fetchingBench([]);
    await expect(bench.fetch({ locked: true, updateLock: true })).rejects.toMatchObject({ code: "USAGE" });
  });
});
