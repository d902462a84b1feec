import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { accessProblems } from "./access-problems.ts";

/** Each theme, and each width, once: they do not depend on each other. */
const looks = [
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 360 },
] as const;
const allLooks = (["light", "dark"] as const).flatMap((colorScheme) =>
  [360, 768, 1440].map((width) => ({ colorScheme, width })),
);

/**
 * Expects of a page as it stands that axe finds nothing and that nothing is wider than the page, in each of the looks.
 * @param name of the pictures that are taken of it where `PAGE_SHOTS` names a directory: they are to be looked at, in all looks
 */
export async function expectGoodLooks(page: Page, name: string): Promise<void> {
  const folder = process.env.PAGE_SHOTS;
  for (const { colorScheme, width } of folder ? allLooks : looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const excess = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (folder) {
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
    }
    expect(await accessProblems(page), `${name}, ${colorScheme} at ${width}`).toEqual([]);
    expect(excess, `what sticks out of ${name} at ${width}`).toBeLessThanOrEqual(0);
  }
}
