import { expect, test } from "vitest";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { digests, finding, hostileReport, report } from "./sample.ts";

/**
 * What every Markdown report must be: what it quotes stands in code spans and character references, so that outside of
 * them there is only what this project writes itself, and each row of a table has the cells of its head.
 */
function expectInertMarkdown(markdown: string): void {
  let columns = 0;
  for (const line of outsideOfFences(markdown)) {
    const bare = line.replace(/<code>[^<>`|]*<\/code>|`[^`|\\]+`/g, "").replaceAll("<br>", "");
    expect(bare).not.toMatch(/[<>`[\]\\!@~{}]|:\/\/|www\.|&(?!#\d+;)/);
    const own = bare.replace(/^### |^- |^\*\*What (?:to do|differs)\*\*|\b[A-Z]+_[A-Z]+\b/g, "");
    expect(own).not.toMatch(/(?<!&)#|[*_]/);
    const cells = bare.startsWith("|") ? bare.split("|").length : 0;
    if (columns > 0 && cells > 0) expect(cells).toBe(columns);
    columns = cells;
  }
  expect(markdown).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
}

/** The lines that stand in no fenced code block (CommonMark §4.5), each of which has to be closed. */
function outsideOfFences(markdown: string): string[] {
  let fence: string | undefined;
  const outside = markdown.split("\n").filter((line) => {
    if (fence === undefined) {
      fence = /^ {0,3}(`{3,})[^`]*$/.exec(line)?.[1];
      return fence === undefined;
    }
    const closing = /^ {0,3}(`{3,})[ \t]*$/.exec(line)?.[1];
    if (closing && closing.length >= fence.length) fence = undefined;
    return false;
  });
  expect(fence).toBe(undefined);
  return outside;
}

test("a clean report is a heading, its subject and its facts", () => {
  const markdown = reportMarkdown(report([]));
  expect(markdown).toContain("### Identikit gate: ✅ clean\n");
  expect(markdown).toContain("image digest");
  expect(markdown).not.toContain("What to do");
  expectInertMarkdown(markdown);
});

test("findings are rows with short digests and the place to fix, remedies are said once", () => {
  const markdown = reportMarkdown(
    report([
      finding({ location: { file: "Dockerfile", line: 12 }, subject: "linux/amd64" }),
      finding({ path: "prompts/b.md", actual: null, code: "FILE_MISSING", subject: "linux/arm64" }),
    ]),
  );
  expect(markdown).toContain(
    "| ❌ | `prompts/system.md`<br>linux/amd64<br>fix in `Dockerfile:12` | FILE_CHANGED | `sha256:1f1f1f1f1f1f…` | `sha256:2e2e2e2e2e2e…` |",
  );
  expect(markdown).toContain(
    "| ❌ | `prompts/b.md`<br>linux/arm64 | FILE_MISSING | `sha256:1f1f1f1f1f1f…` | nothing |",
  );
  expect(markdown.match(/Bake the image again/g)).toHaveLength(1);
  expect(markdown).toContain(digests.actual);
  expectInertMarkdown(markdown);
});

test("what all findings were found in is not said on each row", () => {
  const one = report([finding({ subject: "linux/amd64" }), finding({ path: "b", subject: "linux/amd64" })]);
  expect(reportMarkdown(one)).not.toContain("linux/amd64");
});

test("hostile names become text, in every column", () => {
  expectInertMarkdown(reportMarkdown(hostileReport, { limit: 1000, maxLength: 1_000_000 }));
});

test("a wide report fits a comment and counts what it left out", () => {
  const many = Array.from({ length: 5000 }, (_, i) =>
    finding({ path: `${"|".repeat(900)}${i}`, remedy: `Remove ${i} ${"@".repeat(400)}` }),
  );
  const markdown = reportMarkdown(report(many), { limit: 4000 });
  expect(markdown.length).toBeLessThanOrEqual(60_000);
  const rows = markdown.split("\n").filter((line) => line.startsWith("| ❌")).length;
  expect(rows).toBeGreaterThan(10);
  expect(markdown).toContain(`and ${5000 - rows} more`);
  expect(markdown).toContain("5000 errors");
  expectInertMarkdown(markdown);
});
