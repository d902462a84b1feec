import { lstatSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { StatIndex } from "../../src/workspace/files/stat-index.ts";
import { heldWorkspace } from "../../src/workspace/host/workspace-record.ts";
import { statIndexOf } from "../../src/workspace/host/worktree.ts";
import { git } from "../template/git-repository.ts";
import { scene } from "./workspace-scene.ts";

const key = { namespace: "tidewater", name: "w-1" };

describe("the times of files", () => {
  test("let a file be passed over that was not touched, and no other", async () => {
    const one = scene({ a: "a\n", b: "b\n", "long/name/of/a/file": "c\n" });
    const { path } = await one.make();
    const bytes = readFileSync(join(one.root.place(key).records, "index"));
    const objectOf = (name: string) => git(one.repository, "rev-parse", `HEAD:${name}`);
    const status = (name: string) => lstatSync(join(path, name), { bigint: true });
    const later = status("a").ctimeNs + 1_000_000_000n;
    const index = StatIndex.parse(bytes, later);
    for (const name of ["a", "b", "long/name/of/a/file"])
      expect(index?.isUnchanged(name, objectOf(name), status(name)), name).toBe(true);
    expect(index?.isUnchanged("a", objectOf("b"), status("a"))).toBe(false);
    expect(index?.isUnchanged("c", objectOf("a"), status("a"))).toBe(false);
    // Git's rule for racy entries: what was written in the moment of the index may have been written again.
    expect(StatIndex.parse(bytes, status("a").ctimeNs)?.isUnchanged("a", objectOf("a"), status("a"))).toBe(
      false,
    );
    const before = status("a");
    await sleep(20);
    writeFileSync(join(path, "a"), "x\n");
    utimesSync(join(path, "a"), before.atime, before.mtime);
    expect(status("a").size).toBe(before.size);
    expect(index?.isUnchanged("a", objectOf("a"), status("a"))).toBe(false);
  });

  test("are asked of a whole index of git only", async () => {
    const one = scene({ a: "a\n" });
    await one.make();
    const bytes = readFileSync(join(one.root.place(key).records, "index"));
    const flipped = Buffer.from(bytes);
    flipped[50] = (flipped[50] ?? 0) ^ 1;
    for (const wrong of [flipped, bytes.subarray(0, -1), Buffer.alloc(0), Buffer.from("DIRC")])
      expect(StatIndex.parse(wrong, 0n)).toBeUndefined();
  });

  test("are not asked of untrusted work: every byte of it is read", async () => {
    const one = scene();
    await one.make();
    await one.make({ name: "w-2", tier: "untrusted" });
    expect(statIndexOf(one.root, heldWorkspace(one.root, key))).toBeDefined();
    expect(statIndexOf(one.root, heldWorkspace(one.root, { ...key, name: "w-2" }))).toBeUndefined();
  });
});
