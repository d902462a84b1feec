import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AnchoredDirectory } from "../../src/tree/anchored-directory.ts";
import { makeDirectories } from "../../src/tree/make-directories.ts";
import { scratchDirectory } from "../scratch.ts";

describe("making directories", () => {
  test("makes what is missing, with its mode, and leaves what is there", () => {
    const root = scratchDirectory();
    mkdirSync(join(root, "a"), { mode: 0o711 });
    makeDirectories(join(root, "a/b/c"), 0o700);
    makeDirectories(join(root, "a/b/c"), 0o755);
    expect(["a", "a/b", "a/b/c"].map((path) => statSync(join(root, path)).mode & 0o777)).toEqual([
      0o711, 0o700, 0o700,
    ]);
  });

  test("goes through a link that stands for a directory, and never over a file", () => {
    const root = scratchDirectory();
    mkdirSync(join(root, "real"));
    symlinkSync("real", join(root, "link"));
    makeDirectories(join(root, "link/x"), 0o755);
    expect(existsSync(join(root, "real/x"))).toBe(true);
    writeFileSync(join(root, "file"), "");
    expect(() => makeDirectories(join(root, "file"), 0o755)).toThrowError(/EEXIST/);
    expect(() => makeDirectories(join(root, "file/x"), 0o755)).toThrowError(/ENOTDIR/);
  });

  test.skipIf(process.platform !== "linux")(
    "ends where a directory that is there answers that it is not",
    () => {
      expect(() => AnchoredDirectory.make("/proc/identikit/x")).toThrowError(
        expect.objectContaining({ code: "FILE_UNWRITABLE" }),
      );
    },
  );
});
