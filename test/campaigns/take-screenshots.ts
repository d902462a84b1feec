// Takes the pictures of docs/images from the example fleet, as `npm start` leaves it, in both themes. Needs dist/ and Chromium.
//
//   npm run screenshots
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Keyring } from "../../src/secret/keyring.ts";
import { house } from "../architecture/rooms.ts";
import { copyFleet } from "../e2e/fleet.ts";
import { identikit } from "../e2e/identikit.ts";
import { ServedFleet } from "../e2e/served-fleet.ts";
import { openBrowser } from "../services/chromium.ts";

const pages = {
  overview: "agents",
  environment: "environments/concierge",
  trace: "trace?what=template:platform-agent",
};
const directory = join(house, "docs/images");
const env = { IDENTIKIT_SECRET_KEYS: Keyring.generateEntry("k1") };

using fleet = copyFleet("checkout");
for (const args of [["pipeline"], ["config", "sync"], ["controller", "--once"]]) {
  const done = await identikit(args, { cwd: fleet.root, env });
  if (done.code !== 0) throw new Error(`identikit ${args.join(" ")}: ${done.stderr}`);
}
await using served = await ServedFleet.start(fleet, env);
const { token } = await served.signIn("--as", "mira", "--as-group", "forge:admin:tidewater/fleet");
const browser = await openBrowser();
mkdirSync(directory, { recursive: true });
for (const colorScheme of ["light", "dark"] as const) {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width: 1280, height: 800 },
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  for (const [name, path] of Object.entries(pages)) {
    const page = await context.newPage();
    await page.goto(`${served.url}/orgs/tidewater/${path}`, { waitUntil: "load" });
    await page.screenshot({ path: join(directory, `console-${name}-${colorScheme}.png`) });
    await page.close();
  }
  await context.close();
}
await browser.close();
