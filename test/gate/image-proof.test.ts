import { expect, test } from "vitest";
import { IdentikitError } from "../../src/fault/error.ts";
import { gateFor } from "../../src/gate/gate.ts";
import { imageProof } from "../../src/gate/image-proof.ts";
import { bake } from "../../src/image/bake.ts";
import type { FileTree } from "../../src/tree/file-tree.ts";
import { open, template } from "../image/samples.ts";
import { scratchDirectory } from "../scratch.ts";

const { signal } = new AbortController();

/** The gate for a template, and an image in a layout that was baked from another one, or none. */
async function proofOf(tree: FileTree | undefined, baked: FileTree | undefined) {
  const directory = scratchDirectory();
  if (baked)
    await bake({ template: baked, base: "scratch", to: await open(`oci:${directory}:x`), gate: "skip" });
  return imageProof({
    template: async () => {
      if (tree) return { treeDigest: tree.digest, gate: gateFor({ template: tree }) };
      throw new IdentikitError("SSOT_MISSING", "the template is not here", { remedy: "Fetch it." });
    },
    withImage: async (_, look) => {
      const place = await open(`oci:${directory}:x`);
      return await look(place.store, place.select());
    },
  });
}

test("an image that passes the gate is clean, with the identity that it was compared with", async () => {
  const proof = await proofOf(template(), template());
  expect(await proof.prove("x", signal)).toEqual({
    fact: { verdict: "clean", treeDigest: template().digest },
  });
  expect(await proof.treeDigest(signal)).toBe(template().digest);
});

test("an image with another identity is a proven no, with what differs first", async () => {
  const proof = await proofOf(template({ "config.yaml": "name: other\n" }), template());
  expect(await proof.prove("x", signal)).toMatchObject({
    fact: { verdict: "drift", message: expect.stringMatching(/^config\.yaml: /) },
  });
});

test("an image that cannot be read is neither", async () => {
  const proof = await proofOf(template(), undefined);
  const sighting = await proof.prove("x", signal);
  const verdict = "fact" in sighting ? sighting.fact.verdict : "unseen";
  expect(["unverified", "unseen"]).toContain(verdict);
});

test("without the template nothing is known, and it says what to do", async () => {
  const proof = await proofOf(undefined, template());
  expect(await proof.treeDigest(signal)).toBeUndefined();
  expect(await proof.prove("x", signal)).toEqual({
    unseen: { message: "the template is not here", remedy: "Fetch it." },
  });
});
