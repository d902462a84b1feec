import { expect, test } from "vitest";
import { makeReport } from "../../src/report/make-report.ts";
import { finding } from "./sample.ts";

const of = {
  check: "gate",
  verdict: "drift",
  subject: "an image",
  facts: [],
  anchor: "manifest.json",
  findings: [finding({ location: { file: "Dockerfile", line: 3 } }), finding()],
} as const;

test("places are given from where the person is, which in a workflow is the root of the checkout", () => {
  const report = makeReport(of, { cwd: "/srv/checkout", root: "/srv/checkout/examples/fleet" });
  expect(report.anchor).toBe("examples/fleet/manifest.json");
  expect(report.findings[0]?.location).toEqual({ file: "examples/fleet/Dockerfile", line: 3 });
  expect(report.findings[1]).not.toHaveProperty("location");
});

test("at the repository's root, and where nobody is anywhere, places stay as they are", () => {
  for (const at of [undefined, { cwd: "/srv/checkout", root: "/srv/checkout" }]) {
    expect(makeReport(of, at)).toMatchObject({
      anchor: "manifest.json",
      findings: [{ location: { file: "Dockerfile" } }, {}],
    });
  }
});
