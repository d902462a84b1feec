import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import { requires } from "../requirement.ts";
import { openBrowser } from "../services/chromium.ts";
import { openPage } from "../services/watched-browser.ts";
import { organization } from "./console-world.ts";
import { putFleet, putReview } from "./fleet-objects.ts";
import { accessProblems } from "./ui/access-problems.ts";
import { type WorkWorld, workWorld } from "./work-world.ts";

const paths = [
  "agents",
  "agents/stacks",
  "agents/stacks/fixer",
  "agents/runs",
  "agents/runs/run-1",
  "agents/runs/run-1/events",
  "agents/rules",
  "agents/rules/fix-on-label?delivery=d-1",
  "agents/workspaces",
  "agents/workspaces/berths-12",
  "workspaces/new",
  "agents/approvals",
  "agents/approvals?run=run-1&pick=run-1-pr",
  "agents/approvals/run-1-pr",
  "agents/sessions",
  "agents/sessions/session-1",
  "agents/memory",
  "agents/memory/graph",
  "agents/memory/search?text=berths",
  "agents/memory/updates",
];
/** Each theme, and each width, once: they do not depend on each other. */
const looks = [
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 360 },
] as const;

requires("chromium")("pages of agent work in Chromium", () => {
  let browser: Browser;
  let world: WorkWorld;
  beforeAll(async () => {
    browser = await openBrowser();
    world = await workWorld();
    await putFleet(world);
    await putReview(world);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.[Symbol.asyncDispose]();
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await openPage(browser, { ...options, token: world.tokens.mira });
    await page.goto(`${world.url}/orgs/${organization}/${path}`);
    return page;
  }

  describe.each(looks)("$colorScheme at $width", ({ colorScheme, width }) => {
    test.each(paths)(
      "%s says nothing on the console, axe finds nothing, and nothing sticks out",
      async (path) => {
        const page = await open(path, { colorScheme, viewport: { width, height: 900 } });
        await page.locator("main h1").waitFor();
        const folder = process.env.PAGE_SHOTS;
        if (folder) {
          mkdirSync(folder, { recursive: true });
          const name = path.replace(/[^a-z0-9]+/gi, "-");
          await page.screenshot({
            path: join(folder, `${name}-${colorScheme}-${width}.png`),
            fullPage: true,
          });
        }
        const problems = await accessProblems(page);
        const excess = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        expect(problems).toEqual([]);
        expect(excess, "what sticks out of the page").toBeLessThanOrEqual(0);
      },
    );
  });

  test("a change of the database is on the page without a reload, and what has the focus keeps it (P-10, P-20, P-46, P-82)", async () => {
    const page = await open("agents/runs/run-1");
    await page.locator(".timeline-box").waitFor();
    await page.evaluate("globalThis.isSamePage = true");
    const offer = page.getByRole("link", { name: "Cancel" });
    await offer.focus();
    await world.store.appendEvents(organization, [
      { run: "run-1", attempt: "run-1-1", seq: 6, type: "tool", tool: "Edit", text: "berths are named" },
    ]);
    await page.getByText("berths are named").waitFor({ timeout: 60_000 });
    await world.become(agentWorkspace, "berths-12", { phase: "Missing", git: { missing: true } });
    await page.locator('[data-state="WorkspaceMissing"]').waitFor({ timeout: 60_000 });
    expect(await page.evaluate("globalThis.isSamePage")).toBe(true);
    expect(await page.evaluate("document.activeElement.textContent")).toContain("Cancel");
  });

  test("what a page that hears nothing cannot vouch for is dimmed, and can still be read", async () => {
    const page = await openPage(browser, { token: world.tokens.mira });
    await page.clock.install();
    for (const path of ["agents", "agents/runs/run-1", "agents/approvals/run-1-pr"]) {
      await page.goto(`${world.url}/orgs/${organization}/${path}`);
      await page.locator(".pills").getByText("Live").waitFor();
      await page.clock.fastForward(21_000);
      await page
        .locator(".pills")
        .getByText(/^Stale since/)
        .waitFor();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await accessProblems(page), `${path}, ${colorScheme}`).toEqual([]);
      }
    }
  });

  test.each(["agents", "agents/runs", "agents/runs/run-1", "agents/workspaces/berths-12"])(
    "%s names all of its script at its beginning, and no other",
    async (path) => {
      const page = await openPage(browser, { token: world.tokens.mira });
      const asked: string[] = [];
      page.on("request", (request) => {
        if (request.resourceType() === "script") asked.push(new URL(request.url()).pathname);
      });
      await page.goto(`${world.url}/orgs/${organization}/${path}`);
      await page.locator(".pills").getByText("Live").waitFor();
      const named = await page
        .locator("head script[src], head link[rel=modulepreload]")
        .evaluateAll((all) => all.map((one) => one.getAttribute("src") ?? one.getAttribute("href") ?? ""));
      expect(named.length).toBeGreaterThan(3);
      expect(asked.toSorted()).toEqual(named.toSorted());
    },
  );

  test("what happens while a page still waits for its script is on it afterwards", async () => {
    const page = await openPage(browser, { token: world.tokens.mira });
    const listening = page.waitForRequest("**/api/watch/**");
    const asking = page.waitForRequest((request) => request.headers().accept === "application/json");
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/assets/*/workspace-page.js", async (route) => {
      await released;
      await route.continue();
    });
    await page.goto(`${world.url}/orgs/${organization}/agents/workspaces/berths-12`, { waitUntil: "commit" });
    await listening;
    await world.become(agentWorkspace, "berths-12", {
      phase: "Missing",
      git: { upstream: "origin/main", ahead: 4711 },
    });
    await asking;
    release();
    await page.getByText("4711 ahead").waitFor({ timeout: 30_000 });
    await page.locator(".pills").getByText("Live").waitFor();
  });

  test("a page whose script does not arrive whole says that it follows nothing, and works", async () => {
    const page = await openPage(browser, { token: world.tokens.mira, expected: /net::ERR_FAILED/ });
    await page.route("**/assets/*/run-list-page.js", (route) => route.abort());
    await page.goto(`${world.url}/orgs/${organization}/agents/runs`);
    await page.getByText("This page does not follow changes").waitFor();
    expect(await accessProblems(page)).toEqual([]);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Go to, or do" }).waitFor();
    await page.keyboard.press("Escape");
    await page.unroute("**/assets/*/run-list-page.js");
    await page.getByRole("link", { name: "Load it again" }).click();
    await page.locator(".pills").getByText("Live").waitFor();
  });

  test("a line of time of 10,000 rows holds the visible rows only, and shows any of them (P-14)", async () => {
    await world.store.appendEvents(
      organization,
      Array.from({ length: 9994 }, (_, at) => ({
        ...{
          run: "run-1",
          attempt: "run-1-1",
          seq: at + 7,
          type: "tool" as const,
          tool: "Bash",
          text: `step ${at + 7}`,
        },
      })),
    );
    const page = await open("agents/runs/run-1");
    await page.locator(".timeline-box").waitFor();
    await page.getByText("step 10000", { exact: false }).waitFor();
    await page.locator(".pills").getByText("Live").waitFor();
    const rows = () => page.locator(".timeline-box li").count();
    expect(await rows()).toBeLessThan(150);
    await page.evaluate("document.querySelector('.timeline-box').scrollTop = 4000 * 32");
    await page.getByText("step 4010", { exact: false }).waitFor({ timeout: 60_000 });
    expect(await rows()).toBeLessThan(150);
  });

  test("without the script every list can be filtered and paged, and a run is read to its first event (P-51)", async () => {
    const page = await open("agents/runs", { javaScriptEnabled: false });
    await page.getByLabel("Stack").fill("fixer");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.waitForURL(/stack=fixer/);
    await page.getByRole("link", { name: /Fix the berths/ }).click();
    await page.getByRole("link", { name: "Older events" }).click();
    await page.waitForURL(/\/events\?attempt=run-1-1&from=/);
    await page.goto(`${world.url}/orgs/${organization}/agents/rules/fix-on-label`);
    await page.getByLabel("Delivery").fill("d-1");
    await page.getByRole("button", { name: "Try it" }).click();
    await page.getByText("Dedupe key").waitFor();
  });
});
