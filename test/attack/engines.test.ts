import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rootedPath } from "../../src/image/view/path.ts";
import { writeImage } from "../image/layer-image.ts";
import { open } from "../image/samples.ts";
import { scratchDirectory } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { requiresMounts } from "../services/mounts.ts";
import type { Outcome } from "./layers/fuzz-run.ts";
import { generate } from "./layers/generator.ts";
import { destination } from "./layers/identity.ts";
import { caseOf, type LayerCase } from "./layers/layer-case.ts";
import { buildOracle, Oracle } from "./layers/oracle.ts";
import type { Plan } from "./layers/plan.ts";
import { sampleOf } from "./layers/sample.ts";
import { factOf } from "./layers/shown-state.ts";
import { stageCase } from "./layers/staged-case.ts";
import { loadSubject } from "./layers/subject.ts";
import { nameOf } from "./layers/twist.ts";

const seed = 20261122;
const looked = 500;
const timeout = 900_000;

/** Puts an image's files into a directory and gives it; `layout` is the image's name in the directory above `scratch`. */
type Unpack = (layout: string, scratch: string) => string;

let sample: Promise<readonly Outcome[]> | undefined;

/** A fact that a program shows, as the libraries would: releases differ. */
type Forgive = (fact: string, plan: Plan) => string;

/**
 * Has a program unpack a sample of cases, and compares what stands at the destination with what the libraries showed.
 * @param takes the media types of layers that the program knows
 */
async function expectSame(takes: RegExp, unpack: Unpack, forgive: Forgive = (fact) => fact): Promise<void> {
  await using oracle = new Oracle(buildOracle());
  sample ??= loadSubject().then((subject) => sampleOf(subject, oracle, seed, looked));
  const place = scratchDirectory();
  let compared = 0;
  for (const { number, classes, answer, judgement } of await sample) {
    const { plan } = generate(seed, number);
    const made = caseOf(plan);
    if (!takesAll(made, takes)) continue;
    const tag = `case${number}`;
    const { store } = await open(`oci:${place}/layout:${tag}`);
    await writeImage(stageCase(made), store, tag);
    const scratch = join(place, tag);
    mkdirSync(scratch);
    const { entries } = await oracle.look(unpack(`layout:${tag}`, scratch), "");
    const about = { number, classes, verdict: answer.verdict };
    const shown = entries.map((each) => forgive(factOf(each), plan));
    expect({ ...about, shown }).toEqual({ ...about, shown: judgement?.agreed });
    rmSync(scratch, { recursive: true, force: true });
    compared++;
  }
  expect(compared).toBeGreaterThan(24);
}

function takesAll({ layers }: LayerCase, takes: RegExp): boolean {
  return layers.every(({ mediaType }) => takes.test(mediaType));
}

/** Docker's vfs makes directories that a layer only implies 0600, in releases up to 20.10, and the libraries' own release 0755. */
const asNewerVfs: Forgive = (fact, plan) => {
  const [, path] = /^(.*) directory 600 0:0 $/.exec(fact) ?? [];
  if (path === undefined) return fact;
  const directory = `${destination}/${path}`;
  const isImplied = plan.layers.some(({ entries }) => {
    const paths = entries.map((entry) => rootedPath(nameOf(entry)));
    return paths.some((each) => each.startsWith(`${directory}/`)) && !paths.includes(directory);
  });
  return isImplied ? `${path} directory 755 0:0 ` : fact;
};

const ociTypes = /^application\/vnd\.oci\./;
const ociTypesBeforeZstd = /^application\/vnd\.oci\.[^+]*(\+gzip)?$/;

/** Runs a program in a directory, so that the names that it is given are the same in each run. */
function runIn(cwd: string, program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd, encoding: "utf8", stdio: "pipe" }).trim();
}

requiresMounts("go", "umoci")("a sample of images, unpacked by umoci", () => {
  it("shows what the libraries show", { timeout }, async () => {
    await expectSame(ociTypesBeforeZstd, (layout, scratch) => {
      const root = join(scratch, "root");
      runIn(join(scratch, ".."), "umoci", "raw", "unpack", "--image", layout, root);
      return root;
    });
  });
});

requiresMounts("go", "buildah")("a sample of images, mounted by buildah", () => {
  it("shows what the libraries show", { timeout }, async () => {
    await expectSame(ociTypes, (layout, scratch) => {
      const storage = ["--root", join(scratch, "root"), "--runroot", join(scratch, "run")];
      const buildah = (...args: string[]) =>
        runIn(join(scratch, ".."), "buildah", ...storage, "--storage-driver", "vfs", ...args);
      return buildah("mount", buildah("from", `oci:${layout}`));
    });
  });
});

requiresEngine(
  "go",
  "skopeo",
  "tar",
)("a sample of images, in containers of a Docker Engine", () => {
  it.each([
    ["overlay2", undefined],
    ["vfs", asNewerVfs],
  ] as const)("shows with %s what the libraries show", { timeout }, async (driver, forgive) => {
    await using engine = await DockerEngine.start(driver);
    await expectSame(
      ociTypesBeforeZstd,
      (layout, scratch) => {
        const [archive, files, root] = [
          join(scratch, "image"),
          join(scratch, "files"),
          join(scratch, "root"),
        ];
        runIn(join(scratch, ".."), "skopeo", "copy", `oci:${layout}`, `docker-archive:${archive}:case:x`);
        engine.docker("load", "--input", archive);
        const container = engine.docker("create", "case:x").trim();
        engine.docker("export", "--output", files, container);
        engine.docker("rm", container);
        engine.docker("rmi", "case:x");
        mkdirSync(root);
        runIn(root, "tar", "--extract", "--numeric-owner", "--same-permissions", "--file", files);
        return root;
      },
      forgive,
    );
  });
});
