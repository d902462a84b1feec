import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectCalmReport } from "../console/ui/report/calm-report.ts";
import { requires } from "../requirement.ts";
import { openBrowser } from "../services/chromium.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

test("pipeline ends with a report that names every agent, the image and the gate, and says where it is", async () => {
  using fleet = copyFleet("checkout");
  const { code, stdout } = await identikit(["pipeline"], { cwd: fleet.root });
  expect(code).toBe(0);
  expect(stdout).toMatch(/all of it +\.identikit\/report\.html/);
  const text = readFileSync(fleet.path(".identikit/report.html"), "utf8");
  for (const agent of [
    "concierge",
    "engineer-berths",
    "engineer-pilotage",
    "engineer-tariffs",
    "reviewer-infra",
    "reviewer-services",
  ])
    expect(text).toContain(`.identikit/env/${agent}`);
  for (const word of ["platform-agent", "Gate: clean", "the identity", "FORGE_TOKEN", "step-times"])
    expect(text).toContain(word);
  // The stand-in of the example's secret is a value like any other.
  expect(text).not.toContain("made-up-value-of-");
  expect(Buffer.byteLength(text)).toBeLessThan(2 * 1024 * 1024);
});

test("the JSON of pipeline has the path of its report", async () => {
  using fleet = copyFleet();
  const { json } = await identikitJson(["pipeline"], { cwd: fleet.root });
  expect(json.report).toBe(fleet.path(".identikit/report.html"));
  expect(json.images[0]).not.toHaveProperty("baked");
});

requires("chromium")("the report of the example fleet in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  test("it loads nothing, says nothing on the console, and axe finds nothing", async () => {
    using fleet = copyFleet("checkout");
    await identikit(["pipeline"], { cwd: fleet.root });
    await expectCalmReport(browser, fleet.path(".identikit/report.html"));
  });
});
