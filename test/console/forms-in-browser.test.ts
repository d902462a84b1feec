import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { requires } from "../requirement.ts";
import { openBrowser } from "../services/chromium.ts";
import { openContext, type WatchedOptions } from "../services/watched-browser.ts";
import { type ConsoleWorld, consoleWorld, organization, repository } from "./console-world.ts";
import { accessProblems } from "./ui/access-problems.ts";
import { expectGoodLooks } from "./ui/page-looks.ts";

const base = `/orgs/${organization}`;
const labelSpec = { promptFragment: "Write a failing test.", allowedSources: ["label"] };

requires("chromium")("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  async function signedIn(
    world: ConsoleWorld,
    name: string,
    { javaScriptEnabled = true, expected }: WatchedOptions = {},
  ): Promise<BrowserContext> {
    const { token } = await world.visit(name);
    return await openContext(browser, { baseURL: world.url, javaScriptEnabled, token, expected });
  }

  test("a form goes to draft, review and apply without a script (P-43, P-54)", async () => {
    await using world = await consoleWorld();
    const context = await signedIn(world, "mira", { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${base}/objects/agentcontextlabels/new`);
    await page.fill('[name="metadata.name"]', "needs-test");
    await page.fill('[name="spec.promptFragment"]', "Test first.");
    await page.click("text=Save draft");
    expect(await page.textContent('[role="status"].notice')).toContain("The draft is saved.");
    await page.click('button[value="review"]');
    expect(await page.textContent('[role="alert"]'), "what is missing is told").toContain(
      "spec.allowedSources",
    );
    await page.click("text=Back to the form");
    expect(await page.inputValue('[name="spec.promptFragment"]')).toBe("Test first.");
    await page.selectOption('[name="spec.allowedSources"]', ["label", "comment"]);
    await page.click('button[value="review"]');
    await page.click('button:has-text("Apply")');
    await page.waitForURL(({ pathname }) => pathname === `${base}/objects/agentcontextlabels/needs-test`);
    expect((await world.get(agentContextLabel, "needs-test"))?.spec).toMatchObject({
      allowedSources: ["comment", "label"],
    });
  });

  test("two browsers that change one object: the second chooses, and keeps both changes", async () => {
    await using world = await consoleWorld();
    await world.put(agentContextLabel, "needs-test", labelSpec);
    const [first, second] = [
      await signedIn(world, "mira"),
      await signedIn(world, "ida", { expected: /409 \(Conflict\)/ }),
    ];
    const [mira, ida] = [await first.newPage(), await second.newPage()];
    const edit = `${base}/objects/agentcontextlabels/needs-test/edit`;
    for (const [page, field, text] of [
      [mira, "spec.title", "Test first"],
      [ida, "spec.forgeLabel", "tests"],
    ] as const) {
      await page.goto(edit);
      await page.fill(`[name="${field}"]`, text);
      await page.click('button[value="review"]');
    }
    await mira.click('button:has-text("Apply")');
    await mira.waitForURL(/done=apply/);
    await ida.click('button:has-text("Apply")');
    await ida.waitForSelector("text=Somebody else has changed it");
    await ida.click("text=Keep both");
    await ida.click('button:has-text("Apply")');
    await ida.waitForURL(/done=apply/);
    expect((await world.get(agentContextLabel, "needs-test"))?.spec).toEqual({
      ...labelSpec,
      title: "Test first",
      forgeLabel: "tests",
    });
  });

  test("axe finds nothing on forms, reviews, objects, drafts, search, palette and composer", async () => {
    await using world = await consoleWorld();
    await world.put(agentContextLabel, "needs-test", labelSpec);
    await world.put(
      agentDispatchRun,
      "run-1",
      { ...agentDispatchRun.example.spec, repository },
      { phase: "Running" },
    );
    const seen = (digit: string, verdict: string) => ({
      ...{ image: `registry.example/agent:v1@sha256:${digit.repeat(64)}`, verdict },
      ...{ treeDigest: `sha256:${"0".repeat(64)}`, seenAt: "2026-11-20T10:00:00.000Z" },
    });
    await world.put(agentStack, "fixer", agentStack.example.spec, {
      identityHistory: [seen("a", "clean"), seen("b", "drift")],
    });
    const context = await signedIn(world, "mira");
    const page = await context.newPage();
    const addresses = [
      ...["objects", "objects/agentcontextlabels/needs-test", "objects/agentcontextlabels/new"],
      ...[
        "objects/agentcontextlabels/needs-test/edit?tab=yaml",
        "review/cancel?kind=agentdispatchruns&name=run-1",
      ],
      ...[
        "review/retry?kind=agentdispatchruns&name=run-1",
        "review/delete?kind=agentcontextlabels&name=needs-test",
      ],
      ...[
        "review/grant?kind=agentsecretgrants",
        "agents/drafts",
        "agents/search?q=needs",
        "agents/palette?q=run",
      ],
      ...["agents/dispatch/new", "images"],
    ];
    for (const address of addresses) {
      await page.goto(`${base}/${address}`);
      if (address === "images") await expectGoodLooks(page, address);
      else expect(await accessProblems(page), address).toEqual([]);
    }
  });

  test("what is typed right after Ctrl K is in the palette, and Enter goes by it, also before an answer", async () => {
    await using world = await consoleWorld();
    const context = await signedIn(world, "mira");
    const page = await context.newPage();
    await page.goto(`${base}/objects`);
    await page.locator("html.scripted").waitFor();
    // Nothing more arrives: neither a script nor what the palette finds.
    await page.route(/\.js$/, () => undefined);
    await page.route(
      (url) => url.pathname.endsWith("/palette"),
      (route) => (route.request().isNavigationRequest() ? route.continue() : undefined),
    );
    await page.keyboard.press("Control+k");
    await page.keyboard.type("flaky");
    await page.keyboard.press("Enter");
    await page.waitForURL(/palette\?q=flaky$/, { waitUntil: "commit" });
  });

  test("the palette opens, finds and goes by keyboard alone (P-9)", async () => {
    await using world = await consoleWorld();
    await world.put(
      agentDispatchRun,
      "run-1",
      { ...agentDispatchRun.example.spec, repository, title: "Flaky berths" },
      { phase: "Running" },
    );
    const context = await signedIn(world, "mira");
    const page = await context.newPage();
    await page.goto(`${base}/objects`);
    // The script is at work.
    await page.locator("html.scripted").waitFor();
    await page.keyboard.press("Control+k");
    const answered = page.waitForResponse(/palette\?q=flaky$/);
    await page.keyboard.type("flaky");
    await answered;
    await page.waitForSelector("dialog.palette >> text=Flaky berths");
    expect(await accessProblems(page)).toEqual([]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/review\//);
    expect(await page.textContent("h1")).toContain("run-1");
    await page.goBack();
    await page.locator("html.scripted").waitFor();
    await page.keyboard.press("Control+k");
    await page.locator("dialog.palette").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog.palette").waitFor({ state: "detached" });
  });
});
