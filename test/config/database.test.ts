import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { checkLocation, displayName } from "../../src/config/connection/database-fault.ts";
import { openDatabase } from "../../src/config/database.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { describeOnBoth } from "./databases.ts";

describeOnBoth("the config database", (databases) => {
  test("is made once by many programs that start together", async () => {
    const location = await databases.create();
    const opened = await Promise.all(Array.from({ length: 6 }, () => openDatabase(location)));
    for (const database of opened) await database[Symbol.asyncDispose]();
    expect((await databases.foreign(location, "SELECT count(*) FROM identikit_schema")).trim()).toBe("1");
  });

  test("of a newer version is left alone", async () => {
    const location = await databases.create();
    await (await openDatabase(location))[Symbol.asyncDispose]();
    await databases.foreign(location, "UPDATE identikit_schema SET version = 99");
    await expect(openDatabase(location)).rejects.toMatchObject({
      code: "DATABASE_TOO_NEW",
      message: expect.stringContaining("version 99"),
    });
  });

  test("undoes a transaction that throws, and goes on", async () => {
    const location = await databases.create();
    await using database = await openDatabase(location);
    const failing = database.transaction("configure", async ({ query }) => {
      await query.insertInto("agent_type").values({ name: "t", runtime: "r", enabled: true }).execute();
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    const types = await database.read((query) => query.selectFrom("agent_type").selectAll().execute());
    expect(types).toEqual([]);
  });

  test("shows a reader one unchanging picture", async () => {
    const location = await databases.create();
    await using database = await openDatabase(location);
    await using other = await openDatabase(location);
    const counted = await database.read(async (query) => {
      const count = () => query.selectFrom("agent_type").select("name").execute();
      const before = await count();
      await other.transaction("configure", (session) =>
        session.query.insertInto("agent_type").values({ name: "t", runtime: "r", enabled: true }).execute(),
      );
      return [before.length, (await count()).length];
    });
    expect(counted).toEqual([0, 0]);
  });
});

test("a server that is not there is one clear line without a password", async () => {
  const opened = openDatabase("postgres://me:hunter2@127.0.0.1:1/identikit?sslmode=disable");
  const fault = await opened.then(
    () => undefined,
    (caught: Error) => caught,
  );
  expect(fault).toMatchObject({ code: "DATABASE_UNREACHABLE" });
  expect(fault?.message).toContain("postgres://127.0.0.1:1/identikit");
  expect(String(fault?.message)).not.toMatch(/hunter2|me:|\n/);
});

/** The file or directory that a path would first be made as: the name in the working directory, or in the root. */
function outermost(path: string): string {
  const [first = "", ...others] = path.split("/");
  return first === "" ? `/${others.find((name) => name !== "")}` : first;
}

test.each([
  "mysql://me:hunter2@h/x",
  "sqlite://x",
  "http://me:hunter2@h/x",
  "postgres:/me:hunter2@h/x",
  "postgres:me:hunter2@h/x",
  "postgresql:/h/x",
  "postgres//me:hunter2@h/x",
  "jdbc:postgresql://h/x?password=hunter2",
  " postgres://me:hunter2@h/x",
  "me:hunter2@h/x",
  "host:5432/x?password=hunter2",
  "//me:hunter2@h/x",
  "/me:hunter2@h/x",
  '"postgres://me:hunter2@h/x"',
  "'postgres://me:hunter2@h/x'",
  "<postgres://me:hunter2@h/x>",
  "DATABASE_URL=postgres://me:hunter2@h/x",
  "export DATABASE_URL=postgres://me:hunter2@h/x",
  "host=h user=me password=hunter2",
  "dbname=x;password=hunter2",
  "postgres%3A%2F%2Fme%3Ahunter2%40h%2Fx",
  "me%3Ahunter2@h/x",
])("%s is no database, and no file is made of it", async (location) => {
  const opened = openDatabase(location);
  await expect(opened).rejects.toMatchObject({ code: "DATABASE_UNREACHABLE" });
  await expect(opened).rejects.not.toThrow(/hunter2/);
  expect(existsSync(outermost(location)), "what it would have been made in").toBe(false);
});

test.each(["./odd:name.db", "plain.db", "dir/with@sign.db", "C:state.db", "/srv/a:b/c@d.db", "./100%25.db"])(
  "%s is a path",
  (location) => {
    expect(() => checkLocation(location)).not.toThrow();
  },
);

test.each([
  ["postgres:/me:hunter2@h/x", "postgres:…"],
  ["postgres://me:hunter2@db.example/x", "postgres://db.example/x"],
  ["postgresql://me:hunter2@%2Ftmp%2Fs:5433/x", "postgres:///tmp/s:5433/x"],
  ["postgres://me:hunter2@/x?host=/tmp/s&password=hunter2", "postgres://localhost/x"],
  ["postgres://me:hun%ter2@[/x", "postgres://(malformed URL)"],
  [".identikit/config.db", ".identikit/config.db"],
])("%s is shown without credentials", (location, shown) => {
  expect(displayName(location)).toBe(shown);
});

describeOnBoth("a database that is not one of ours", (databases) => {
  test("is named as such, and left as it is", async () => {
    const location = await databases.create();
    if (databases.kind === "sqlite") mkdirSync(dirname(location), { recursive: true });
    await databases.foreign(location, "CREATE TABLE agent (id INTEGER); INSERT INTO agent VALUES (7);");
    await expect(openDatabase(location)).rejects.toMatchObject({
      code: "DATABASE_FOREIGN",
      message: expect.stringContaining("it has agent, and no schema of Identikit's"),
    });
    expect(await databases.foreign(location, "SELECT * FROM agent;")).toContain("7");
    await expect(databases.foreign(location, "SELECT * FROM identikit_schema;")).rejects.toThrow();
  });
});

requires("sqlite3")("a file that cannot be read as a database", () => {
  test("is told apart from one that is damaged, and from one that cannot be reached", async () => {
    const directory = scratchDirectory();
    const garbage = join(directory, "garbage.db");
    writeFileSync(garbage, "not a database at all, and long enough to be looked at as one".repeat(20));
    await expect(openDatabase(garbage)).rejects.toMatchObject({ code: "DATABASE_FOREIGN" });
    expect(readFileSync(garbage, "utf8")).toMatch(/^not a database/);
    const damaged = join(directory, "damaged.db");
    await (await openDatabase(damaged))[Symbol.asyncDispose]();
    const bytes = readFileSync(damaged);
    for (let at = 4096; at < bytes.length; at += 7) bytes[at] = 0xa5;
    writeFileSync(damaged, bytes);
    const reading = openDatabase(damaged).then(async (database) => {
      await using opened = database;
      await opened.read((query) => query.selectFrom("agent").selectAll().execute());
    });
    await expect(reading).rejects.toMatchObject({ code: "DATABASE_DAMAGED" });
    await expect(openDatabase(join(directory, "garbage.db/below.db"))).rejects.toMatchObject({
      code: "DATABASE_UNREACHABLE",
    });
  });
});
