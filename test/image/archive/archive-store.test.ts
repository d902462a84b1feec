import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bake } from "../../../src/image/bake.ts";
import { parsePlatform } from "../../../src/image/platform.ts";
import { publish } from "../../../src/image/publish.ts";
import { requires } from "../../requirement.ts";
import { scratchDirectory } from "../../scratch.ts";
import { expectValidImage } from "../expect-valid-image.ts";
import { type Compression, layerImage, writeImage } from "../layer-image.ts";
import { gate, open, template } from "../samples.ts";
import { file } from "../tar-entries.ts";

const layers = [[file("etc/a", "1")], [file("etc/b", "2")], [file("etc/a", "1")]];

describe("a docker-archive", () => {
  it("takes an image, gives it back byte for byte, and is not written again for nothing", async () => {
    const path = join(scratchDirectory(), "x.tar");
    const to = await open(`docker-archive:${path}:a/b:c`);
    const result = await bake({ template: template(), base: "scratch", to, gate: gate() });
    expect(result.changed).toBe(true);
    const before = statSync(path, { bigint: true }).ctimeNs;
    const again = await open(`docker-archive:${path}:a/b:c`);
    expect(await bake({ template: template(), base: "scratch", to: again, gate: gate() })).toMatchObject({
      digest: result.digest,
      changed: false,
    });
    expect(statSync(path, { bigint: true }).ctimeNs).toBe(before);
    for (const reference of [`docker-archive:${path}`, `docker-archive:${path}:a/b:c`]) {
      const from = await open(reference);
      await expectValidImage(from.store, await from.select());
      const layout = await open(`oci:${join(scratchDirectory(), "out")}`);
      expect(await publish({ from, to: layout, tags: [], gate: gate() })).toMatchObject({
        digest: result.digest,
      });
      await expectValidImage(layout.store, await layout.select());
    }
  });

  it("holds one platform, and says so before it is written", async () => {
    const path = join(scratchDirectory(), "x.tar");
    const to = await open(`docker-archive:${path}`);
    const platforms = ["linux/amd64", "linux/arm64"].map(parsePlatform);
    await expect(
      bake({ template: template(), base: "scratch", to, gate: gate(), platforms }),
    ).rejects.toMatchObject({ code: "IMAGE_INVALID", message: expect.stringContaining("one platform") });
    expect(existsSync(path)).toBe(false);
  });

  it("says which images it has where the name is not among them", async () => {
    const path = join(scratchDirectory(), "x.tar");
    const to = await open(`docker-archive:${path}:a/b:c`);
    await bake({ template: template(), base: "scratch", to, gate: gate() });
    const other = await open(`docker-archive:${path}:a/b:d`);
    await expect(other.store.manifest(await other.select())).rejects.toMatchObject({
      code: "IMAGE_MISSING",
      remedy: expect.stringContaining("a/b:c"),
    });
    const nowhere = await open(`docker-archive:${path}.zzz`);
    await expect(nowhere.select()).rejects.toMatchObject({ code: "IMAGE_MISSING" });
  });

  it("calls a flipped byte of a layer a digest mismatch", async () => {
    const path = join(scratchDirectory(), "x.tar");
    const to = await open(`docker-archive:${path}`);
    await bake({ template: template(), base: "scratch", to, gate: gate() });
    const bytes = readFileSync(path);
    bytes.write("y", bytes.indexOf("You greet"));
    writeFileSync(path, bytes);
    const from = await open(`docker-archive:${path}`);
    const findings = await gate()({ source: from.store, selector: await from.select(), subject: "x" });
    expect(findings).toMatchObject([{ code: "DIGEST_MISMATCH", severity: "unverified" }]);
  });
});

requires("skopeo")("archives of skopeo", () => {
  it.each<Compression>(["none", "gzip"])("are read, from layers that were %s", async (compression) => {
    const directory = scratchDirectory();
    const { store } = await open(`oci:${directory}/l:x`);
    await writeImage(layerImage(layers, { compression }), store, "x");
    const path = join(directory, "x.tar");
    execFileSync("skopeo", ["copy", `oci:${directory}/l:x`, `docker-archive:${path}:a/b:c`], {
      stdio: "pipe",
    });
    const from = await open(`docker-archive:${path}:a/b:c`);
    const [image] = await expectValidImage(from.store, await from.select());
    expect(image?.layers).toHaveLength(3);
  });

  it("and ours are read by skopeo, with the digest that the image has", async () => {
    const path = join(scratchDirectory(), "x.tar");
    const to = await open(`docker-archive:${path}:a/b:c`);
    await bake({ template: template(), base: "scratch", to, gate: gate() });
    execFileSync("skopeo", ["copy", `docker-archive:${path}:a/b:c`, `oci:${path}.oci:x`], { stdio: "pipe" });
    const back = await open(`oci:${path}.oci:x`);
    await expectValidImage(back.store, await back.select());
  });
});
