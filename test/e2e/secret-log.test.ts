import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

test("the access log is verified, held to earlier heads and exported", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  expect((await identikit(["secret", "set", "FORGE_TOKEN"], { ...at, input: "a-token" })).code).toBe(0);
  expect((await identikit(["pipeline"], at)).code).toBe(0);
  const verified = await identikitJson(["secret", "log", "--verify"], at);
  expect(verified).toMatchObject({ code: 0, json: { result: "clean", sessions: 1, unchained: 0 } });
  const { heads, lines } = verified.json;
  expect(lines).toBeGreaterThan(0);
  const text = await identikit(["secret", "log", "--verify"], at);
  expect(text.stdout).toContain(`heads ${heads}`);
  writeFileSync(fleet.path("heads"), `${heads}\n`);
  for (const expected of ["heads", heads])
    expect((await identikit(["secret", "log", "--verify", "--expect", expected], at)).code).toBe(0);

  const exported = await identikit(["secret", "log", "--export"], at);
  const records = exported.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(records.filter(({ kind }) => kind === "session")).toHaveLength(1);
  expect(records.filter(({ kind }) => kind === "line")).toHaveLength(lines);
  const listed = await identikitJson(["secret", "log", "FORGE_TOKEN", "--limit", "2"], at);
  expect(listed.json.accesses).toHaveLength(2);

  {
    using database = new DatabaseSync(fleet.path(".identikit/config.db"));
    const triggers =
      "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'secret_access_log_no_delete'";
    const { sql } = database.prepare(triggers).get() as { sql: string };
    database.exec("DROP TRIGGER secret_access_log_no_delete");
    database.exec("DELETE FROM secret_access_log WHERE id = (SELECT max(id) FROM secret_access_log)");
    database.exec(sql);
  }
  expect((await identikit(["secret", "log", "--verify"], at)).code, "the end alone says nothing").toBe(0);
  const cut = await identikitJson(["secret", "log", "--verify", "--expect", "heads"], at);
  expect(cut).toMatchObject({ code: 2, json: { result: "drift" } });
  expect(cut.json.findings).toMatchObject([
    { code: "ACCESS_LOG_MISSING", path: expect.stringContaining("session") },
  ]);
  const otherKey = { IDENTIKIT_SECRET_KEYS: `other:${Buffer.alloc(32).toString("base64")}` };
  expect((await identikit(["secret", "log", "--verify"], { ...at, env: otherKey })).code).toBe(1);
});

test.each([
  [["--verify", "--export"], "exclude each other"],
  [["A", "--verify"], "the whole log"],
  [["--expect", "heads/v1"], "needs --verify"],
])("secret log %j is wrong usage", async (args, message) => {
  using fleet = copyFleet();
  const { code, stderr } = await identikit(["secret", "log", ...args], { cwd: fleet.root });
  expect(code).toBe(64);
  expect(stderr).toContain(message);
});

test.each([
  [
    "the job of a runner",
    {
      GITHUB_ACTOR: "ada",
      GITHUB_WORKFLOW: "render",
      GITHUB_RUN_ID: "42",
      GITHUB_JOB: "boot",
      GITHUB_REPOSITORY: "acme/fleet",
    },
    "ada (acme/fleet render, run 42, job boot)",
  ],
  ["the user of the system, where no variable names one", {}, userInfo().username],
])("the log names who read a secret: %s", async (_, env, accessor) => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root, env };
  expect((await identikit(["secret", "set", "FORGE_TOKEN"], { ...at, input: "a-token" })).code).toBe(0);
  for (const command of [["fetch"], ["config", "sync"], ["render"]])
    expect((await identikit(command, at)).code, command.join(" ")).toBe(0);
  const { accesses } = (await identikitJson(["secret", "log"], at)).json;
  expect(accesses.length).toBeGreaterThan(0);
  for (const access of accesses) expect(access).toMatchObject({ accessor });
});
