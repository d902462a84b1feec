import { chromium } from "playwright-core";
import { expect } from "vitest";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { programPath, requires } from "../requirement.ts";
import { consoleWorld, organization } from "./console-world.ts";

requires("chromium")("copying in Chromium", (test) => {
  test("YAML and the command that applies it are copied as they are, and it is said; without a script nothing offers it", async () => {
    await using world = await consoleWorld();
    const promptFragment = "Write a failing test \u202efirst\u202c, then <fix>.";
    await world.put(agentContextLabel, "needs-test", { promptFragment, allowedSources: ["label"] });
    const { token } = await world.visit("mira");
    const browser = await chromium.launch({
      executablePath: programPath("chromium") ?? "chromium",
      args: ["--no-sandbox"],
    });
    const open = async (javaScriptEnabled: boolean, permissions: readonly string[]) => {
      const context = await browser.newContext({
        ...{ baseURL: world.url, javaScriptEnabled, permissions: [...permissions] },
        extraHTTPHeaders: { authorization: `Bearer ${token}` },
      });
      const page = await context.newPage();
      const refusals: string[] = [];
      page.on("console", (message) => void (message.type() === "error" && refusals.push(message.text())));
      await page.goto(`/orgs/${organization}/objects/agentcontextlabels/needs-test`);
      return { page, refusals };
    };
    const { page, refusals } = await open(true, ["clipboard-read", "clipboard-write"]);
    const clipboard = () => page.evaluate("navigator.clipboard.readText()").then(String);
    await page.click("text=Copy YAML");
    await page.waitForSelector('.said[role="status"]:has-text("Copied.")');
    expect(await clipboard(), "what is shown with marks is copied without").toContain("\u202efirst\u202c");
    await page.focus("text=Copy kubectl apply");
    await page.keyboard.press("Enter");
    await expect.poll(clipboard).toContain("kubectl apply");
    expect(refusals, "the policy of the page is kept").toEqual([]);

    const plain = await open(false, []);
    expect(await plain.page.isVisible("text=Copy YAML")).toBe(false);
    expect(await plain.page.isVisible("pre.code")).toBe(true);
    await browser.close();
  });
});
