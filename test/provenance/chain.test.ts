import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run as runCheck } from "../../src/commands/check/body.ts";
import { check } from "../../src/commands/check/check.ts";
import { run as runPipeline } from "../../src/commands/pipeline/body.ts";
import { pipeline } from "../../src/commands/pipeline/pipeline.ts";
import { hostilePlace } from "./hostile-place.ts";
import { codesIn } from "./signing-place.ts";

/** A repository whose whole chain runs, with keys in the environment. */
async function chain() {
  const place = await hostilePlace();
  writeFileSync(join(place.root, "identikit.yaml"), "identity:\n  template: a\n  required: [config.yaml]\n");
  writeFileSync(join(place.root, "agents.json"), JSON.stringify({ types: [], agents: [] }));
  const published = ["oci:.identikit/published"];
  return {
    ...place,
    pipeline: (options: object) => runPipeline(place.context, pipeline.options.parse(options)),
    check: (options: object) => runCheck(place.context, check.options.parse({ published, ...options })),
  };
}

const required = {
  requireSignature: true,
  requireAttestation: ["identity"],
  verifyKey: ["env://OURS_PUBLIC"],
};

test("a pipeline that requires signatures stops before it publishes, and publishes with them what it signed", async () => {
  const at = await chain();
  await expect(at.pipeline(required)).rejects.toMatchObject({ code: "GATE_FAILED" });
  const signed = await at.pipeline({ ...required, signKey: "env://OURS", sbom: true });
  expect(signed.faults ?? []).toEqual([]);
  expect(signed.outputs).toMatchObject({ result: "clean" });
  const gated = (key: string) =>
    at.gate(":x", {
      image: `oci:.identikit/published@${signed.outputs.digest}`,
      requireAttestation: ["identity", "provenance", "sbom"],
      verifyKey: [key],
    });
  expect(codesIn(await gated("env://OURS_PUBLIC"))).toEqual([]);
  Object.assign(at.context.env, { OTHERS: at.keys.theirs.public });
  expect(codesIn(await gated("env://OTHERS"))).toContain("SIGNATURE_MISSING");
});

test("a check holds images in use against what is required, and lets a first use pass", async () => {
  const at = await chain();
  const said = async (options: object) => {
    const { report } = await at.check(options);
    return report?.findings.map(({ code, severity }) => `${severity} ${code}`);
  };
  const first = await said(required);
  expect(first).toEqual(await said({}));
  await at.pipeline({});
  expect(await said({})).toEqual([]);
  expect(await said(required)).toEqual(["error SIGNATURE_MISSING", "error ATTESTATION_MISSING"]);
  await at.pipeline({ signKey: "env://OURS" });
  expect(await said(required)).toEqual([]);
  await expect(said({ requireSignature: true })).rejects.toMatchObject({ code: "USAGE" });
});
