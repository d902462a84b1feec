import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bake } from "../../src/image/bake.ts";
import { parsePlatform } from "../../src/image/platform.ts";
import { promote, publish } from "../../src/image/publish.ts";
import { scratchDirectory } from "../scratch.ts";
import { expectValidImage } from "./expect-valid-image.ts";
import { gate, open, template } from "./samples.ts";

async function twoPlaces() {
  const directory = scratchDirectory();
  const from = await open(`oci:${join(directory, "from")}:x`);
  const platforms = ["linux/amd64", "linux/arm64"].map(parsePlatform);
  const { digest } = await bake({ template: template(), base: "scratch", to: from, gate: gate(), platforms });
  return { from, digest, to: await open(`oci:${join(directory, "to")}`), directory };
}

describe("publish", () => {
  it("copies every platform byte for byte, under every tag", async () => {
    const { from, to, digest } = await twoPlaces();
    const result = await publish({ from, to, tags: ["one", "two"], gate: gate() });
    expect(result).toMatchObject({ digest, tags: ["one", "two"], gated: true });
    for (const tag of ["one", "two"]) {
      const images = await expectValidImage(to.store, { kind: "tag", tag });
      expect(images.map(({ platform }) => platform)).toEqual(["linux/amd64", "linux/arm64"]);
    }
    const again = await publish({ from, to, tags: ["one", "two"], gate: gate() });
    expect(again.blobs).toMatchObject({ sent: 0 });
  });

  it("sends nothing of an image that the gate refuses, and says so where the gate is skipped", async () => {
    const { from, to, digest } = await twoPlaces();
    const strict = gate({ "config.yaml": "newer" });
    await expect(publish({ from, to, tags: [], gate: strict })).rejects.toMatchObject({
      code: "GATE_FAILED",
    });
    await expect(to.select()).rejects.toMatchObject({ code: "IMAGE_MISSING" });
    expect(await publish({ from, to, tags: [], gate: "skip" })).toMatchObject({
      digest,
      gated: false,
      tags: ["latest"],
    });
    await expectValidImage(to.store, await to.select());
  });
});

describe("promote", () => {
  it("moves a tag to a digest, and says what it stood for before", async () => {
    const { from, to, digest, directory } = await twoPlaces();
    await bake({ template: template({ "config.yaml": "old" }), base: "scratch", to, gate: "skip" });
    const before = await to.store.manifest({ kind: "tag", tag: "latest" });
    const verified = await open(`oci:${join(directory, "from")}@${digest}`);
    const result = await promote({ from: verified, to, gate: gate() });
    expect(result).toMatchObject({ digest, previousDigest: before.digest, changed: true });
    await expectValidImage(to.store, { kind: "tag", tag: "latest" });
    expect(await promote({ from: verified, to, gate: gate() })).toMatchObject({
      previousDigest: digest,
      changed: false,
    });
    await expect(promote({ from, to, gate: gate() })).rejects.toMatchObject({ code: "REFERENCE_INVALID" });
  });
});
