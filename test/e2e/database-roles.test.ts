import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allCommands } from "../../src/commands/all.ts";
import { DatabaseAccessLog } from "../../src/config/access-log/database-access-log.ts";
import { openDatabase } from "../../src/config/database.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { house } from "../architecture/rooms.ts";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, type RunOptions } from "./identikit.ts";

const page = readFileSync(join(house, "docs/how-to/operations.md"), "utf8");
const [roles = "", grants = ""] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(
  (match) => match[1] as string,
);
const keys = Keyring.generateEntry("k1");
const newKeys = `${Keyring.generateEntry("k2")},${keys}`;

requires(
  "initdb",
  "postgres",
  "psql",
)("the roles of the guide", () => {
  let server: PostgresServer;
  let fleet: FleetCopy;
  beforeAll(async () => {
    server = await PostgresServer.start();
    fleet = copyFleet();
    for (const statement of roles.split(";").filter((text) => text.trim() !== ""))
      await server.psql("postgres", statement);
    await server.psql(
      "postgres",
      "CREATE ROLE identikit_pipeline LOGIN IN ROLE identikit_writer, identikit_renderer",
    );
  });
  afterAll(async () => {
    fleet[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const as = (role: string, database = "identikit") =>
    server.url(database).replace("identikit@", `identikit_${role}@`);
  const run = (role: string, args: readonly string[], options: RunOptions = {}) =>
    identikit(args, {
      cwd: fleet.root,
      ...options,
      env: { DATABASE_URL: as(role), IDENTIKIT_SECRET_KEYS: keys, ...options.env },
    });
  const engine = { env: { DOCKER_HOST: "unix:///nowhere/docker.sock" } };

  /** Every job that opens the database, as its role; what each must come to. */
  const steps: readonly (readonly [string, readonly string[], number | string, RunOptions?])[] = [
    ["owner", ["config", "migrate"], 0],
    ["writer", ["config", "sync"], 0],
    ["reader", ["diff"], 0],
    ["reader", ["get", "rules"], 0],
    ["writer", ["apply"], 0],
    ["writer", ["delete", "rules", "absent"], "NOT_FOUND"],
    ["writer", ["dispatch", "--queued"], 0],
    ["writer", ["write-back", "--pending"], 0],
    ["reader", ["dispatch", "--replay", "absent", "--dry-run"], "NOT_FOUND"],
    ["writer", ["controller", "--once"], 0],
    ["writer", ["pause", "stack", "nothing", "--reason", "A test."], 0],
    ["writer", ["approve", "absent", "sha256:0", "--as", "mira"], "NOT_FOUND"],
    ["reader", ["runs", "verify", "absent"], "NOT_FOUND"],
    ["writer", ["run", "--pool", "linux"], 0, { env: { IDENTIKIT_POOL_KEY: "AGE-SECRET-KEY-1NONE" } }],
    ["reader", ["runs", "list"], 0],
    ["reader", ["runs", "show", "absent"], "NOT_FOUND"],
    ["reader", ["runs", "events", "absent"], "NOT_FOUND"],
    ["writer", ["runs", "cancel", "absent", "--as", "mira"], "NOT_FOUND"],
    ["writer", ["runs", "retry", "absent", "--as", "mira"], "NOT_FOUND"],
    ["writer", ["runs", "resume", "absent", "--as", "mira"], "NOT_FOUND"],
    ["writer", ["runs", "fork", "absent", "--as", "mira"], "NOT_FOUND"],
    ["writer", ["runs", "continue", "absent", "--message", "Go on.", "--as", "mira"], "NOT_FOUND"],
    [
      "writer",
      ["runs", "write-back", "absent", "--request", '{"type":"branch"}', "--as", "mira"],
      "NOT_FOUND",
    ],
    ["writer", ["runs", "review", "absent", "resolve", "--as", "mira"], "NOT_FOUND"],
    ["reader", ["audit", "verify"], 0],
    ["reader", ["audit", "export"], 0],
    ["reader", ["workspaces"], 0],
    ["writer", ["workspaces", "absent", "--act", "pin", "--as", "mira"], "NOT_FOUND"],
    ["writer", ["kubeconfig", "--as", "mira"], 0],
    ["writer", ["serve", "--listen", "192.0.2.1:0", "--auth", "token"], "USAGE"],
    ["writer", ["secret", "set", "FORGE_TOKEN"], 0, { input: "value-of-the-token" }],
    ["reader", ["config", "export", "--to", "x.bundle", "--secrets", "sealed"], 0],
    ["reader", ["config", "plan", "x.bundle"], 0],
    ["writer", ["config", "import", "x.bundle"], 0],
    ["reader", ["config", "show", "concierge"], 0],
    [
      "writer",
      ["config", "set", "plugin_marketplace", "aside", '{"source":{"source":"github","repo":"acme/aside"}}'],
      0,
    ],
    ["reader", ["config", "list"], 0],
    ["writer", ["config", "unset", "plugin_marketplace", "aside"], 0],
    ["reader", ["config", "history"], 0],
    ["writer", ["config", "rollback", "1"], 0],
    ["writer", ["config", "import", "x.bundle"], 0],
    ["writer", ["secret", "set", "SPARE"], 0, { input: "of-no-use" }],
    ["writer", ["secret", "remove", "SPARE"], 0],
    ["reader", ["queue"], 0],
    [
      "reader",
      ["access", "can-i", "create", "agentdispatchruns", "--as-group", "forge:write:tidewater/fleet"],
      0,
    ],
    ["reader", ["access", "review", "mira"], 0],
    ["reader", ["access", "graph"], 0],
    ["renderer", ["render", "--queued"], 0],
    ["renderer", ["render"], 0],
    ["renderer", ["reconcile"], 0],
    ["renderer", ["trace", "concierge"], 0],
    ["reader", ["check"], 0],
    [
      "renderer",
      [
        ...["boot", "platform-agent", "--volume", "volume", "--agent", "concierge"],
        ...["--secret-variable", "DATABASE_URL", "--secret-variable", "IDENTIKIT_SECRET_KEYS", "--", "true"],
      ],
      0,
    ],
    ["renderer", ["containers", "rebuild"], "ENGINE_UNREACHABLE", engine],
    ["writer", ["secret", "rotate"], 0, { env: { IDENTIKIT_SECRET_KEYS: newKeys } }],
    ["reader", ["secret", "list"], 0],
    ["reader", ["secret", "log"], 0],
    ["reader", ["secret", "log", "--verify"], 0],
    ["reader", ["secret", "log", "--export"], 0],
    ["reader", ["backup", "--to", "x.backup"], 0],
    ["reader", ["doctor"], 0],
    ["reader", ["config", "migrate", "--plan"], 0],
    ["owner", ["restore", "x.backup", "--replace"], 0],
    ["pipeline", ["pipeline"], 0, { env: { IDENTIKIT_SECRET_KEYS: newKeys } }],
    ["writer", ["publish", "--from", "oci:.identikit/images:baked", "--to", "oci:tags", "--tag", "v1"], 0],
    [
      "writer",
      ["promote", "--from", `oci:tags@sha256:${"0".repeat(64)}`, "--to", "oci:tags:v2"],
      "IMAGE_MISSING",
    ],
    ["reader", ["secret", "log", "--verify"], 0, { env: { IDENTIKIT_SECRET_KEYS: newKeys } }],
  ];

  test("are enough for every job that opens the database", async () => {
    const names = allCommands.filter(({ options }) => "database" in options.shape).map(({ name }) => name);
    const covered = new Set(
      steps.map(([, args]) => names.find((name) => `${args.join(" ")} `.startsWith(`${name} `))),
    );
    expect([...names].filter((name) => !covered.has(name))).toEqual([]);
    await identikit(["fetch"], { cwd: fleet.root });
    for (const [role, given, outcome, options] of steps) {
      // These two use no database that is not named.
      const isRecorded = given[0] === "publish" || given[0] === "promote";
      const args = [...given, ...(isRecorded ? ["--database", as(role)] : [])];
      const { code, stderr, stdout } = await run(role, args, options);
      const what = `${role}: ${args.join(" ")}\n${stdout}${stderr}`;
      if (typeof outcome === "number") expect(code, what).toBe(outcome);
      else expect(stderr, what).toContain(`error ${outcome}:`);
      if (role === "owner" && args.length === 2)
        await server.psql("identikit", `SET ROLE identikit_owner; ${grants}`);
    }
    const secrets = await server.psql("identikit", "SELECT count(*) FROM secret_access_log");
    expect(Number(secrets)).toBeGreaterThan(0);
    rmSync(fleet.path("x.backup"));
  });

  test("are enough where something changes, goes or has to be repaired", async () => {
    const env = { IDENTIKIT_SECRET_KEYS: newKeys };
    const expectDone = async (role: string, args: readonly string[], options: RunOptions = {}) => {
      const { code, stdout, stderr } = await run(role, [...args, "--json"], { ...options, env });
      expect(code, `${role}: ${args.join(" ")}\n${stdout}${stderr}`).toBe(0);
      return JSON.parse(stdout);
    };
    await expectDone("reader", ["config", "export", "--to", "before.bundle", "--secrets", "sealed"]);
    await server.psql(
      "identikit",
      `INSERT INTO agent_type (name, runtime) VALUES ('passing', 'r'); INSERT INTO agent (name, type) VALUES ('passer', 'passing');
       INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ('instance', 'passer', 's', '{"type":"stdio","command":"c"}');
       INSERT INTO agent_type_config (type, key, value) VALUES ('passing', 'k', '1');
       UPDATE agent_type SET runtime = 'another' WHERE name = (SELECT min(name) FROM agent_type);
       DELETE FROM plugin_binding;`,
    );
    const imported = await expectDone("writer", ["config", "import", "before.bundle", "--prune"]);
    expect(imported.counts).toMatchObject({ change: 1, delete: 4 });
    expect(imported.counts.create).toBeGreaterThan(0);
    await expectDone("writer", ["secret", "set", "FORGE_TOKEN"], { input: "another-value" });
    expect((await expectDone("renderer", ["render", "--queued", "--retry-now"])).rendered).toBeGreaterThan(0);
    const directory = fleet.path(".identikit/env/concierge");
    writeFileSync(join(directory, "system-prompt.md"), "changed by somebody");
    expect((await expectDone("renderer", ["reconcile", "--repair", "--prune"])).repaired).toBe(1);
    const verified = await expectDone("reader", ["secret", "log", "--verify"]);
    await expectDone("reader", ["secret", "log", "--verify", "--expect", verified.heads]);
    rmSync(fleet.path("before.bundle"));
  });

  test("let nobody but the owner make tables or change the log", async () => {
    for (const role of ["writer", "renderer", "reader"]) {
      for (const statement of [
        "UPDATE secret_access_log SET agent = 'x'",
        "DELETE FROM secret_access_log",
        "TRUNCATE secret_access_log",
        "UPDATE secret_access_session SET started = 'x'",
        "ALTER TABLE secret_access_log DISABLE TRIGGER ALL",
        "CREATE TABLE mine (a int)",
        "UPDATE identikit_schema SET version = 1",
        "SET session_replication_role = replica",
        "CREATE RULE x AS ON INSERT TO secret_access_log DO INSTEAD NOTHING",
      ]) {
        const tried = server.psql("identikit", `SET SESSION AUTHORIZATION identikit_${role}; ${statement}`);
        await expect(tried, `${role}: ${statement}`).rejects.toThrow(/permission denied|must be owner/);
      }
    }
    const forged = server.psql(
      "identikit",
      "SET SESSION AUTHORIZATION identikit_writer; INSERT INTO secret_access_log (secret, accessor, reason, agent, time) VALUES ('A', 'a', 'r', 'a', 't')",
    );
    await expect(forged).rejects.toThrow(/permission denied/);
  });

  test("make an empty database a clear matter of its owner", async () => {
    await server.psql(
      "postgres",
      "CREATE DATABASE bare OWNER identikit_owner ENCODING 'UTF8' TEMPLATE template0",
    );
    await server.psql("bare", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    const { code, stderr } = await run("reader", ["secret", "list"], {
      env: { DATABASE_URL: as("reader", "bare") },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/error DATABASE_TOO_OLD: .* is empty, .*identikit config migrate/);
  });

  test("keep a secret unused where a policy hides what was written", async () => {
    await server.psql(
      "identikit",
      `ALTER TABLE secret_access_log ENABLE ROW LEVEL SECURITY;
       CREATE POLICY add ON secret_access_log FOR INSERT WITH CHECK (true);
       CREATE POLICY hide ON secret_access_log FOR SELECT USING (false);`,
    );
    await using database = await openDatabase(as("renderer"));
    const access = { secret: "A", agent: "ada", accessor: "t", reason: "r", time: "t" };
    const recorded = new DatabaseAccessLog(database, Keyring.parse(keys, "test")).record([access]);
    await expect(recorded).rejects.toMatchObject({ code: "ACCESS_LOG_FAILED" });
  });
});
