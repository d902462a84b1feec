import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { identikit, identikitJson } from "./identikit.ts";
import { fleetAfter } from "./prepared-fleet.ts";

test("each value is shown with the scope that gave it, what it overrode, and what was taken away", async () => {
  using fleet = await fleetAfter("fetch", "config sync");
  // An operator's own hand: a row of this agent that takes a builtin server away.
  using database = new DatabaseSync(fleet.path(".identikit/config.db"));
  const value = JSON.stringify({ type: "http", url: "https://runbooks.example/mcp" });
  database
    .prepare("INSERT INTO mcp_server (scope, scope_ref, key, enabled, value) VALUES (?, ?, ?, ?, ?)")
    .run("instance", "concierge", "runbooks", 0, value);
  const { code, json } = await identikitJson(["config", "show", "concierge"], { cwd: fleet.root });
  expect(code).toBe(0);
  expect(json).toMatchObject({ name: "concierge", type: "concierge" });
  const servers = Object.fromEntries(json.mcpServers.map((entry: { key: string }) => [entry.key, entry]));
  expect(servers.forge).toMatchObject({ scope: "builtin", enabled: true, overrides: [] });
  expect(servers.runbooks).toMatchObject({
    scope: "instance",
    enabled: false,
    overrides: [{ scope: "builtin" }],
  });
  const { stdout } = await identikit(["config", "show", "concierge"], { cwd: fleet.root });
  expect(stdout).toContain("mcpServers runbooks  taken away by instance concierge, over builtin");
});
