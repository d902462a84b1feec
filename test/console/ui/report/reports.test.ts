import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pipelineReport } from "../../../../src/console/report/pipeline-report-file.tsx";
import { runReport } from "../../../../src/console/report/run-report-file.tsx";
import { mostReportBytes } from "../../../../src/console/report/static-document.ts";
import { requires } from "../../../requirement.ts";
import { scratchDirectory } from "../../../scratch.ts";
import { openBrowser } from "../../../services/chromium.ts";
import { expectCalmReport } from "./calm-report.ts";
import { hostileRun, pipelineData, runData } from "./report-data.ts";

function written(name: string, text: string): string {
  const place = process.env.STORY_SHOTS ?? scratchDirectory();
  mkdirSync(place, { recursive: true });
  const file = join(place, `${name}.html`);
  writeFileSync(file, text);
  return file;
}

test("a report names who ran what, why it was allowed, what it changed and what to do next", () => {
  const text = runReport(runData());
  for (const word of [
    "run-9c41",
    "fixer",
    "tidewater/berths",
    "FORGE_TOKEN",
    "pull_request".replace("_", " "),
    "src/allocation.ts",
    "Why it was allowed",
    "identikit write-back",
  ])
    expect(text.toLowerCase(), word).toContain(word.toLowerCase());
  expect(text).not.toContain("style=");
});

test("what changed in a file is shown line by line, or why it is not", () => {
  const text = runReport(runData());
  expect(text).toMatch(/<tr class="removed">.*const berth = length/);
  expect(text).toMatch(/<tr class="added">.*Math.ceil/);
  expect(text).toContain("It is binary.");
});

test("an attempt of 10,000 hostile events keeps to the size of a report, and says what is left out", () => {
  const text = runReport(hostileRun());
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostReportBytes);
  expect(text).toMatch(/events are not shown here/);
  expect(text).not.toMatch(/<script|<img|href="javascript:/i);
});

test("the same attempt gives the same bytes", () => {
  expect(runReport(runData())).toBe(runReport(runData()));
});

requires("chromium")("reports in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  test.each([
    ["run", () => runReport(runData())],
    ["hostile run", () => runReport(hostileRun())],
    ["pipeline", () => pipelineReport(pipelineData())],
  ])(
    "the report of a %s says nothing on the console, asks for nothing, and axe finds nothing",
    async (name, make) => {
      await expectCalmReport(browser, written(name.replace(" ", "-"), make()));
    },
  );
});
