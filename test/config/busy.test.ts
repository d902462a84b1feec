import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { DatabaseAccessLog } from "../../src/config/access-log/database-access-log.ts";
import { openDatabase } from "../../src/config/database.ts";
import { setSecret } from "../../src/config/secrets/secret-store.ts";
import { renderQueued } from "../../src/env/render-queued.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { LoggedSecretReader } from "../../src/secret/logged-reader.ts";
import { settingsFor, TestSecrets } from "../env/fleet-agent.ts";
import { programPath } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { describeOnBoth, openFleet } from "./databases.ts";

const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");

describeOnBoth("a database that somebody else has locked", (databases) => {
  /** A program of its own that holds what every writer needs, until it is ended. */
  async function locked(location: string) {
    const url = databases.kind === "postgres" ? new URL(location) : undefined;
    const [program, ...args] = url
      ? [
          "psql",
          "-X",
          "-q",
          "-At",
          "-h",
          decodeURIComponent(url.hostname),
          "-U",
          "identikit",
          "-d",
          url.pathname.slice(1),
        ]
      : ["sqlite3", location];
    const holder = spawn(programPath(program as string) as string, args, {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, PGAPPNAME: "night-shift" },
    });
    holder.stdin.write(
      url
        ? "BEGIN; LOCK TABLE secret_access_log, secret IN ACCESS EXCLUSIVE MODE; SELECT pg_backend_pid();\n"
        : "BEGIN IMMEDIATE; SELECT 'held';\n",
    );
    const [answer] = (await once(holder.stdout, "data")) as [Buffer];
    const pid = url ? Number(answer.toString()) : holder.pid;
    const release = async () => {
      holder.stdin.end();
      await once(holder, "exit");
    };
    return { pid, release, [Symbol.asyncDispose]: release };
  }

  async function impatient(lockMs = 4000) {
    const { database, location } = await openFleet(databases);
    await database[Symbol.asyncDispose]();
    const url = databases.kind === "postgres" ? `${location}?lock_timeout=${lockMs}` : location;
    return { database: await openDatabase(url, { patienceMs: 1500 }), location };
  }

  const access = { secret: "TOKEN", agent: "ada", accessor: "a", reason: "r" };

  test("says that it is busy and who holds it, since when, and goes on when it is free", async () => {
    const { database, location } = await impatient();
    await using _ = database;
    const holder = await locked(location);
    const log = new DatabaseAccessLog(database, keyring);
    const faults = await Promise.all([
      log.record([{ ...access, time: "t" }]).catch((caught) => caught),
      setSecret(database, keyring, "TOKEN", "canary").catch((caught) => caught),
    ]);
    for (const fault of faults) {
      expect(fault).toMatchObject({ code: "DATABASE_BUSY", retry: { kind: "later" } });
      expect(fault.message).toContain(
        databases.kind === "postgres"
          ? `process ${holder.pid} of the server (night-shift)`
          : `process ${holder.pid} (sqlite3)`,
      );
      expect(fault.message).toMatch(/since \d{4}-\d\d-\d\dT/);
      const since = Date.parse(/since (\S+?)$/.exec(fault.message)?.[1] ?? "");
      expect(Math.abs(Date.now() - since)).toBeLessThan(60_000);
    }
    await holder.release();
    await log.record([{ ...access, time: "t" }]);
    expect((await setSecret(database, keyring, "TOKEN", "canary")).changed).toBe(true);
  });

  test("fails a render with that, not with a fault of the access log, and no secret is used", async () => {
    const { database, location } = await impatient();
    await using _ = database;
    await databases.foreign(
      location,
      `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ('instance', 'ada', 's', '{"type":"stdio","command":"c","env":{"A":"\${SECRET:TOKEN}"}}')`,
    );
    const log = new DatabaseAccessLog(database, keyring);
    let holder: Awaited<ReturnType<typeof locked>> | undefined;
    const secrets = new LoggedSecretReader({
      providers: [{ find: async () => ({ fingerprint: "f", open: () => "canary-busy" }) }],
      accessLog: {
        record: async (accesses) => {
          // Somebody takes the lock between the claim and the access.
          holder = await locked(location);
          await log.record(accesses).finally(() => holder?.release());
        },
      },
      log: silentLogger,
      clock: systemClock,
    });
    const settings = { ...settingsFor(scratchDirectory(), new TestSecrets({})), secrets };
    const { outcomes } = await renderQueued({ ...settings, database, worker: "w" });
    expect(outcomes).toMatchObject([{ agent: "ada", result: "failed", error: { code: "DATABASE_BUSY" } }]);
  });

  test("keeps nobody waiting who only reads, however many wait to write", async ({ skip }) => {
    skip(databases.kind === "sqlite", "SQLite has one connection, which all take in turn");
    const { database, location } = await impatient(100_000);
    await using _ = database;
    const holder = await locked(location);
    const log = new DatabaseAccessLog(database, keyring);
    let written = 0;
    const writing = Array.from({ length: 30 }, async (_one, at) => {
      await log.record([{ ...access, time: `t${at}` }]);
      written++;
    });
    const settled = Promise.allSettled(writing);
    for (let at = 0; at < 30; at++)
      await database.transaction("read", ({ query, sql }) => sql`SELECT 1`.execute(query));
    expect(written).toBe(0);
    await holder.release();
    expect((await settled).map(({ status }) => status)).toEqual(writing.map(() => "fulfilled"));
  });

  test("in a way that no waiting resolves says so too", async ({ skip }) => {
    skip(databases.kind === "sqlite", "SQLite has one lock, which two writers cannot take crosswise");
    const { database, location } = await impatient(100_000);
    await using own = database;
    await using other = await openDatabase(location);
    const row = (name: string) => ({ agent: name, seq: 1, epoch: 0, due_at: 0 });
    await databases.foreign(
      location,
      "INSERT INTO render_queue (agent, seq, epoch, due_at) VALUES ('x', 1, 0, 0), ('y', 1, 0, 0)",
    );
    let [ready, go] = [0, () => {}];
    const both = new Promise<void>((resolve) => {
      go = resolve;
    });
    const crossing = (database_: typeof own, names: readonly string[]) =>
      database_.transaction("write", async ({ query }) => {
        for (const name of names) {
          await query.updateTable("render_queue").set(row(name)).where("agent", "=", name).execute();
          if (++ready === 2) go();
          await both;
        }
      });
    const outcomes = await Promise.allSettled([crossing(own, ["x", "y"]), crossing(other, ["y", "x"])]);
    const faults = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason.code] : [],
    );
    expect(faults).toEqual(["DATABASE_BUSY"]);
  });
});
