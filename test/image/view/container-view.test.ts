import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { readImage } from "../../../src/image/image.ts";
import type { ImageSource } from "../../../src/image/store.ts";
import { viewDirectory } from "../../../src/image/view/container-view.ts";
import type { Digest } from "../../../src/tree/digest.ts";
import type { ObservedEntry } from "../../../src/tree/observed.ts";
import { scratchDirectory } from "../../scratch.ts";
import { DockerEngine, requiresEngine } from "../../services/docker-engine.ts";
import { layerImage, writeImage } from "../layer-image.ts";
import { open } from "../samples.ts";
import type { TestEntry } from "../tar-entries.ts";
import { type Fact, filesIn } from "./container-files.ts";
import { randomScenario, type Scenario, scenarios } from "./scenarios.ts";

const byChance = 60;

requiresEngine("skopeo")("the view of an image's files", () => {
  it("is a container's, for every way in which layers hide, replace and lead elsewhere", async () => {
    await using engine = await DockerEngine.start();
    const known = Object.values(scenarios);
    const all = [...known, ...Array.from({ length: byChance }, (_, seed) => randomScenario(seed))];
    // One image holds them all, each below a directory of its own, to which its links and paths are moved.
    const depth = Math.max(...all.map((layers) => layers.length));
    const layers = Array.from({ length: depth }, (_, at) =>
      all.flatMap((scenario, number) => (scenario[at] ?? []).map((entry) => moved(entry, `s${number}`))),
    );
    const made = layerImage(layers);
    const exported = await exportFrom(engine, made);
    const [image] = (await readImage(made.image, { kind: "digest", digest: made.top.digest })).images;
    for (const [number, scenario] of all.entries()) {
      const directory = `s${number}/opt/d`;
      const view = image && (await viewDirectory(made.image, image, directory));
      const name = Object.keys(scenarios)[number] ?? `seed ${number - known.length}`;
      expect({ name, scenario, facts: factsOf(view?.entries ?? []) }).toEqual({
        name,
        scenario,
        facts: filesIn(exported, directory),
      });
    }
  });
});

it("reads from the top, and no further than it must", async () => {
  const top: TestEntry[] = [
    { path: "opt/", type: "directory" },
    { path: "opt/d/", type: "directory" },
    { path: "opt/d/.wh..wh..opq", type: "file" },
    { path: "opt/d/a", type: "file", content: "1" },
  ];
  const lower: Scenario = [[{ path: "opt/d/b", type: "file" }], [{ path: "opt/d/c", type: "file" }]];
  const made = layerImage([...lower, top], "zstd");
  const read: Digest[] = [];
  const source: ImageSource = {
    name: "counted",
    manifest: (selector) => made.image.manifest(selector),
    blob: (descriptor) => {
      read.push(descriptor.digest);
      return made.image.blob(descriptor);
    },
  };
  const { images } = await readImage(source, { kind: "digest", digest: made.top.digest });
  read.length = 0;
  const [image] = images;
  const view = image && (await viewDirectory(source, image, "opt/d"));
  expect(view?.entries.map(({ path }) => path)).toEqual(["a"]);
  expect(read).toEqual([image?.manifest.layers[2]?.digest]);
});

/** The file system of a container of the image, which an engine put together. */
async function exportFrom(engine: DockerEngine, made: ReturnType<typeof layerImage>): Promise<Buffer> {
  const directory = scratchDirectory();
  const { store } = await open(`oci:${directory}:x`);
  await writeImage(made, store, "x");
  const archive = join(directory, "x.tar");
  execFileSync("skopeo", ["copy", `oci:${directory}:x`, `docker-archive:${archive}:x:x`], { stdio: "pipe" });
  engine.docker("load", "--input", archive);
  const container = engine.docker("create", "x:x").trim();
  const files = engine.dockerBytes("export", container);
  engine.docker("rm", container);
  engine.docker("rmi", "x:x");
  return files;
}

function moved(entry: TestEntry, below: string): TestEntry {
  const { path, type, target } = entry;
  if (target === undefined) return { ...entry, path: join(below, path) };
  if (type === "link") return { ...entry, path: join(below, path), target: join(below, target) };
  return {
    ...entry,
    path: join(below, path),
    target: target.startsWith("/") ? join("/", below, target) : target,
  };
}

function factsOf(entries: readonly ObservedEntry[]): Record<string, Fact> {
  return Object.fromEntries(entries.map((entry) => [entry.path, factOf(entry)]));
}

function factOf({ kind, mode, owner, digest, target }: ObservedEntry): Fact {
  if (kind === "symlink") return `symlink ${target}`;
  if (kind !== "file" && kind !== "directory") return kind;
  const fact = `${kind} ${mode.toString(8)} ${owner?.uid}:${owner?.gid}`;
  return kind === "file" ? `${fact} ${digest?.slice(7, 19)}` : fact;
}

it("reads beside a large layer the next one, and lets go of it where it turns out not to be needed", async () => {
  const large = Buffer.from(randomBytes(6_000_000)).toString("latin1");
  const closing: TestEntry[] = [
    { path: "opt/", type: "directory" },
    { path: "opt/d/", type: "directory" },
    { path: "opt/d/.wh..wh..opq", type: "file" },
    { path: "usr/large", type: "file", content: large },
  ];
  const made = layerImage([[{ path: "opt/d/lower", type: "file", content: large }], closing]);
  const [image] = (await readImage(made.image, { kind: "digest", digest: made.top.digest })).images;
  let open = 0;
  const source: ImageSource = {
    name: "watched",
    manifest: (selector) => made.image.manifest(selector),
    async *blob(descriptor) {
      open++;
      try {
        for await (const whole of made.image.blob(descriptor)) {
          for (let at = 0; at < whole.length; at += 65_536) {
            await setImmediate();
            yield whole.subarray(at, at + 65_536);
          }
        }
      } finally {
        open--;
      }
    },
  };
  const view = image && (await viewDirectory(source, image, "opt/d"));
  expect(view?.entries).toEqual([]);
  expect(open).toBe(0);
});
