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

const seeds = Array.from({ length: byChance }, (_, seed) => seed);
const known = Object.entries(scenarios);
const all: readonly (readonly [string, Scenario])[] = [
  ...known,
  ...seeds.map((seed) => [`seed ${seed}`, randomScenario(seed)] as const),
];

requiresEngine("skopeo", "umoci")("the view of an image's files", () => {
  it("is what every engine shows, for every way in which layers hide, replace and lead elsewhere", async () => {
    const isDecided = await Promise.all(all.map(([, layers]) => isDecidedThroughout(layers)));
    const decided = all.filter((_, number) => isDecided[number]);
    expect(isDecided.slice(0, known.length)).not.toContain(false);
    expect(decided.length - known.length).toBeGreaterThan(byChance * 0.3);
    // One image holds them all, each below a directory of its own, to which its links and paths are moved.
    const made = layerImage(together(decided.map(([, layers]) => layers)));
    const shown = {
      overlay2: await exportFrom("overlay2", made),
      vfs: await exportFrom("vfs", made),
      umoci: await unpackWithUmoci(made),
    };
    for (const [number, [name, scenario]] of decided.entries()) {
      const facts = await factsIn(made, `s${number}/opt/d`);
      for (const [engine, archive] of Object.entries(shown)) {
        const theirs = filesIn(archive, `s${number}/opt/d`);
        const expected = {
          name,
          scenario,
          engine,
          facts: engine === "overlay2" ? facts : withoutModes(facts),
        };
        const actual = {
          name,
          scenario,
          engine,
          facts: engine === "overlay2" ? theirs : withoutModes(theirs),
        };
        expect(actual).toEqual(expected);
      }
    }
  });
});

/** Our view; `"ambiguous"` where there is none that holds for all engines. */
async function factsIn(
  made: ReturnType<typeof layerImage>,
  directory: string,
): Promise<Record<string, Fact> | "ambiguous"> {
  const [image] = (await readImage(made.image, { kind: "digest", digest: made.top.digest })).images;
  if (!image) throw new Error("no image");
  try {
    return factsOf((await viewDirectory(made.image, image, directory)).entries);
  } catch (fault) {
    if ((fault as { code?: string }).code === "IMAGE_AMBIGUOUS") return "ambiguous";
    throw fault;
  }
}

/** Some engines refuse a layer that contradicts those below it, though a later one hides all of that. */
async function isDecidedThroughout(layers: Scenario): Promise<boolean> {
  for (let count = 1; count <= layers.length; count++)
    if ((await factsIn(layerImage(layers.slice(0, count)), "opt/d")) === "ambiguous") return false;
  return true;
}

/** Engines give a directory that is only implied different modes, which is told apart elsewhere. */
function withoutModes(facts: Record<string, Fact> | "ambiguous"): Record<string, Fact> {
  return Object.fromEntries(
    Object.entries(facts).map(([path, fact]) => [path, fact.replace(/^directory .*/, "directory")]),
  );
}

function together(of: readonly Scenario[]): Scenario {
  const depth = Math.max(...of.map((layers) => layers.length));
  return Array.from({ length: depth }, (_, at) =>
    of.flatMap((scenario, number) => (scenario[at] ?? []).map((entry) => moved(entry, `s${number}`))),
  );
}

it("reads from the top, and no further than it must", async () => {
  const top: TestEntry[] = [
    { path: "opt/", type: "directory" },
    { path: "opt/d/", type: "directory" },
    { path: "opt/d/.wh..wh..opq", type: "file" },
    { path: "opt/d/a", type: "file", content: "1" },
  ];
  const lower: Scenario = [[{ path: "opt/d/b", type: "file" }], [{ path: "opt/d/c", type: "file" }]];
  const made = layerImage([...lower, top], { compression: "zstd" });
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
async function exportFrom(driver: "overlay2" | "vfs", made: ReturnType<typeof layerImage>): Promise<Buffer> {
  await using engine = await DockerEngine.start(driver);
  const directory = await layoutOf(made);
  const archive = join(directory, "x.tar");
  execFileSync("skopeo", ["copy", `oci:${directory}:x`, `docker-archive:${archive}:x:x`], { stdio: "pipe" });
  engine.docker("load", "--input", archive);
  expect(engine.docker("info", "--format", "{{.Driver}}").trim()).toBe(driver);
  const container = engine.docker("create", "x:x").trim();
  return engine.dockerBytes("export", container);
}

async function unpackWithUmoci(made: ReturnType<typeof layerImage>): Promise<Buffer> {
  const directory = await layoutOf(made);
  const bundle = scratchDirectory();
  execFileSync("umoci", ["unpack", "--image", `${directory}:x`, join(bundle, "x")], { stdio: "pipe" });
  const archive = ["--create", "--file=-", "--directory", join(bundle, "x/rootfs"), "."];
  return execFileSync("tar", archive, { maxBuffer: 256 * 1024 * 1024 });
}

async function layoutOf(made: ReturnType<typeof layerImage>): Promise<string> {
  const directory = scratchDirectory();
  const { store } = await open(`oci:${directory}:x`);
  await writeImage(made, store, "x");
  return directory;
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
