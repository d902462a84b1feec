import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { expect } from "vitest";
import { openPage } from "../../../services/watched-browser.ts";
import { accessProblems } from "../access-problems.ts";

/**
 * What every report keeps to, in both themes: no script ran, nothing was asked of a network, nothing was said on the browser's console
 * (so its policy refused nothing of its own either), nothing sticks out of a narrow window, and axe finds nothing.
 */
export async function expectCalmReport(browser: Browser, file: string): Promise<void> {
  for (const [colorScheme, width] of [
    ["light", 1280],
    ["dark", 360],
  ] as const) {
    const page = await openPage(browser, { colorScheme, viewport: { width, height: 900 } });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    const title = await page.title();
    const links = await page.evaluate("[...document.links].map((link) => link.getAttribute('href'))");
    const excess = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(asked).toEqual([pathToFileURL(file).href]);
    expect(title).not.toBe("taken");
    for (const link of Array.isArray(links) ? links : []) expect(String(link)).toMatch(/^(?:#|https?:\/\/)/);
    expect(excess, "what sticks out of the page").toBeLessThanOrEqual(0);
    expect(await accessProblems(page)).toEqual([]);
  }
}
