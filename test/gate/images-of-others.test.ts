import { join } from "node:path";
import { expect, it } from "vitest";
import { open } from "../image/samples.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { destination, findingsOf, layDown, run as runProgram } from "./identity-files.ts";

const run = (program: string, ...args: string[]) => runProgram(program, args);

requires("buildah")("an image that buildah made", () => {
  it("is gated like any other, also where a later layer changes it", async () => {
    const place = scratchDirectory();
    const storage = [
      "--root",
      join(place, "root"),
      "--runroot",
      join(place, "run"),
      "--storage-driver",
      "vfs",
    ];
    const buildah = (command: string, ...args: string[]) => run("buildah", ...storage, command, ...args);
    const container = buildah("from", "scratch");
    buildah("copy", container, layDown(), destination);
    buildah("commit", "--format", "oci", container, `oci:${place}/out:good`);
    expect(await findingsOf(`oci:${place}/out:good`)).toEqual([]);

    buildah("commit", container, "first");
    const second = buildah("from", "localhost/first");
    buildah("copy", "--chown", "5:5", second, layDown({ "config.yaml": "stale" }), destination);
    buildah("commit", "--format", "oci", second, `oci:${place}/out:stale`);
    const findings = await findingsOf(`oci:${place}/out:stale`);
    expect(findings).toContain("FILE_CHANGED config.yaml");
    expect(findings).toContain("FILE_OWNER prompts/concierge.md");
    buildah("rm", "--all");
  });

  it.each(["gzip", "zstd", "zstd:chunked"])(
    "is read to its last byte where its layers are %s",
    async (format) => {
      const place = scratchDirectory();
      const [root, runroot] = [join(place, "root"), join(place, "run")];
      const storage = ["--root", root, "--runroot", runroot, "--storage-driver", "vfs"];
      const buildah = (command: string, ...args: string[]) => run("buildah", ...storage, command, ...args);
      const container = buildah("from", "scratch");
      buildah("copy", container, layDown(), destination);
      buildah("commit", container, "made");
      buildah("push", "--compression-format", format, "localhost/made", `oci:${place}/out:x`);
      expect(await findingsOf(`oci:${place}/out:x`)).toEqual([]);
      buildah("rm", "--all");
    },
  );
});

requires("crane")("an archive that crane made", () => {
  it("is read with its compressed layers", async () => {
    const place = scratchDirectory();
    const layer = join(place, "layer.tar");
    const renamed = `s,^\\.,${destination.slice(1)},`;
    run("tar", "-C", layDown(), "--owner=0", "--group=0", "--transform", renamed, "-cf", layer, ".");
    run("crane", "append", "-f", layer, "-t", "a/b:c", "-o", join(place, "x.tar"));
    expect(await findingsOf(`docker-archive:${place}/x.tar:a/b:c`)).toEqual([]);
  });
});

requires("umoci")("a layout that umoci made", () => {
  it("shows what was put over the identity, and what was taken out of it", async () => {
    const place = join(scratchDirectory(), "layout");
    run("umoci", "init", "--layout", place);
    run("umoci", "new", "--image", `${place}:x`);
    run("umoci", "insert", "--image", `${place}:x`, layDown(), destination);
    expect(await findingsOf(`oci:${place}:x`)).toEqual([]);
    run("umoci", "insert", "--image", `${place}:x`, "--whiteout", `${destination}/prompts/concierge.md`);
    expect(await findingsOf(`oci:${place}:x`)).toEqual(["FILE_MISSING prompts/concierge.md"]);
    const opaque = layDown({ "prompts/tone/short.md": "other" });
    run("umoci", "insert", "--image", `${place}:x`, "--opaque", opaque, destination);
    expect(await findingsOf(`oci:${place}:x`)).toEqual(["FILE_CHANGED prompts/tone/short.md"]);
  });
});

it("a file that an image lacks altogether is missing, not an error", async () => {
  const place = scratchDirectory();
  const to = await open(`oci:${place}:x`);
  const { layerImage, writeImage } = await import("../image/layer-image.ts");
  const { file } = await import("../image/tar-entries.ts");
  await writeImage(layerImage([[file("etc/hostname", "x")]]), to.store, "x");
  expect(await findingsOf(`oci:${place}:x`)).toHaveLength(5);
});
