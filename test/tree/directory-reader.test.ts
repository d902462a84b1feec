import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, onTestFinished, test } from "vitest";
import { observeDirectory, readDirectory } from "../../src/tree/directory-reader.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectSameTree } from "./expect-same-tree.ts";
import { asOrdinaryUser } from "./unprivileged.ts";

const files = { "config.yaml": "name: a\n", "prompts/b.md": "b", "prompts/deep/a.md": "a" };

describe("a directory", () => {
  test("is the same tree whatever the umask and the clock were, and whoever wrote it", () => {
    const one = writeFiles(scratchDirectory(), files);
    const umask = process.umask(0o077);
    const other = scratchDirectory();
    try {
      execFileSync("sh", ["-c", `cp -R ${one}/. ${other} && touch -d 1999-01-01 ${other}/config.yaml`]);
    } finally {
      process.umask(umask);
    }
    expectSameTree(readDirectory(one), files);
    expectSameTree(readDirectory(other), readDirectory(one));
  });

  test("is observed as it is: links with their targets, special files unopened, raw modes", async () => {
    const root = writeFiles(scratchDirectory(), { a: "a", "d/b": "b" });
    chmodSync(join(root, "a"), 0o4751);
    chmodSync(join(root, "d"), 0o700);
    symlinkSync("../../etc/passwd", join(root, "link"));
    symlinkSync("d", join(root, "into"));
    execFileSync("mkfifo", [join(root, "fifo")]);
    const server = createServer().listen(join(root, "socket"));
    await new Promise((ready) => server.on("listening", ready));
    onTestFinished(() => void server.close());
    const seen = observeDirectory(root).map(({ path, kind, mode, target }) => ({ path, kind, mode, target }));
    expect(seen.sort((x, y) => (x.path < y.path ? -1 : 1))).toEqual([
      { path: "a", kind: "file", mode: 0o4751 },
      { path: "d", kind: "directory", mode: 0o700 },
      { path: "d/b", kind: "file", mode: 0o644 },
      { path: "fifo", kind: "fifo", mode: 0o777 },
      { path: "into", kind: "symlink", mode: 0o777, target: "d" },
      { path: "link", kind: "symlink", mode: 0o777, target: "../../etc/passwd" },
      { path: "socket", kind: "socket", mode: 0o777 },
    ]);
  });

  test.each(["symlink", "fifo"])("is no tree where a %s stands", (kind) => {
    const root = writeFiles(scratchDirectory(), { a: "a" });
    if (kind === "symlink") symlinkSync("a", join(root, "b"));
    else execFileSync("mkfifo", [join(root, "b")]);
    expect(() => readDirectory(root)).toThrowError(
      expect.objectContaining({
        code: "ENTRY_TYPE",
        message: `${root}: "b" is a ${kind}, not a regular file`,
      }),
    );
    expectSameTree(readDirectory(root, { keep: (path) => path !== "b" }), { a: "a" });
  });

  test("is not entered where keep says no", () => {
    const root = writeFiles(scratchDirectory(), { a: "a", "secret/b": "b" });
    chmodSync(join(root, "secret"), 0);
    chmodSync(root, 0o755);
    const kept = asOrdinaryUser(() => readDirectory(root, { keep: (path) => path !== "secret" }));
    expectSameTree(kept, { a: "a" });
  });

  test("passes over temporary files of a run that was killed", () => {
    const root = writeFiles(scratchDirectory(), { a: "a", ".identikit-0123456789ab.tmp": "half" });
    expectSameTree(readDirectory(root), { a: "a" });
  });

  test("is refused over a bound of bytes, entries or depth, before more is read", () => {
    const root = writeFiles(scratchDirectory(), { a: "12345", b: "12345", [`${"d/".repeat(40)}f`]: "" });
    const code = expect.objectContaining({ code: "FILE_UNREADABLE" });
    const flat = (path: string) => !path.startsWith("d");
    expect(() => readDirectory(root, { keep: flat, maxBytes: 9 })).toThrowError(code);
    expect(() => readDirectory(root, { keep: flat, maxEntries: 1 })).toThrowError(code);
    expect(() => readDirectory(root)).toThrowError(/deeper than 32 levels/);
    expectSameTree(readDirectory(root, { keep: flat, maxBytes: 10, maxEntries: 2 }), {
      a: "12345",
      b: "12345",
    });
  });

  test("is bounded by what is read, not by the size that the status claims", () => {
    expect(() =>
      observeDirectory("/proc/self", { keep: (path) => path === "status", maxBytes: 16 }),
    ).toThrowError(/more than 16 bytes/);
    const [entry] = observeDirectory("/proc/self", { keep: (path) => path === "status", withBytes: true });
    expect(Buffer.from(entry?.bytes ?? []).toString()).toMatch(/^Name:[\s\S]+\n$/);
  });

  test("that is missing, a file, or not readable is one clear line", () => {
    const root = writeFiles(scratchDirectory(), { a: "a", "closed/b": "b" });
    chmodSync(root, 0o755);
    expect(() => readDirectory(join(root, "none"))).toThrowError(`${join(root, "none")} does not exist`);
    expect(() => readDirectory(join(root, "a"))).toThrowError(/is not a directory/);
    chmodSync(join(root, "closed"), 0o000);
    expect(() => asOrdinaryUser(() => readDirectory(root))).toThrowError(
      expect.objectContaining({
        code: "FILE_UNREADABLE",
        message: expect.stringMatching(/may not be accessed/),
      }),
    );
  });

  test("with a name that is not UTF-8 is refused, since the name could not be written again", () => {
    const root = scratchDirectory();
    writeFileSync(Buffer.concat([Buffer.from(`${root}/a`), Buffer.from([0xff])]), "");
    expect(() => readDirectory(root)).toThrowError(expect.objectContaining({ code: "PATH_UNSAFE" }));
  });

  test("reached through a link that the caller chose is read; one planted inside is not followed", () => {
    const root = writeFiles(scratchDirectory(), { "real/a": "a" });
    symlinkSync("real", join(root, "chosen"));
    expectSameTree(readDirectory(join(root, "chosen")), { a: "a" });
    rmSync(join(root, "real/a"));
    mkdirSync(join(root, "real/d"));
    symlinkSync("../..", join(root, "real/d/up"));
    expect(observeDirectory(join(root, "chosen")).map((entry) => entry.path)).toEqual(["d", "d/up"]);
  });
});
