import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { bake } from "../../../src/image/bake.ts";
import type { OpenedReference } from "../../../src/image/places.ts";
import { promote, publish } from "../../../src/image/publish.ts";
import { parseStoredReference } from "../../../src/image/reference.ts";
import type { RawManifest } from "../../../src/image/store.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { scratchDirectory } from "../../scratch.ts";
import { type Arrival, MemoryRegistry, type MemoryRegistryOptions } from "../../services/memory-registry.ts";
import { gate, open, places, template } from "../samples.ts";

let registry: MemoryRegistry;
let layout: OpenedReference;
let top: RawManifest;

beforeEach(async () => {
  registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  layout = await open(`oci:${join(scratchDirectory(), "images")}:baked`);
  await bake({ template: template(), base: "scratch", to: layout, gate: gate() });
  top = await layout.store.manifest({ kind: "tag", tag: "baked" });
});

const target = (tag: string) =>
  places().open(parseStoredReference(`docker://${registry.host}/team/agent:${tag}`), "push");
const isManifest = ({ path }: Arrival) => path.includes("/manifests/");
const published = () => registry.repository("team/agent").manifests;

/** Every way to give a tag to an image. */
const writers: Readonly<Record<string, () => Promise<unknown>>> = {
  publish: async () => publish({ from: layout, to: await target("v1"), tags: ["v1"], gate: "skip" }),
  promote: async () => {
    const { reference } = layout;
    const from = await open(`oci:${"directory" in reference ? reference.directory : ""}@${top.digest}`);
    return await promote({ from, to: await target("v1"), gate: "skip" });
  },
  bake: async () => bake({ template: template(), base: "scratch", to: await target("v1"), gate: gate() }),
};

/** Something to happen right after a tag was written. */
function afterWriting(happens: () => void): MemoryRegistryOptions {
  let isWritten = false;
  return {
    mischief: (arrival) => {
      if (isManifest(arrival) && arrival.method === "GET" && isWritten) happens();
      isWritten ||= isManifest(arrival) && arrival.method === "PUT";
      return undefined;
    },
  };
}

const other = { bytes: Buffer.from('{"schemaVersion":2,"layers":[]}'), mediaType: "application/json" };

for (const [verb, write] of Object.entries(writers)) {
  test(`${verb}: a registry that says 201 and keeps nothing is found out`, async () => {
    registry.options = {
      mischief: (arrival) =>
        isManifest(arrival) && arrival.method === "PUT" ? { kind: "answer", status: 201 } : undefined,
    };
    const message = expect.stringMatching(
      new RegExp(
        `${top.digest} was taken, and is not there; tag v1 stands for nothing, not for ${top.digest}`,
      ),
    );
    await expect(write()).rejects.toMatchObject({ code: "DIGEST_MISMATCH", message });
  });

  test(`${verb}: a tag that somebody else moved meanwhile is an error with both digests`, async () => {
    registry.options = afterWriting(() => published().set("v1", other));
    await expect(write()).rejects.toMatchObject({
      code: "TAG_MOVED",
      message: expect.stringContaining(`tag v1 stands for ${digestOf(other.bytes)}, not for ${top.digest}`),
    });
  });

  test(`${verb}: a tag that was taken away meanwhile is one, too`, async () => {
    registry.options = afterWriting(() => published().delete("v1"));
    await expect(write()).rejects.toMatchObject({
      code: "TAG_MOVED",
      message: expect.stringContaining(`tag v1 stands for nothing, not for ${top.digest}`),
    });
  });

  test(`${verb}: a tag that leads to an index over the image is not the image`, async () => {
    const descriptor = { mediaType: top.mediaType, digest: top.digest, size: top.bytes.length };
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }));
    const index = { bytes, mediaType: "application/vnd.oci.image.index.v1+json" };
    registry.options = afterWriting(() => published().set("v1", index));
    await expect(write()).rejects.toMatchObject({ code: "TAG_MOVED" });
  });

  test(`${verb}: the same bytes under another type are not what was written`, async () => {
    const swapped = { bytes: Buffer.from(top.bytes), mediaType: "application/vnd.oci.image.index.v1+json" };
    registry.options = afterWriting(() => published().set("v1", swapped));
    await expect(write()).rejects.toMatchObject({
      code: "TAG_MOVED",
      message: expect.stringContaining(`as ${swapped.mediaType}, not as ${top.mediaType}`),
    });
  });

  test(`${verb}: a digest in a header is not believed`, async () => {
    registry.options = {
      ...afterWriting(() => published().set("v1", other)),
      contentDigest: top.digest,
    };
    await expect(write()).rejects.toMatchObject({ code: "TAG_MOVED" });
  });

  test(`${verb}: a registry that shows a tag only after a moment is waited for`, async () => {
    let hidden = 2;
    let isWritten = false;
    registry.options = {
      mischief: (arrival) => {
        const isHidden =
          isWritten && arrival.method === "GET" && arrival.path.endsWith("/manifests/v1") && hidden-- > 0;
        isWritten ||= arrival.method === "PUT" && isManifest(arrival);
        return isHidden ? { kind: "answer", status: 404 } : undefined;
      },
    };
    expect(await write()).toMatchObject({ digest: top.digest, changed: true });
    expect(hidden).toBeLessThan(1);
  });
}

test("each tag of a publish is read back, and each that moved is named", async () => {
  registry.options = afterWriting(() => {
    published().set("two", other);
    published().delete("three");
  });
  const to = await target("one");
  const fault = await publish({ from: layout, to, tags: ["one", "two", "three"], gate: "skip" }).catch(
    (caught) => caught,
  );
  expect(fault).toMatchObject({ code: "TAG_MOVED" });
  expect(fault.message).toContain(`tag two stands for ${digestOf(other.bytes)}`);
  expect(fault.message).toContain("tag three stands for nothing");
  expect(fault.message).not.toContain("tag one");
});

test("a publish reads the image back by its digest, too", async () => {
  registry.options = afterWriting(() => published().delete(top.digest));
  await expect(writers.publish?.()).rejects.toMatchObject({
    code: "DIGEST_MISMATCH",
    message: expect.stringContaining(`${top.digest} was taken, and is not there`),
  });
});

test("a tag that moves is a change, though blobs and manifest were there before", async () => {
  const first = await publish({ from: layout, to: await target("one"), tags: ["one"], gate: "skip" });
  expect(first).toMatchObject({ changed: true, blobs: { sent: 2 } });
  const moved = await publish({ from: layout, to: await target("two"), tags: ["two"], gate: "skip" });
  expect(moved).toMatchObject({ changed: true, blobs: { sent: 0, mounted: 0 } });
  published().set("two", other);
  const back = await publish({ from: layout, to: await target("two"), tags: ["one", "two"], gate: "skip" });
  expect(back).toMatchObject({ changed: true });
  const before = registry.arrivals.length;
  const again = await publish({ from: layout, to: await target("two"), tags: ["one", "two"], gate: "skip" });
  expect(again).toMatchObject({ changed: false });
  // Each tag was asked for, and nothing else.
  expect(registry.arrivals.slice(before).map(({ method }) => method)).toEqual(["GET", "GET"]);
});

test.each(["oci:DIR/to:x", "docker-archive:DIR/to.tar:agent:x"])(
  "%s is read back, and says whether something changed",
  async (template) => {
    const reference = template.replace("DIR", scratchDirectory());
    const place = async () => await open(reference);
    expect(await publish({ from: layout, to: await place(), tags: ["x"], gate: "skip" })).toMatchObject({
      digest: top.digest,
      changed: true,
    });
    expect(await publish({ from: layout, to: await place(), tags: ["x"], gate: "skip" })).toMatchObject({
      changed: false,
    });
  },
);
