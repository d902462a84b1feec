import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { house } from "../architecture/rooms.ts";
import { pictured } from "../report/pictured.ts";

test("the page of drift-gate shows a report as it looks", () => {
  const page = readFileSync(join(house, "actions/drift-gate/README.md"), "utf8");
  const lines = reportMarkdown(pictured).trimEnd().split("\n");
  expect(page).toContain(lines.map((line) => `> ${line}`.trimEnd()).join("\n"));
});
