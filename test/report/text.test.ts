import { expect, test } from "vitest";
import { annotationsOf } from "../../src/report/annotation.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { reportSarif } from "../../src/report/sarif.ts";
import { findingLine, reportText } from "../../src/report/text.ts";
import { digests, finding, hostileReport, report } from "./sample.ts";

/** What every report must be as log lines: single lines that no runner takes for a command. */
function expectPlainLines(lines: readonly string[]): void {
  for (const line of lines) {
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(line).not.toMatch(/^\s*::/);
    expect(line).not.toContain("##[");
  }
}

test("a clean report says so in one line and lists its facts", () => {
  const lines = reportText(report([]));
  expect(lines).toEqual([
    "gate: clean: docker://registry.example/platform-agent:latest against template platform-agent",
    `  image digest  ${digests.actual}`,
  ]);
});

test("a finding is one line with its code, path, difference, remedy and place", () => {
  const found = finding({ subject: "linux/amd64", location: { file: "Dockerfile", line: 12 } });
  expect(findingLine(found)).toBe(
    `error FILE_CHANGED prompts/system.md (linux/amd64): expected ${digests.expected}, found ${digests.actual}. ` +
      "Bake the image again from the template. [Dockerfile:12]",
  );
  expect(findingLine(finding({ actual: null }))).toContain(`: missing, expected ${digests.expected}.`);
  expect(findingLine(finding({ expected: null }))).toContain(
    `: should not be there, found ${digests.actual}.`,
  );
});

test("what could not be verified comes before errors, and warnings come last", () => {
  const lines = reportText(
    report([
      finding({ severity: "warning", path: "w" }),
      finding({ path: "e" }),
      finding({ severity: "unverified", path: "u" }),
    ]),
  );
  expect(lines[0]).toMatch(/^gate: could not be verified: /);
  expect(lines.slice(2, 5).map((line) => line.split(" ")[2])).toEqual(["u:", "e:", "w:"]);
  expect(lines.at(-1)).toBe("1 unverified, 1 error, 1 warning");
});

test("a long list is cut, and the rest is counted", () => {
  const many = Array.from({ length: 1000 }, (_, i) => finding({ path: `prompts/${i}.md` }));
  const lines = reportText(report(many), { limit: 10 });
  expect(lines.filter((line) => line.startsWith("error "))).toHaveLength(10);
  expect(lines.slice(-2)).toEqual(["and 990 more", "1000 errors"]);
});

test("hostile names stay on their line and give no command", () => {
  const lines = reportText(hostileReport);
  expectPlainLines(lines);
  const differences = hostileReport.findings.flatMap(({ difference = [] }) => difference);
  const { facts, findings } = hostileReport;
  expect(lines).toHaveLength(1 + facts.length + findings.length + differences.length + 1);
});

test("what was done about a finding is said before what is left to do, in every form that people read", () => {
  const remedy = "Change the config rather than the file.";
  const found = report([finding({ code: "ENV_CHANGED", severity: "warning", done: "rendered", remedy })]);
  const said = `It was rendered again. ${remedy}`;
  expect(reportText(found).join("\n")).toContain(said);
  expect(reportMarkdown(found)).toContain(said);
  expect(reportSarif(found)).toContain(said);
  expect(annotationsOf(found)[0]?.message).toContain(said);
});

test("a painter gets the verdict, severities and lines that differ, and nothing that a name brings is a colour", () => {
  const found = report([
    finding({ path: "\u001b[32mx", difference: ["-was", " same", "+is"] }),
    finding({ severity: "warning" }),
  ]);
  const lines = reportText(found, { paint: (colour, text) => `<${colour}>${text}</>` });
  expect(lines[0]).toBe(`gate: <red>drift</>: ${found.subject}`);
  expect(lines.slice(2, 6)).toEqual([
    expect.stringMatching(/^<red>error<\/> FILE_CHANGED \\u\{1b\}\[32mx: /),
    "<red>    -was</>",
    "     same",
    "<green>    +is</>",
  ]);
  expect(lines[6]).toMatch(/^<yellow>warning<\/> FILE_CHANGED/);
  expect(reportText(report([]), { paint: (colour, text) => `<${colour}>${text}</>` })[0]).toContain(
    "gate: <green>clean</>:",
  );
});
