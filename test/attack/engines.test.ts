import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeImage } from "../image/layer-image.ts";
import { open } from "../image/samples.ts";
import { scratchDirectory } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { requiresMounts } from "../services/mounts.ts";
import type { Outcome } from "./layers/fuzz-run.ts";
import { generate } from "./layers/generator.ts";
import { caseOf, type LayerCase } from "./layers/layer-case.ts";
import { buildOracle, Oracle } from "./layers/oracle.ts";
import { sampleOf } from "./layers/sample.ts";
import { factOf } from "./layers/shown-state.ts";
import { stageCase } from "./layers/staged-case.ts";
import { loadSubject } from "./layers/subject.ts";

const seed = 20261122;
const looked = 500;
const timeout = 900_000;

/** Puts an image's files into a directory and gives it; the image is at a reference that skopeo knows. */
type Unpack = (reference: string, scratch: string) => string;

/**
 * Has a program unpack a sample of cases, and compares what stands at the destination with what the libraries showed.
 * @param takes which cases the program knows the layers of
 */
async function expectSame(unpack: Unpack, takes: (of: LayerCase) => boolean): Promise<void> {
  await using oracle = new Oracle(buildOracle());
  const sample = await sampleOf(await loadSubject(), oracle, seed, looked);
  const place = scratchDirectory();
  let compared = 0;
  for (const outcome of sample) {
    const made = caseOf(generate(seed, outcome.number).plan);
    if (!takes(made)) continue;
    const tag = `case${outcome.number}`;
    const { store } = await open(`oci:${place}/layout:${tag}`);
    await writeImage(stageCase(made), store, tag);
    const scratch = join(place, tag);
    mkdirSync(scratch);
    const { entries } = await oracle.look(unpack(`oci:${place}/layout:${tag}`, scratch), "");
    expect({ ...nameOf(outcome), shown: entries.map(factOf) }).toEqual({
      ...nameOf(outcome),
      shown: outcome.judgement.agreed,
    });
    rmSync(scratch, { recursive: true, force: true });
    compared++;
  }
  expect(compared).toBeGreaterThan(24);
}

function nameOf({ number, classes, answer }: Outcome): object {
  return { number, classes, verdict: answer.verdict };
}

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", stdio: "pipe" }).trim();
}

const ofOci = ({ layers }: LayerCase) =>
  layers.every(({ mediaType }) => /^application\/vnd\.oci\.image\.layer\.v1\.tar(\+gzip)?$/.test(mediaType));

requiresMounts("go", "umoci")("a sample of images, unpacked by umoci", () => {
  it("shows what the view shows", { timeout }, async () => {
    await expectSame((reference, scratch) => {
      const root = join(scratch, "root");
      run("umoci", "raw", "unpack", "--image", reference.slice("oci:".length), root);
      return root;
    }, ofOci);
  });
});

requiresMounts("go", "buildah")("a sample of images, mounted by buildah", () => {
  it("shows what the view shows", { timeout }, async () => {
    await expectSame(
      (reference, scratch) => {
        const place = ["--root", join(scratch, "root"), "--runroot", join(scratch, "run")];
        const buildah = (...args: string[]) => run("buildah", ...place, "--storage-driver", "vfs", ...args);
        return buildah("mount", buildah("from", reference));
      },
      () => true,
    );
  });
});

requiresEngine(
  "go",
  "skopeo",
  "tar",
)("a sample of images, in containers of a Docker Engine", () => {
  it.each(["overlay2", "vfs"] as const)("shows with %s what the view shows", { timeout }, async (driver) => {
    await using engine = await DockerEngine.start(driver);
    await expectSame(
      (reference, scratch) => {
        const [archive, files, root] = ["image", "files", "root"].map((name) => join(scratch, name)) as [
          string,
          string,
          string,
        ];
        run("skopeo", "copy", reference, `docker-archive:${archive}:case:x`);
        engine.docker("load", "--input", archive);
        const container = engine.docker("create", "case:x").trim();
        engine.docker("export", "--output", files, container);
        engine.docker("rm", container);
        engine.docker("rmi", "case:x");
        mkdirSync(root);
        run(
          "tar",
          "--extract",
          "--numeric-owner",
          "--same-permissions",
          "--file",
          files,
          "--directory",
          root,
        );
        return root;
      },
      () => true,
    );
  });
});
