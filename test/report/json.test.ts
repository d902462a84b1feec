import { expect, test } from "vitest";
import { z } from "zod";
import { reportJson } from "../../src/report/json.ts";
import { reportJsonSchema, reportSchema } from "../../src/report/report-schema.ts";
import { finding, hostileReport, report } from "./sample.ts";

test("a report reads back from its JSON exactly, hostile names and all", () => {
  const text = reportJson(hostileReport);
  expect(reportSchema.parse(JSON.parse(text))).toEqual(hostileReport);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(text).not.toContain("##[");
  expect(text).not.toMatch(/^\s*::/m);
  expect(text.endsWith("}\n")).toBe(true);
});

test("the published JSON Schema accepts every report and refuses unknown keys and verdicts", () => {
  const published = z.fromJSONSchema(JSON.parse(JSON.stringify(reportJsonSchema())));
  const good = report([
    finding(),
    finding({ location: { file: "Dockerfile", line: 1 }, subject: "linux/arm64" }),
    finding({ code: "ENV_CHANGED", severity: "warning", done: "rendered" }),
    finding({ code: "IMAGE_MISSING", severity: "unverified" }),
  ]);
  expect(published.safeParse(JSON.parse(reportJson(good))).success).toBe(true);
  const withFinding = (over: object) => ({ ...good, findings: [{ ...finding(), ...over }] });
  expect(published.safeParse(withFinding({ code: "SOMETHING_ELSE" })).success).toBe(false);
  expect(published.safeParse(withFinding({ done: "It was removed." })).success).toBe(false);
  expect(published.safeParse({ ...good, verdict: "fine" }).success).toBe(false);
  expect(published.safeParse({ ...good, version: 2 }).success).toBe(false);
  expect(published.safeParse({ ...good, more: true }).success).toBe(false);
});

test("the published JSON Schema is of draft 2020-12 and explains its fields", () => {
  const schema = z.looseObject({ $schema: z.string(), title: z.string(), description: z.string() });
  expect(schema.parse(reportJsonSchema())).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Identikit report",
  });
});
