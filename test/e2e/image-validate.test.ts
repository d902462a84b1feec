import { appendFileSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

let fleet: FleetCopy;
let image: string;
beforeEach(async () => {
  fleet = copyFleet();
  image = `oci:${fleet.path("images")}:baked`;
  const template = fleet.path("templates/platform-agent");
  const { code } = await identikit(["bake", "--template", template, "--base", "scratch", "--to", image]);
  expect(code).toBe(0);
});
afterEach(() => fleet[Symbol.dispose]());

/** The largest blob of the layout: the identity's layer, where the base is `scratch`. */
function layerFile(): string {
  const blobs = fleet.path("images/blobs/sha256");
  const isDocument = (name: string) =>
    readFileSync(join(blobs, name)).subarray(0, 1).equals(Buffer.from("{"));
  const sizes = readdirSync(blobs).filter((name) => !isDocument(name));
  const [largest] = sizes.sort((a, b) => statSync(join(blobs, b)).size - statSync(join(blobs, a)).size);
  return join(blobs, largest ?? "");
}

test("an image that a bake made is valid, exit 0, in a repository and outside of one", async () => {
  const expected = {
    code: 0,
    json: { result: "clean", findings: [], platforms: ["linux/amd64"], layersRead: 1 },
  };
  expect(await identikitJson(["image", "validate", image])).toMatchObject(expected);
  const { code, stdout } = await identikit(["image", "validate", image]);
  expect(code).toBe(0);
  expect(stdout).toContain("layers read");
});

test("a layer that was changed is named with both its digest and its place, exit 2", async () => {
  appendFileSync(layerFile(), "x");
  const { code, json } = await identikitJson(["image", "validate", image]);
  expect(code).toBe(2);
  expect(json).toMatchObject({
    result: "drift",
    findings: [
      { code: "DIGEST_MISMATCH", severity: "error", path: expect.stringMatching(/^layer 1 sha256:/) },
    ],
  });
});

test("a layer that is gone is a finding, an image that is gone an error", async () => {
  rmSync(layerFile());
  expect(await identikitJson(["image", "validate", image])).toMatchObject({
    code: 2,
    json: { findings: [{ code: "IMAGE_MISSING" }] },
  });
  expect(await identikitJson(["image", "validate", `${image}-not`])).toMatchObject({
    code: 1,
    json: { error: { code: "IMAGE_MISSING" } },
  });
});
