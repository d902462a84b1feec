import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requires } from "../../requirement.ts";
import { openBrowser } from "../../services/chromium.ts";
import { openPage } from "../../services/watched-browser.ts";
import { accessProblems } from "./access-problems.ts";
import { storyPage, storyPages } from "./stories/story-page.tsx";

const themes = ["light", "dark"] as const;
const widths = [360, 768, 1440];
const looks = themes.flatMap((theme) => widths.map((width) => ({ theme, width })));

/** Parts of a long page, as pictures that can be looked at. */
async function takePictures(page: Page, folder: string, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { width } = page.viewportSize() ?? { width: 0 };
  const height = Number(await page.evaluate("document.documentElement.scrollHeight"));
  for (let y = 0, part = 1; y < height; y += 1500, part++) {
    const clip = { x: 0, y, width, height: Math.min(1500, height - y) };
    await page.screenshot({ path: join(folder, `${name}-${part}.png`), fullPage: true, clip });
  }
}

requires("chromium")("the parts of the console in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  for (const [name, stories] of Object.entries(storyPages)) {
    test.each(looks)(
      `${name}: axe finds nothing, nothing is wider than the page, $theme at $width`,
      async ({ theme, width }) => {
        const page = await openPage(browser, { colorScheme: theme, viewport: { width, height: 900 } });
        await page.setContent(storyPage(name, stories));
        const excess = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        // They are to be looked at, and not compared: fonts differ between machines.
        const folder = process.env.STORY_SHOTS;
        if (folder) await takePictures(page, folder, `${name}-${theme}-${width}`);
        const problems = await accessProblems(page);
        expect(problems).toEqual([]);
        expect(excess, "what sticks out of the page").toBeLessThanOrEqual(0);
      },
    );
  }
});
