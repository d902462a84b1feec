import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { materialize } from "../../src/template/materialize.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { TemplateAssets } from "../../src/template/template-assets.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { fetchingBench } from "../template/fetching.ts";
import { expectSameTree, type TreeLiteral, treeOf } from "../tree/expect-same-tree.ts";
import { asOrdinaryUserLater } from "../tree/unprivileged.ts";

const policy = policyNamed();
const { signal } = new AbortController();
const first = { "config.yaml": "v: 1\n", "prompts/a.md": "a\n" };
const large = "plain words, again and again\n".repeat(20_000);

async function lay(volume: string, literal: TreeLiteral) {
  const assets = await TemplateAssets.check(treeOf(literal), policy, {
    name: "a",
    source: "acme/a",
    commit: null,
  });
  return materialize(assets, { volume, policy, signal });
}

const onVolume = (volume: string) => readDirectory(volume, { keep: (path) => path !== ".identikit" });

/** A file system in memory of a given size, mounted for one test. */
function smallDisk(size: string): string {
  const place = scratchDirectory();
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", place]);
  onTestFinished(() => void spawnSync("umount", ["--lazy", place]));
  return place;
}

const mountable = (() => {
  const place = "/tmp";
  return spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", place]).status === 0;
})();

describe("a delivery on a machine in trouble", () => {
  test.skipIf(!mountable)(
    "whose disk is full says so, leaves the old files, and completes when there is room",
    async () => {
      const volume = smallDisk("512k");
      await lay(volume, first);
      await expect(
        lay(volume, { ...first, "config.yaml": "v: 2\n", "prompts/z.md": large }),
      ).rejects.toMatchObject({
        code: "FILE_UNWRITABLE",
        message: expect.stringMatching(/the disk is full$/),
      });
      const left = onVolume(volume);
      expect(left.get("prompts/a.md")?.bytes.toString()).toBe("a\n");
      expect(left.get("prompts/z.md")).toBeUndefined();
      expect(readdirSync(join(volume, "prompts"))).toEqual(["a.md"]);
      expect(await lay(volume, { ...first, "config.yaml": "v: 3\n" })).toMatchObject({ result: "delivered" });
      expectSameTree(onVolume(volume), { ...first, "config.yaml": "v: 3\n" });
    },
  );

  test.skipIf(!mountable)(
    "whose file system is read-only says so, unless there is nothing to do there",
    async () => {
      const volume = smallDisk("512k");
      await lay(volume, first);
      execFileSync("mount", ["-o", "remount,ro", volume]);
      await expect(lay(volume, { ...first, "config.yaml": "v: 2\n" })).rejects.toMatchObject({
        code: "FILE_UNWRITABLE",
        message: expect.stringMatching(/read-only file system/),
      });
      expectSameTree(onVolume(volume), first);
    },
  );

  test("without permission on the volume says which file, and changes nothing", async () => {
    const volume = join(scratchDirectory(), "volume");
    await lay(volume, first);
    chmodSync(join(volume, ".."), 0o755);
    const fault = await asOrdinaryUserLater(() => lay(volume, { ...first, "config.yaml": "v: 2\n" })).catch(
      (caught: unknown) => caught,
    );
    expect(fault).toMatchObject({ code: "FILE_UNWRITABLE" });
    expect((fault as Error).message).toContain(volume);
    expectSameTree(onVolume(volume), first);
  });

  test("that may not read its source says which file", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "t/config.yaml": "v: 1\n", "t/prompts/a.md": "secret" });
    chmodSync(join(bench.root, "t/prompts/a.md"), 0);
    for (const path of ["", "t", "t/prompts"]) chmodSync(join(bench.root, path), 0o755);
    mkdirSync(join(bench.root, "open"), { mode: 0o777 });
    chmodSync(join(bench.root, "open"), 0o777);
    const into = join(bench.root, "open/into");
    const report = await asOrdinaryUserLater(() =>
      bench.fetch({ into, lockFile: join(bench.root, "open/lock") }),
    );
    expect(report.results[0]).toMatchObject({
      fault: {
        code: "FILE_UNREADABLE",
        message: expect.stringContaining("t/prompts/a.md may not be accessed"),
      },
    });
    expect(report.lockWritten).toBe(false);
  });

  test("that finds a directory where a file must be leaves it and says so", async () => {
    const volume = writeFiles(scratchDirectory(), { "config.yaml/mine": "mine" });
    await expect(lay(volume, { "config.yaml": "v: 1\n" })).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
    expectSameTree(onVolume(volume), { "config.yaml/mine": "mine" });
    rmSync(join(volume, "config.yaml"), { recursive: true });
    mkdirSync(join(volume, "config.yaml"));
    await lay(volume, { "config.yaml": "v: 1\n" });
    expectSameTree(onVolume(volume), { "config.yaml": "v: 1\n" });
  });

  test("whose volume is a file is one clear line", async () => {
    const root = writeFiles(scratchDirectory(), { volume: "a file" });
    await expect(lay(join(root, "volume"), first)).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
  });
});
