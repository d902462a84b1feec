import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { renderedFleet } from "./prepared-fleet.ts";

test("a backup brings a lost database back", async () => {
  using fleet = await renderedFleet();
  const at = { cwd: fleet.root };
  const made = await identikitJson(["backup", "--to", "kept/config.backup"], at);
  expect(made).toMatchObject({ code: 0, json: { backup: fleet.path("kept/config.backup") } });
  expect(statSync(fleet.path("kept/config.backup")).mode & 0o777).toBe(0o600);
  expect(readFileSync(fleet.path("kept/config.backup"), "utf8")).not.toContain("a-token-8c1");
  const over = await identikitJson(["restore", "kept/config.backup"], at);
  expect(over).toMatchObject({ code: 1, json: { error: { code: "DATABASE_NOT_EMPTY" } } });

  const elsewhere = ["--database", "elsewhere/config.db"];
  const restored = await identikitJson(["restore", "kept/config.backup", ...elsewhere], at);
  expect(restored).toMatchObject({ code: 0, json: { digest: made.json.digest, rows: made.json.rows } });
  expect((await identikit(["reconcile", ...elsewhere], at)).code).toBe(0);
  expect((await identikit(["secret", "log", "--verify", ...elsewhere], at)).code).toBe(0);
  expect((await identikit(["restore", "kept/config.backup", "--replace", ...elsewhere], at)).code).toBe(0);

  writeFileSync(fleet.path("cut.backup"), readFileSync(fleet.path("kept/config.backup")).subarray(0, -9));
  const cut = await identikitJson(["restore", "cut.backup", "--replace", ...elsewhere], at);
  expect(cut).toMatchObject({ code: 1, json: { error: { code: "BACKUP_INVALID" } } });
  expect((await identikit(["reconcile", ...elsewhere], at)).code).toBe(0);
  const missing = await identikitJson(["restore", "none.backup", "--database", "new/config.db"], at);
  expect(missing).toMatchObject({ code: 1, json: { error: { code: "FILE_UNREADABLE" } } });
  expect(existsSync(fleet.path("kept"))).toBe(true);
});

requires(
  "initdb",
  "postgres",
  "psql",
)("moving", () => {
  test("from SQLite to PostgreSQL and back is a backup and a restore", async () => {
    await using server = await PostgresServer.start();
    using fleet = await renderedFleet();
    const at = { cwd: fleet.root };
    const url = await server.createDatabase();
    const done = async (...args: string[]) => {
      const { code, stderr } = await identikit(args, at);
      expect(code, `${args.join(" ")}\n${stderr}`).toBe(0);
    };
    await done("backup", "--to", "move.backup");
    await done("restore", "move.backup", "--database", url);
    await done("backup", "--database", url, "--to", "moved.backup");
    expect(readFileSync(fleet.path("moved.backup"))).toEqual(readFileSync(fleet.path("move.backup")));
    await done("reconcile", "--database", url);
    await done("secret", "log", "--verify", "--database", url);
    await done("config", "sync", "--database", url);
    await done("restore", "moved.backup", "--database", "back.db");
    await done("backup", "--database", "back.db", "--to", "back.backup");
    expect(readFileSync(fleet.path("back.backup"))).toEqual(readFileSync(fleet.path("move.backup")));
  });
});
