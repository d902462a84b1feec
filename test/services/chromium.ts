import { type Browser, chromium } from "playwright-core";
import { programPath } from "../requirement.ts";

/** Debian's Chromium; as root it has no sandbox of its own. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: programPath("chromium") ?? "/usr/bin/chromium",
    timeout: 100_000,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}
