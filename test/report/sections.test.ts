import { expect, test } from "vitest";
import { reportJson } from "../../src/report/json.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import type { ReportSection } from "../../src/report/report.ts";
import { reportSchema } from "../../src/report/report-schema.ts";
import { reportSarif } from "../../src/report/sarif.ts";
import { reportText } from "../../src/report/text.ts";
import { finding, report } from "./sample.ts";

const section = (template: string, verdict: ReportSection["verdict"]): ReportSection => ({
  template,
  verdict,
  subject: `oci:images:${template}`,
  facts: [{ label: "tree digest", value: `of ${template}` }],
});
const sections = [section("desk", "clean"), section("scribe", "drift")];
const several = report(
  [
    finding({ path: "lost.md" }),
    finding({ path: "prompts/a.md", template: "scribe" }),
    finding({ path: "prompts/a.md", template: "desk", severity: "warning" }),
  ],
  { subject: "2 templates: desk, scribe", facts: [], sections },
);

test("in text each section has its verdict, its facts and its findings, and the others come last", () => {
  expect(reportText(several).map((line) => line.replace(/: expected.*/, ""))).toEqual([
    "gate: drift: 2 templates: desk, scribe",
    "template desk: clean: oci:images:desk",
    "  tree digest  of desk",
    "warning FILE_CHANGED prompts/a.md",
    "template scribe: drift: oci:images:scribe",
    "  tree digest  of scribe",
    "error FILE_CHANGED prompts/a.md",
    "error FILE_CHANGED lost.md",
    "2 errors, 1 warning",
  ]);
});

test("in Markdown each section has a heading and a table, and remedies are said once below all", () => {
  const markdown = reportMarkdown(several);
  const at = (text: string) => markdown.indexOf(text);
  expect(at("#### Template desk: ✅ clean")).toBeGreaterThan(0);
  expect(at("| ⚠️ | `prompts/a.md`")).toBeGreaterThan(at("#### Template desk"));
  expect(at("#### Template scribe: ❌ drift")).toBeGreaterThan(at("| ⚠️ | `prompts/a.md`"));
  expect(at("| ❌ | `prompts/a.md`")).toBeGreaterThan(at("#### Template scribe"));
  expect(at("| ❌ | `lost.md`")).toBeGreaterThan(at("| ❌ | `prompts/a.md`"));
  expect(markdown.match(/What to do/g)).toHaveLength(1);
});

test("in Markdown the sections of a clean report are there, and names do nothing", () => {
  const hostile = section("<b>**x**</b>", "clean");
  const markdown = reportMarkdown(report([], { sections: [hostile] }));
  expect(markdown).toContain("#### Template ");
  expect(markdown.replace(/`[^`]*`/g, "")).not.toMatch(/<b>|\*\*x/);
});

test("however many sections there are, Markdown keeps its length", () => {
  const many = Array.from({ length: 300 }, (_, at) => section(`t${at}`, "drift"));
  const findings = many.flatMap(({ template }) =>
    ["a", "b"].map((path) => finding({ path: `${path.repeat(60)}.md`, template })),
  );
  const markdown = reportMarkdown(report(findings, { sections: many }));
  expect(markdown.length).toBeLessThanOrEqual(60_000);
  expect(markdown).toMatch(/and \d+ more/);
});

test("the JSON reads back, and in SARIF the same finding of two templates is two results", () => {
  expect(reportSchema.parse(JSON.parse(reportJson(several)))).toEqual(several);
  const { results } = JSON.parse(reportSarif(several)).runs[0];
  const prints = results.map((one: { partialFingerprints: object }) =>
    JSON.stringify(one.partialFingerprints),
  );
  expect(new Set(prints).size).toBe(3);
  expect(JSON.stringify(results)).toContain("template scribe: prompts/a.md");
});
