import { expect, test } from "vitest";
import { reportJson } from "../../src/report/json.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { reportSchema } from "../../src/report/report-schema.ts";
import { reportText } from "../../src/report/text.ts";
import { finding, report } from "./sample.ts";

const difference = ["@@ -1,1 +1,1 @@", "-Be brief.", "+Be rude."];

test("a finding of a text shows below its line what differs", () => {
  const lines = reportText(report([finding({ difference }), finding({ path: "other" })]));
  const at = lines.findIndex((line) => line.includes("prompts/system.md"));
  expect(lines.slice(at + 1, at + 4)).toEqual(difference.map((line) => `    ${line}`));
  expect(lines[at + 4]).toContain("other");
});

test("a log is never flooded with differences, and no line of one is a command", () => {
  const many = Array.from({ length: 100 }, (_, at) =>
    finding({ path: `prompts/${at}.md`, difference: Array.from({ length: 40 }, () => "::error::owned") }),
  );
  const lines = reportText(report(many));
  expect(lines.filter((line) => line.includes("error::owned"))).toHaveLength(400);
  expect(lines.filter((line) => line.startsWith("error FILE_CHANGED"))).toHaveLength(100);
  expect(lines.some((line) => /^\s*::/.test(line))).toBe(false);
});

test("a difference that does not fit whole says how many lines are left out", () => {
  const long = Array.from({ length: 300 }, (_, at) => `+${at}`);
  const lines = reportText(report([finding({ difference: long }), finding({ difference: long })]));
  expect(lines).toContain("    (and 201 more lines)");
  expect(lines.filter((line) => /^ {4}\+/.test(line))).toHaveLength(399);
});

test("a summary and a comment show the difference in a block that nothing in it ends", () => {
  const markdown = reportMarkdown(
    report([finding({ difference: ["-plain", "+```", "+# heading", "+@everyone"] })]),
  );
  expect(markdown).toContain("`prompts/system.md`\n\n````diff\n-plain\n+```\n+# heading\n+@everyone\n````\n");
});

test("differences leave room for the table of findings, and are counted where they do not fit", () => {
  const many = Array.from({ length: 40 }, (_, at) =>
    finding({
      path: `prompts/${at}.md`,
      difference: Array.from({ length: 40 }, () => `+${"x".repeat(100)}`),
    }),
  );
  const markdown = reportMarkdown(report(many), { maxLength: 60_000 });
  expect(markdown.length).toBeLessThan(60_000);
  expect(markdown.match(/^\| ❌/gm)).toHaveLength(40);
  const blocks = markdown.match(/^```diff$/gm)?.length ?? 0;
  expect(blocks).toBeGreaterThan(1);
  expect(markdown).toContain(`and ${40 - blocks} more texts`);
});

test("the JSON report holds the difference, as its schema says", () => {
  const parsed = reportSchema.parse(JSON.parse(reportJson(report([finding({ difference })]))));
  expect(parsed.findings[0]?.difference).toEqual(difference);
});
