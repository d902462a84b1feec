import { expect, onTestFinished } from "vitest";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { requires } from "../requirement.ts";
import { openBrowser } from "../services/chromium.ts";
import { openPage } from "../services/watched-browser.ts";
import { consoleWorld, organization } from "./console-world.ts";

requires("chromium")("copying in Chromium", (test) => {
  test("YAML and the command that applies it are copied as they are, and it is said; without a script nothing offers it", async () => {
    await using world = await consoleWorld();
    const promptFragment = "Write a failing test \u202efirst\u202c, then <fix>.";
    await world.put(agentContextLabel, "needs-test", { promptFragment, allowedSources: ["label"] });
    const { token } = await world.visit("mira");
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const open = async (javaScriptEnabled: boolean, permissions: string[]) => {
      const page = await openPage(browser, { token, baseURL: world.url, javaScriptEnabled, permissions });
      await page.goto(`/orgs/${organization}/objects/agentcontextlabels/needs-test`);
      return page;
    };
    const page = await open(true, ["clipboard-read", "clipboard-write"]);
    const clipboard = () => page.evaluate("navigator.clipboard.readText()").then(String);
    await page.click("text=Copy YAML");
    await page.waitForSelector('.said[role="status"]:has-text("Copied.")');
    expect(await clipboard(), "what is shown with marks is copied without").toContain("\u202efirst\u202c");
    await page.focus("text=Copy kubectl apply");
    await page.keyboard.press("Enter");
    await expect.poll(clipboard, { timeout: 60_000 }).toContain("kubectl apply");

    const plain = await open(false, []);
    expect(await plain.isVisible("text=Copy YAML")).toBe(false);
    expect(await plain.isVisible("pre.code")).toBe(true);
  });
});
