import { expect, test } from "vitest";
import { z } from "zod";
import type { CodeOfFinding } from "../../src/fault/finding.ts";
import { guideTo } from "../../src/fault/guide.ts";
import { reportSarif } from "../../src/report/sarif.ts";
import { finding, hostileReport, report } from "./sample.ts";

const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(["none", "note", "warning", "error"]);
const properties = z.record(z.string(), z.unknown());

/** The parts of the SARIF 2.1.0 schema that are written here, plus what GitHub asks for beyond it. */
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.literal("Identikit"),
          semanticVersion: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: message,
              fullDescription: message,
              help: message,
              defaultConfiguration: z.strictObject({ level }),
            }),
          ),
        }),
      }),
      automationDetails: z.strictObject({ id: z.string().endsWith("/") }),
      columnKind: z.literal("utf16CodeUnits"),
      invocations: z.tuple([
        z.strictObject({
          executionSuccessful: z.boolean(),
          toolExecutionNotifications: z.array(z.strictObject({ level, message })).optional(),
        }),
      ]),
      results: z
        .array(
          z.strictObject({
            ruleId: z.string(),
            ruleIndex: z.int().min(0),
            level,
            message,
            locations: z.tuple([
              z.strictObject({
                physicalLocation: z.strictObject({
                  artifactLocation: z.strictObject({ uri: z.string().regex(/^(?!\/)[\w.~!*'()%/-]+$/) }),
                  region: z.strictObject({ startLine: z.int().min(1) }),
                }),
                logicalLocations: z.array(
                  z.strictObject({ fullyQualifiedName: z.string(), kind: z.literal("resource") }),
                ),
              }),
            ]),
            partialFingerprints: z.strictObject({
              primaryLocationLineHash: z.string().regex(/^[0-9a-f]{16}:1$/),
            }),
            properties,
          }),
        )
        .max(5000),
      properties,
    }),
  ]),
});

function expectValidSarif(text: string): z.infer<typeof sarif>["runs"][0] {
  const [run] = sarif.parse(JSON.parse(text)).runs;
  const ids = run.tool.driver.rules.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const result of run.results) expect(ids[result.ruleIndex]).toBe(result.ruleId);
  return run;
}

test("a finding points at the file and line where the fix goes", () => {
  const run = expectValidSarif(
    reportSarif(report([finding({ location: { file: "docker/Docker file", line: 7 } })])),
  );
  expect(run.results[0]?.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: "docker/Docker%20file" },
    region: { startLine: 7 },
  });
  expect(run.tool.driver.rules[0]).toMatchObject({
    id: "FILE_CHANGED",
    shortDescription: { text: "File changed" },
  });
  expect(run.invocations[0].executionSuccessful).toBe(true);
});

test("a rule says what the reference says of its code, be it a finding's or a fault's", () => {
  const unread = finding({ code: "IMAGE_MISSING", severity: "unverified" });
  const { rules } = expectValidSarif(reportSarif(report([finding(), unread]))).tool.driver;
  expect(rules.map(({ id }) => id)).toEqual(["FILE_CHANGED", "IMAGE_MISSING"]);
  for (const { id, fullDescription, help } of rules) {
    const { meaning, cause, remedy } = guideTo(id as CodeOfFinding);
    expect(fullDescription.text).toBe(`${meaning} ${cause}`);
    expect(help.text).toBe(remedy);
  }
});

test("a finding without a file is shown at the anchor, since GitHub refuses a result that has none", () => {
  const uriOf = (text: string): string | undefined =>
    expectValidSarif(text).results[0]?.locations[0].physicalLocation.artifactLocation.uri;
  expect(uriOf(reportSarif(report([finding()])))).toBe("manifest.json");
  expect(uriOf(reportSarif(report([finding()], { anchor: "Dockerfile" })))).toBe("Dockerfile");
});

test("the fingerprint stays while the values move, and differs between copies", () => {
  const fingerprintOf = (over: object): unknown =>
    expectValidSarif(reportSarif(report([finding(over)]))).results[0]?.partialFingerprints;
  expect(fingerprintOf({ actual: "sha256:other" })).toEqual(fingerprintOf({}));
  expect(fingerprintOf({ subject: "linux/arm64" })).not.toEqual(fingerprintOf({}));
});

test("what could not be verified is an error of an unsuccessful run", () => {
  const run = expectValidSarif(reportSarif(report([finding({ severity: "unverified" })])));
  expect(run.results[0]?.level).toBe("error");
  expect(run.invocations[0].executionSuccessful).toBe(false);
});

test("hostile names stay names, and brackets form no link", () => {
  const run = expectValidSarif(reportSarif(hostileReport));
  expect(run.results).toHaveLength(hostileReport.findings.length);
  for (const result of run.results) expect(result.message.text).not.toMatch(/(?<!\\)\[|\n/);
});

test("a run holds as many results as GitHub shows and says how many are left out", () => {
  const many = Array.from({ length: 5003 }, (_, i) => finding({ path: `prompts/${i}.md` }));
  const run = expectValidSarif(reportSarif(report(many)));
  expect(run.invocations[0].toolExecutionNotifications?.[0]?.message.text).toBe("and 3 more");
});
