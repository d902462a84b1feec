// Takes the pictures of docs/images from the example fleet at work, in both themes. Needs dist/ and Chromium.
//
//   npm run screenshots
//   npm run screenshots -- DIR      every page that somebody designed, in three widths, to be looked at
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Keyring } from "../../src/secret/keyring.ts";
import { house } from "../architecture/rooms.ts";
import { copyFleet } from "../e2e/fleet.ts";
import { identikit } from "../e2e/identikit.ts";
import { ServedFleet } from "../e2e/served-fleet.ts";
import { openBrowser } from "../services/chromium.ts";
import { putFleetAtWork } from "./fleet-at-work.ts";

const pages: Readonly<Record<string, string>> = {
  overview: "agents",
  runs: "agents/runs",
  environment: "environments/concierge",
  trace: "trace?what=template:platform-agent",
};
const designed: Readonly<Record<string, string>> = {
  ...pages,
  ...{
    run: "agents/runs/run-e2",
    approvals: "agents/approvals",
    approval: "agents/approvals/run-e2-pull-request",
  },
  ...{
    stacks: "agents/stacks",
    stack: "agents/stacks/fixer",
    rules: "agents/rules",
    rule: "agents/rules/fix-on-label",
  },
  ...{ workspaces: "agents/workspaces", composer: "agents/dispatch/new", settings: "agents/settings" },
  ...{
    permissions: "agents/permissions",
    secrets: "agents/secrets",
    images: "images",
    environments: "environments",
  },
  ...{ templates: "templates", config: "config", audit: "audit", search: "agents/search?q=berth" },
  board: "repositories/tidewater%2Fberths/issues",
  object: "objects/agentstacks/fixer",
  review: "review/move?kind=workitems&name=berths-240&to=done",
};
const [to] = process.argv.slice(2);
const directory = to ?? join(house, "docs/images");
const env = { IDENTIKIT_SECRET_KEYS: Keyring.generateEntry("k1") };

using fleet = copyFleet("checkout");
for (const args of [["pipeline"], ["config", "sync"], ["controller", "--once"]]) {
  const done = await identikit(args, { cwd: fleet.root, env });
  if (done.code !== 0) throw new Error(`identikit ${args.join(" ")}: ${done.stderr}`);
}
await putFleetAtWork(fleet.path(".identikit/config.db"), new Date());
await using served = await ServedFleet.start(fleet, env);
const { token } = await served.signIn("--as", "mira", "--as-group", "forge:admin:tidewater/fleet");
const browser = await openBrowser();
mkdirSync(directory, { recursive: true });
const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
  (to === undefined ? [1280] : [360, 768, 1440]).map((width) => ({ colorScheme, width })),
);
for (const { colorScheme, width } of looks) {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 800 },
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  for (const [name, path] of Object.entries(to === undefined ? pages : designed)) {
    const page = await context.newPage();
    await page.goto(`${served.url}/orgs/tidewater/${path}`, { waitUntil: "load" });
    const look = to === undefined ? colorScheme : `${colorScheme}-${width}`;
    await page.screenshot({
      path: join(directory, `console-${name}-${look}.png`),
      fullPage: to !== undefined,
    });
    await page.close();
  }
  await context.close();
}
await browser.close();
