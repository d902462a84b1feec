import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { bake } from "../../../src/image/bake.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { scratchDirectory } from "../../scratch.ts";
import { expectValidImage } from "../expect-valid-image.ts";
import { gate, open, template } from "../samples.ts";

interface Named {
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The names that a layout's index has, and that each stands for a valid image. */
async function expectValidLayout(directory: string): Promise<string[]> {
  const { manifests } = JSON.parse(readFileSync(join(directory, "index.json"), "utf8")) as {
    manifests: Named[];
  };
  const names = manifests.map(({ annotations }) => annotations["org.opencontainers.image.ref.name"] ?? "");
  for (const tag of names) {
    const { store } = await open(`oci:${directory}:${tag}`);
    await expectValidImage(store, { kind: "tag", tag });
  }
  expect(new Set(names).size).toBe(names.length);
  return names.sort();
}

async function bakeAs(directory: string, tag: string, content = "x"): Promise<void> {
  const to = await open(`oci:${directory}:${tag}`);
  const changed = template({ "prompts/tone/short.md": content });
  await bake({ template: changed, base: "scratch", to, gate: gate({ "prompts/tone/short.md": content }) });
}

describe("an OCI layout", () => {
  it("loses no name when many write to it at once", async () => {
    const directory = join(scratchDirectory(), "new", "layout");
    const tags = Array.from({ length: 8 }, (_, at) => `tag-${at}`);
    await Promise.all(tags.map((tag) => bakeAs(directory, tag, tag)));
    expect(await expectValidLayout(directory)).toEqual(tags);
  });

  it("holds only whole images under their names, whenever its writer is killed", async () => {
    const directory = join(scratchDirectory(), "layout");
    for (let kill = 0; kill < 5; kill++) {
      const writer = spawn(process.execPath, [join(import.meta.dirname, "endless-writer.ts"), directory], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await hasBegun(writer);
      await sleep(7 * kill);
      writer.kill("SIGKILL");
      await once(writer, "exit");
      expect((await expectValidLayout(directory)).length).toBeGreaterThan(0);
      for (const blob of blobs(directory)) expect(blob).toMatch(/\/[0-9a-f]{64}$/);
    }
    const abandoned = join(directory, ".identikit-0123456789ab.tmp");
    writeFileSync(abandoned, "");
    utimesSync(abandoned, 1, 1);
    await bakeAs(directory, "after");
    expect(await expectValidLayout(directory)).toContain("after");
    expect(existsSync(abandoned)).toBe(false);
  });

  it("keeps what other tools have in its index, and moves a name from one image to the next", async () => {
    const directory = scratchDirectory();
    await bakeAs(directory, "x", "one");
    const path = join(directory, "index.json");
    const index = JSON.parse(readFileSync(path, "utf8"));
    const other = { ...index.manifests[0], annotations: { "org.example.kept": "yes" } };
    writeFileSync(
      path,
      JSON.stringify({ ...index, annotations: { a: "b" }, manifests: [...index.manifests, other] }),
    );
    await bakeAs(directory, "x", "two");
    const after = JSON.parse(readFileSync(path, "utf8"));
    expect(after.annotations).toEqual({ a: "b" });
    expect(after.manifests).toHaveLength(2);
    expect(after.manifests).toContainEqual(other);
  });

  it("says which names it has where none, or an unknown one, is asked for", async () => {
    const directory = scratchDirectory();
    await bakeAs(directory, "one", "1");
    await bakeAs(directory, "two", "2");
    const remedy = expect.stringContaining("one, two");
    await expect((await open(`oci:${directory}`)).select()).rejects.toMatchObject({
      code: "IMAGE_MISSING",
      remedy,
    });
    const { store } = await open(`oci:${directory}:three`);
    await expect(store.manifest({ kind: "tag", tag: "three" })).rejects.toMatchObject({
      code: "IMAGE_MISSING",
      remedy,
    });
  });

  it.each<[string, string, (directory: string) => void]>([
    ["an index that is no JSON", "IMAGE_INVALID", (at) => writeFileSync(join(at, "index.json"), "{")],
    [
      "an index of another shape",
      "IMAGE_INVALID",
      (at) => writeFileSync(join(at, "index.json"), '{"manifests":1}'),
    ],
    ["no marker file", "IMAGE_INVALID", (at) => rmSync(join(at, "oci-layout"))],
    [
      "another version",
      "IMAGE_INVALID",
      (at) => writeFileSync(join(at, "oci-layout"), '{"imageLayoutVersion":"2"}'),
    ],
    ["no blobs", "IMAGE_MISSING", (at) => rmSync(join(at, "blobs"), { recursive: true })],
    ["a link where its blobs should be", "PATH_LINKED", (at) => linkAway(at)],
    ["a directory where a blob should be", "ENTRY_TYPE", (at) => blobs(at).forEach(toDirectory)],
    ["an empty blob", "DIGEST_MISMATCH", (at) => blobs(at).forEach(empty)],
    [
      "a marker that says its version in two spellings",
      "IMAGE_AMBIGUOUS",
      (at) =>
        writeFileSync(join(at, "oci-layout"), '{"imageLayoutVersion":"1.0.0","imagelayoutversion":"2.0.0"}'),
    ],
    [
      "`Manifests` in its index",
      "IMAGE_AMBIGUOUS",
      (at) => edit(at, (index) => ({ ...index, Manifests: [] })),
    ],
    ["`Digest` in an entry", "IMAGE_AMBIGUOUS", (at) => addEntry(at, (entry) => ({ ...entry, Digest: "" }))],
    [
      "its name for two images",
      "IMAGE_AMBIGUOUS",
      (at) => addEntry(at, (entry) => ({ ...entry, digest: `sha256:${"0".repeat(64)}` })),
    ],
    [
      "its name for one image in two types",
      "IMAGE_AMBIGUOUS",
      (at) =>
        addEntry(at, (entry) => ({ ...entry, mediaType: entry.mediaType.replace("manifest", "index") })),
    ],
    [
      "its name as containerd writes it for another image",
      "IMAGE_AMBIGUOUS",
      (at) =>
        addEntry(at, ({ mediaType, size }) => ({
          mediaType,
          size,
          digest: `sha256:${"0".repeat(64)}`,
          annotations: { "io.containerd.image.name": "x" },
        })),
    ],
    [
      "a size that the image has not",
      "DIGEST_MISMATCH",
      (at) => editEntry(at, (entry) => ({ ...entry, size: 1 })),
    ],
  ])("with %s is refused: %s", async (_, code, spoil) => {
    const directory = scratchDirectory();
    await bakeAs(directory, "x");
    spoil(directory);
    const { store } = await open(`oci:${directory}:x`);
    await expect(store.manifest({ kind: "tag", tag: "x" })).rejects.toMatchObject({ code });
  });
});

it("an OCI layout of an index whose manifests have no media type of their own is read", async () => {
  const directory = scratchDirectory();
  await bakeAs(directory, "x");
  const blob = (content: object) => {
    const bytes = Buffer.from(JSON.stringify(content));
    const digest = digestOf(bytes);
    writeFileSync(join(directory, "blobs/sha256", digest.slice("sha256:".length)), bytes);
    return { digest, size: bytes.length };
  };
  edit(directory, ({ manifests: [entry] }) => {
    const path = join(directory, "blobs/sha256", (entry as IndexEntry).digest.slice("sha256:".length));
    const { mediaType: type, ...manifest } = JSON.parse(readFileSync(path, "utf8"));
    const inner = { ...blob(manifest), mediaType: type, platform: { os: "linux", architecture: "amd64" } };
    const mediaType = "application/vnd.oci.image.index.v1+json";
    return {
      schemaVersion: 2,
      manifests: [{ ...blob({ schemaVersion: 2, manifests: [inner] }), mediaType }],
    };
  });
  const { store, select } = await open(`oci:${directory}`);
  const findings = await gate({ "prompts/tone/short.md": "x" })({
    source: store,
    selector: select(),
    subject: "x",
  });
  expect(findings).toEqual([]);
});

async function hasBegun(writer: ChildProcess): Promise<void> {
  if (writer.stdout) await once(writer.stdout, "data");
}

function blobs(directory: string): string[] {
  const at = join(directory, "blobs/sha256");
  return readdirSync(at).map((name) => join(at, name));
}

interface IndexEntry {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

function edit(at: string, change: (index: { manifests: IndexEntry[] }) => object): void {
  const path = join(at, "index.json");
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")))));
}

function addEntry(at: string, make: (entry: IndexEntry) => object): void {
  edit(at, (index) => ({
    ...index,
    manifests: [...index.manifests, make(index.manifests[0] as IndexEntry)],
  }));
}

function editEntry(at: string, change: (entry: IndexEntry) => object): void {
  edit(at, (index) => ({ ...index, manifests: index.manifests.map(change) }));
}

function toDirectory(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

function empty(path: string): void {
  writeFileSync(path, "");
}

function linkAway(directory: string): void {
  const elsewhere = join(scratchDirectory(), "blobs");
  execFileSync("mv", [join(directory, "blobs"), elsewhere]);
  symlinkSync(elsewhere, join(directory, "blobs"));
}
