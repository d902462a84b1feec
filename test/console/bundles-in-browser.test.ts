import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requires } from "../requirement.ts";
import { openBrowser } from "../services/chromium.ts";
import { PostgresServer } from "../services/postgres.ts";
import { openPage, type WatchedOptions } from "../services/watched-browser.ts";
import { type ConsoleWorld, consoleWorld, organization, repository } from "./console-world.ts";
import { bundleOf, canary, rows, written } from "./sent-bundles.ts";
import { expectGoodLooks } from "./ui/page-looks.ts";

const base = `/orgs/${organization}`;
const page = `${base}/config/bundle`;

/** What somebody may choose from their disk. */
async function contentOf(file: string): Promise<string> {
  if (file === "notes.txt") return "Remember the berths.\n";
  if (file === "empty.bundle") return "";
  if (file === "huge.bundle") return "x".repeat(2_200_000);
  if (file === "fewer.bundle") return await bundleOf(rows.slice(0, 3));
  const bundle = await bundleOf(rows);
  if (file === "damaged.bundle") return bundle.replace("Mend berths", "Sink berths");
  if (file === "cut.bundle") return bundle.split("\n").slice(0, -2).join("\n");
  return bundle;
}

requires(
  "chromium",
  "initdb",
  "postgres",
  "psql",
)("bundles in Chromium, on PostgreSQL", () => {
  let browser: Browser;
  let server: PostgresServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(), PostgresServer.start()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const openWorld = async () => consoleWorld(undefined, undefined, undefined, await server.createCurrent());

  async function signedIn(
    world: ConsoleWorld,
    name: string,
    { groups, ...options }: WatchedOptions & { readonly groups?: readonly string[] } = {},
  ): Promise<Page> {
    const { token } = await world.visit(name, groups);
    return await openPage(browser, { baseURL: world.url, token, ...options });
  }

  async function sendFile(shown: Page, name: string): Promise<void> {
    const buffer = Buffer.from(await contentOf(name));
    await shown
      .getByLabel("Bundle", { exact: true })
      .setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await shown.getByRole("button", { name: "Show the plan" }).click();
  }

  test.each([true, false])(
    "one is sent, planned, reviewed and imported, and its rows are there (script: %s)",
    async (javaScriptEnabled) => {
      await using world = await openWorld();
      const mira = await signedIn(world, "mira", { javaScriptEnabled });
      const looked = async (name: string) => javaScriptEnabled && (await expectGoodLooks(mira, name));
      await mira.goto(`${base}/config`);
      await mira.getByRole("link", { name: "Import a bundle" }).click();
      await mira.waitForURL(page);
      await looked("bundle-none");
      await sendFile(mira, "fleet.bundle");
      await mira.getByRole("heading", { name: "Plan" }).waitFor();
      expect(await mira.locator("main").innerText()).toContain("Mend berths.");
      expect(await mira.content()).not.toContain(canary);
      expect(await written(world), "nothing is written yet").toEqual([]);
      await looked("bundle-planned");
      await mira.getByRole("link", { name: "Review the import" }).click();
      await mira.waitForURL(`${base}/review/import`);
      await mira.getByText("To be rendered then: ada").waitFor();
      await looked("bundle-review");
      await mira.getByRole("button", { name: "Import", exact: true }).click();
      await mira.waitForURL(`${base}/config?done=import`);
      await mira.getByText("The bundle is imported, and that is on record.").waitFor();
      await looked("bundle-imported");
      expect(await written(world)).toMatchObject([{ who: "mira", total: 4 }]);
      await mira.goto(page);
      expect(await mira.getByRole("heading", { name: "Plan" }).count(), "it waits no more").toBe(0);
      await sendFile(mira, "fleet.bundle");
      await mira.getByText("Nothing would change.").waitFor();
      await looked("bundle-nothing");
      await mira.getByLabel("Delete the rows that the bundle lacks").check();
      await sendFile(mira, "fewer.bundle");
      await mira.getByRole("link", { name: "Review the import" }).click();
      await looked("bundle-prune");
      await mira.getByRole("button", { name: "Import", exact: true }).click();
      await mira.waitForURL(`${base}/config?done=import`);
      expect((await written(world))[0]).toMatchObject({ who: "mira", total: 1 });
    },
  );

  test("a file that is no bundle is refused with what is wrong, and the one that waits stays", async () => {
    await using world = await openWorld();
    const mira = await signedIn(world, "mira", { expected: /422 \(Unprocessable|413 \(/ });
    await mira.goto(page);
    await sendFile(mira, "fleet.bundle");
    await mira.getByRole("heading", { name: "Plan" }).waitFor();
    for (const name of ["damaged.bundle", "notes.txt", "empty.bundle", "cut.bundle"]) {
      await sendFile(mira, name);
      const alert = mira.getByRole("alert");
      await alert.getByText("BUNDLE_INVALID").waitFor();
      expect(await alert.innerText(), name).toContain("Nothing was imported.");
      expect(await mira.getByRole("heading", { name: "Plan" }).count(), name).toBe(1);
      await expectGoodLooks(mira, `bundle-${name.split(".")[0]}`);
      await mira.goto(page);
    }
    await sendFile(mira, "huge.bundle");
    await mira.getByText("The file is too long.").waitFor();
    await expectGoodLooks(mira, "bundle-huge");
    await mira.getByRole("link", { name: "Back to the form" }).click();
    await mira.getByRole("heading", { name: "Plan" }).waitFor();
    await mira.getByRole("button", { name: "Discard the bundle" }).click();
    await mira.waitForURL(/done=discard/);
    await expectGoodLooks(mira, "bundle-discarded");
    expect(await mira.getByRole("heading", { name: "Plan" }).count()).toBe(0);
    expect(await written(world)).toEqual([]);
  });

  test("who may read rows sees a plan and why they cannot import it, and who may not read them sees neither", async () => {
    await using world = await openWorld();
    const rory = await signedIn(world, "rory", { groups: [`forge:read:${repository}`] });
    await rory.goto(page);
    await sendFile(rory, "fleet.bundle");
    await rory.getByRole("link", { name: "Review the import" }).click();
    await rory.waitForURL(`${base}/review/import`);
    expect(await rory.getByRole("button", { name: "Import", exact: true }).isDisabled()).toBe(true);
    await rory.getByText("may not update configrows").first().waitFor();
    await expectGoodLooks(rory, "bundle-no-right");
    const sam = await signedIn(world, "sam", { groups: [], expected: /403 \(Forbidden\)/ });
    await sam.goto(page);
    expect(await sam.locator("main").innerText()).toContain("may not");
    expect(await sam.getByLabel("Bundle", { exact: true }).count()).toBe(0);
    await expectGoodLooks(sam, "bundle-forbidden");
    expect(await written(world)).toEqual([]);
  });

  test("a plan that went stale while it was looked at is shown anew, and imported then", async () => {
    await using world = await openWorld();
    const [mira, ida] = [
      await signedIn(world, "mira", { expected: /409 \(Conflict\)/ }),
      await signedIn(world, "ida"),
    ];
    for (const [shown, name] of [
      [mira, "fleet.bundle"],
      [ida, "fewer.bundle"],
    ] as const) {
      await shown.goto(page);
      await sendFile(shown, name);
      await shown.getByRole("link", { name: "Review the import" }).click();
      await shown.waitForURL(`${base}/review/import`);
    }
    await ida.getByRole("button", { name: "Import", exact: true }).click();
    await ida.waitForURL(`${base}/config?done=import`);
    await mira.getByRole("button", { name: "Import", exact: true }).click();
    await mira.getByRole("alert").getByText("PLAN_STALE").waitFor();
    await expectGoodLooks(mira, "bundle-stale");
    await mira.getByRole("button", { name: "Import", exact: true }).click();
    await mira.waitForURL(`${base}/config?done=import`);
    expect(await written(world)).toMatchObject([
      { who: "mira", total: 1 },
      { who: "ida", total: 3 },
    ]);
  });
});
