import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type BakeOptions, bake } from "../../src/image/bake.ts";
import { scratchDirectory } from "../scratch.ts";
import { expectValidImage } from "./expect-valid-image.ts";
import { layerImage, writeImage } from "./layer-image.ts";
import { open, template } from "./samples.ts";
import { directory, file, symlink, type TestEntry } from "./tar-entries.ts";

/** The listing of the directories above the identity, in the layer that was baked. */
async function bakeOn(
  layers: TestEntry[][],
  ancestors: NonNullable<BakeOptions["ancestors"]>,
): Promise<string[]> {
  const place = scratchDirectory();
  const base = await open(`oci:${place}:base`);
  await writeImage(layerImage(layers), base.store, "base");
  const to = await open(`oci:${place}:x`);
  await bake({ template: template(), base, to, gate: "skip", ancestors, destination: "/opt/a/id" });
  const [image] = await expectValidImage(to.store, await to.select());
  const input = image?.archives.at(-1) ?? "";
  const listing = execFileSync("tar", ["--numeric-owner", "-tvf", "-"], { input, encoding: "utf8" });
  const lines = listing.split("\n").filter((line) => /opt\/(a\/)?$/.test(line));
  return lines.map((line) => line.replace(/ +0 [0-9-]+ [0-9:]+ /, " "));
}

describe("directories above the destination", () => {
  const base = [[{ ...directory("opt/"), mode: 0o750, uid: 7, gid: 8 }], [file("opt/b", "1")]];

  it("are assumed to be 0755 0:0, or repeated as the base has them in its topmost layer that speaks of them", async () => {
    expect(await bakeOn(base, "assume")).toEqual(["drwxr-xr-x 0/0 opt/", "drwxr-xr-x 0/0 opt/a/"]);
    expect(await bakeOn(base.slice(0, 1), "read")).toEqual(["drwxr-x--- 7/8 opt/", "drwxr-xr-x 0/0 opt/a/"]);
    const changed = [
      ...base,
      [
        { ...directory("opt/"), mode: 0o1777 },
        { ...directory("opt/a"), uid: 9 },
      ],
    ];
    expect(await bakeOn(changed, "read")).toEqual(["drwxrwxrwt 0/0 opt/", "drwxr-xr-x 9/0 opt/a/"]);
  });

  it("are refused where one is a link or a file, when they are read", async () => {
    const linked = [[directory("data/"), symlink("opt", "data")]];
    await expect(bakeOn(linked, "read")).rejects.toMatchObject({ code: "PATH_LINKED" });
    const inner = [[directory("opt/"), symlink("opt/a", "/srv")]];
    await expect(bakeOn(inner, "read")).rejects.toMatchObject({ code: "PATH_LINKED" });
    await expect(bakeOn([[file("opt", "1")]], "read")).rejects.toMatchObject({ code: "ENTRY_TYPE" });
  });
});
