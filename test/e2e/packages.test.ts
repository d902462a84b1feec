import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { expect, test } from "vitest";
import { listen } from "../api/event-listener.ts";
import { house } from "../architecture/rooms.ts";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

// Packages are minified in dist/, and the tests of the rooms run them as they are installed.

requires(
  "initdb",
  "postgres",
  "psql",
)("the built program on PostgreSQL", () => {
  test("exports what it synced as it does from SQLite", async () => {
    using fleet = copyFleet();
    await using server = await PostgresServer.start();
    expect((await identikit(["fetch"], { cwd: fleet.root })).code).toBe(0);
    const bundles: string[] = [];
    for (const database of [await server.createDatabase(), fleet.path("config.db")]) {
      const cwd = fleet.root;
      const sync = await identikitJson(["config", "sync", "--database", database], { cwd });
      expect(sync).toMatchObject({ code: 0 });
      const out = fleet.path(`bundle-${bundles.length}`);
      const exported = await identikitJson(["config", "export", "--database", database, "--to", out], {
        cwd,
      });
      expect(exported).toMatchObject({ code: 0 });
      bundles.push(readFileSync(out, "utf8"));
    }
    expect(bundles[0]).toBe(bundles[1]);
  });
});

test("the built program finds a credential in a template, and fetches nothing", async () => {
  using fleet = copyFleet();
  const token = ["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_");
  appendFileSync(fleet.path("templates/platform-agent/prompts/concierge.md"), `\n${token}\n`);
  const { code, json, stderr } = await identikitJson(["fetch", "platform-agent"], { cwd: fleet.root });
  expect(code).toBe(1);
  expect(JSON.stringify(json) + stderr).not.toContain(token);
  expect(json.templates).toMatchObject([{ name: "platform-agent", error: { code: "SECRET_IN_ASSET" } }]);
});

test("the built program serves events to those who listen", async () => {
  using fleet = copyFleet();
  const args = [join(house, "dist/identikit.js"), "events", "--listen", "127.0.0.1:0"];
  const child = spawn(process.execPath, args, { cwd: fleet.root, stdio: ["ignore", "ignore", "pipe"] });
  try {
    const lines = createInterface({ input: child.stderr });
    const [line] = (await once(lines, "line")) as [string];
    expect(line).toMatch(/http:\/\/127\.0\.0\.1:\d+\/events$/);
    expect(await listen(/http:\S+$/.exec(line)?.[0] ?? "", 0)).toEqual([]);
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
});
