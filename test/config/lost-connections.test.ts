import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { takeLimits } from "../../src/config/postgres/limits.ts";
import { queueState, takeDue } from "../../src/config/queue/queue.ts";
import { loadRows } from "../../src/config/rows/load-rows.ts";
import { listSecrets, setSecret } from "../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { WireProxy } from "../services/wire-proxy.ts";

const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");

requires(
  "initdb",
  "postgres",
  "psql",
)("a connection to a server", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function opened(query = "") {
    const location = await server.createDatabase();
    const name = new URL(location).pathname.slice(1);
    const database = await openDatabase(location + query);
    const psql = (statements: string) => server.psql(name, statements);
    return { database, location, name, psql };
  }

  /** A database that is reached through a proxy. */
  async function proxied(query = "") {
    const location = await server.createDatabase();
    await (await openDatabase(location))[Symbol.asyncDispose]();
    const proxy = await WireProxy.start(server.socket);
    const name = new URL(location).pathname.slice(1);
    const database = await openDatabase(`postgres://identikit@127.0.0.1:${proxy.port}/${name}${query}`);
    return { database, proxy, psql: (statements: string) => server.psql(name, statements) };
  }

  /** Everything that a command may begin with. */
  async function useAll(database: ConfigDatabase, value: string): Promise<void> {
    expect((await setSecret(database, keyring, "TOKEN", value)).changed).toBe(true);
    expect(await listSecrets(database)).toHaveLength(1);
    expect((await loadRows(database)).agents).toEqual([]);
    expect(await takeDue(database, { worker: "w", limit: 1, leaseMs: 1000 })).toEqual([]);
  }

  const endAll =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();";
  /** Several at once, so that several connections lie idle afterwards. */
  const spread = (database: ConfigDatabase) =>
    Promise.all(Array.from({ length: 8 }, () => database.transaction("read", () => sleep(20))));

  test("that was ended while it was idle is replaced, whatever comes next", async () => {
    const { database, psql } = await opened();
    await using _ = database;
    for (let round = 0; round < 5; round++) {
      await spread(database);
      await psql(endAll);
      await useAll(database, `value ${round}`);
    }
  });

  test("that was ended an instant ago, before this process could hear of it, is replaced too", async () => {
    const { database, proxy } = await proxied();
    await using __ = proxy;
    await using _ = database;
    for (let round = 0; round < 5; round++) {
      await spread(database);
      proxy.dropAll();
      // Not one turn of the event loop between the end and the next use.
      const using = useAll(database, `value ${round}`);
      await using;
    }
  });

  test("survives a restart of the server between two commands of one process, and one during which it is used", async () => {
    const { database } = await opened("?connect_timeout=60");
    await using _ = database;
    await spread(database);
    await server.restart();
    await useAll(database, "one");
    // What only reads goes on through a restart: the server that was there is waited for.
    let restarted = false;
    const restarting = server.restart().finally(() => {
      restarted = true;
    });
    let reads = 0;
    for (; !restarted; reads++) expect((await loadRows(database)).agents).toEqual([]);
    await restarting;
    expect(reads).toBeGreaterThan(0);
    await useAll(database, "two");
  });

  /** The keep-alive timers that the kernel runs for this machine's connections to a port, in seconds to the next probe. */
  const keepAliveTimers = (port: number): number[] => {
    const remote = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
    const [established, keepAlive, jiffiesPerSecond] = ["01", "02", 100];
    return readFileSync("/proc/net/tcp", "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , to, state]) => to?.endsWith(remote) && state === established)
      .map(([, , , , , timer = ""]) => timer.split(":"))
      .flatMap(([kind, when = ""]) =>
        kind === keepAlive ? [Number.parseInt(when, 16) / jiffiesPerSecond] : [],
      );
  };

  // Other systems do not tell the timers of a socket in a file.
  test.skipIf(process.platform !== "linux").each([
    ["", 30],
    ["?keepalives_idle=90", 90],
    ["?keepalives=0", undefined],
  ])("is kept alive by TCP as its URL says: %j", async (query, seconds) => {
    const { database, proxy } = await proxied(query);
    await using __ = proxy;
    await using _ = database;
    await spread(database);
    const count = proxy.connections;
    expect(count).toBeGreaterThan(0);
    // A timer of what was sent last comes before it, for an instant.
    await expect
      .poll(() => keepAliveTimers(proxy.port), { timeout: 10_000 })
      .toHaveLength(seconds === undefined ? 0 : count);
    for (const left of keepAliveTimers(proxy.port)) {
      expect(left).toBeGreaterThan((seconds as number) - 20);
      expect(left).toBeLessThanOrEqual(seconds as number);
    }
  });

  test("that a firewall forgot is given up after a while, and replaced", async () => {
    const { database, proxy } = await proxied("?connect_timeout=2");
    await using __ = proxy;
    await using _ = database;
    await spread(database);
    proxy.forgetAll();
    await useAll(database, "one");
    // One of the eight was waited for; then none of them was trusted.
    expect(proxy.usedInVain).toBe(1);
  });

  test("that dies at the first statement of a transaction is replaced, since nothing was done or seen", async () => {
    const { database, proxy, psql } = await proxied();
    await using __ = proxy;
    await using _ = database;
    let cuts = 0;
    proxy.onSent = (bytes) => (bytes.includes('insert into "agent_type"') && cuts++ < 2 ? "cut" : "pass");
    const insert = database.transaction("configure", async ({ query }) => {
      await query.insertInto("agent_type").values({ name: "a", runtime: "r", enabled: true }).execute();
    });
    // The second cut meets the fresh connection: what is wrong is not that one was old.
    await expect(insert).rejects.toMatchObject({ code: "DATABASE_FAILED" });
    await database.transaction("configure", async ({ query }) => {
      await query.insertInto("agent_type").values({ name: "a", runtime: "r", enabled: true }).execute();
    });
    cuts = 1;
    await database.transaction("configure", async ({ query }) => {
      await query.insertInto("agent_type").values({ name: "b", runtime: "r", enabled: true }).execute();
    });
    expect(await psql("SELECT string_agg(name, ' ' ORDER BY name) FROM agent_type")).toBe("a b\n");
  });

  test("that dies later in a transaction is told of, with nothing kept and nothing done twice", async () => {
    const { database, proxy, psql } = await proxied();
    await using __ = proxy;
    await using _ = database;
    proxy.onSent = (bytes) => (bytes.includes("second") ? "cut" : "pass");
    let runs = 0;
    const writing = database.transaction("configure", async ({ query }) => {
      runs++;
      for (const name of ["first", "second"])
        await query.insertInto("agent_type").values({ name, runtime: "r", enabled: true }).execute();
    });
    await expect(writing).rejects.toMatchObject({ code: "DATABASE_FAILED" });
    expect(runs).toBe(1);
    expect(await psql("SELECT count(*) FROM agent_type")).toBe("0\n");
  });

  test("that dies later in what only reads has it read again", async () => {
    const { database, proxy } = await proxied();
    await using __ = proxy;
    await using _ = database;
    let cuts = 0;
    proxy.onSent = (bytes) => (bytes.includes('from "skill"') && cuts++ === 0 ? "cut" : "pass");
    expect((await loadRows(database)).agents).toEqual([]);
    expect(cuts).toBe(2);
  });

  test("that dies with the answer to COMMIT says that nobody knows, and is not tried again", async () => {
    const { database, proxy, psql } = await proxied();
    await using __ = proxy;
    await using _ = database;
    let commits = 0;
    proxy.onSent = (bytes) => {
      if (!bytes.includes("COMMIT\0")) return "pass";
      return commits++ === 0 ? "swallow" : "pass";
    };
    const fault = await setSecret(database, keyring, "TOKEN", "value").catch((caught) => caught);
    expect(fault).toMatchObject({ code: "DATABASE_OUTCOME_UNKNOWN" });
    expect(fault.message).toContain("not known");
    expect(fault.remedy).toContain("again");
    expect(commits).toBe(1);
    // Here it was kept; what the remedy says does nothing twice.
    expect(await psql("SELECT count(*) FROM secret")).toBe("1\n");
    expect((await setSecret(database, keyring, "TOKEN", "value")).changed).toBe(false);
    commits = 0;
    expect(await queueState(database)).toEqual({ due: 0, claimed: 0 });
  });

  test("that dies before COMMIT reached the server says the same, and nothing was kept", async () => {
    const { database, proxy, psql } = await proxied();
    await using __ = proxy;
    await using _ = database;
    proxy.onSent = (bytes) => (bytes.includes("COMMIT\0") ? "cut" : "pass");
    await expect(setSecret(database, keyring, "TOKEN", "value")).rejects.toMatchObject({
      code: "DATABASE_OUTCOME_UNKNOWN",
    });
    proxy.onSent = () => "pass";
    expect(await psql("SELECT count(*) FROM secret")).toBe("0\n");
    await useAll(database, "value");
  });

  test("to a server that is gone for good says so in time, and leaves the process alone", async () => {
    const own = await PostgresServer.start();
    const database = await openDatabase(`${await own.createDatabase()}?connect_timeout=1`);
    await own[Symbol.asyncDispose]();
    await expect(listSecrets(database)).rejects.toMatchObject({ code: "DATABASE_FAILED" });
    await database[Symbol.asyncDispose]();
  });

  test("has the limits of its URL, and those that it gives none", async () => {
    const { database } = await opened("?lock_timeout=7s&idle_in_transaction_session_timeout=0");
    await using _ = database;
    const settings = await database.transaction("read", async ({ query, sql }) => {
      const names = [
        "lock_timeout",
        "statement_timeout",
        "idle_in_transaction_session_timeout",
        "application_name",
      ];
      const { rows } = await sql<{ name: string; setting: string }>`
        SELECT name, setting FROM pg_settings WHERE name IN (${sql.join(names)})`.execute(query);
      return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    });
    expect(settings).toEqual({
      lock_timeout: "7000",
      statement_timeout: "300000",
      idle_in_transaction_session_timeout: "0",
      application_name: "identikit",
    });
  });
});

test("the limits of a URL are taken out of it, and a malformed one is refused", () => {
  const { url, limits } = takeLimits(
    "postgres://u@h/d?sslmode=require&connect_timeout=5&keepalives_idle=60&lock_timeout=1min&statement_timeout=250",
  );
  expect(url).toBe("postgres://u@h/d?sslmode=require");
  expect(limits).toEqual({
    connect: 5000,
    keepAlive: 60_000,
    lock: 60_000,
    statement: 250,
    idleInTransaction: 300_000,
  });
  expect(takeLimits("postgres://u@h/d?keepalives=0").limits.keepAlive).toBeUndefined();
  expect(() => takeLimits("postgres://u@h/d?lock_timeout=soon")).toThrow(
    expect.objectContaining({ code: "DATABASE_UNREACHABLE" }),
  );
});
