import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../src/config/bundle/import-bundle.ts";
import { lineForm } from "../../src/config/bundle/row-line.ts";
import { shapeOf, tableShapes } from "../../src/config/schema/tables.ts";
import { certain } from "../../src/fault/certain.ts";
import { describeOnBoth, openFleet, type TestDatabases } from "./databases.ts";

/** Enough for PostgreSQL to be sent them by COPY. */
const count = 1200;
/** Enough for some to be read while those before them are written, on PostgreSQL, too. */
const overlapping = 10_100;
/** What the text format of COPY, JSON and SQL each write in their own way. */
const oddities = ["\\\\", "\\t", "\\n\\r", "\\\\N", "\\\\.", "\\u0001", "ä€😀", "${SECRET:A}", "\\b\\f", "'"];

describeOnBoth("a bundle of many rows", (databases) => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-many-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  let files = 0;
  const newFile = () => join(directory, `${databases.kind}-${files++}.jsonl`);

  /** A bundle of a server for each number, in which every oddity comes up. */
  async function bundle(count: number): Promise<string> {
    const { database, location } = await openFleet(databases);
    await using source = database;
    const rows = Array.from({ length: count }, (_, index) => {
      const odd = oddities[index % oddities.length]?.replaceAll("'", "''");
      return `('instance', 'ada', 'k${String(index).padStart(5, "0")} \\.\\', '{"type":"stdio","command":"x","env":{"A":"x${odd}"}}')`;
    });
    await databases.foreign(
      location,
      `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ${rows.join(", ")};`,
    );
    const file = newFile();
    await exportBundle({ database: source, file });
    return file;
  }

  const namedSecrets = (location: string) => databases.foreign(location, "SELECT count(*) FROM row_secret;");

  test("P-04: comes back byte for byte with all that a value can hold, and with the secrets that it names", async () => {
    const file = await bundle(count);
    const { database, location } = await openFleet(databases);
    await using target = database;
    expect((await importBundle({ database: target, file })).counts.create).toBe(count);
    const again = newFile();
    await exportBundle({ database: target, file: again });
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
    expect((await namedSecrets(location)).trim()).toBe(`${count / oddities.length}`);
    expect((await importBundle({ database: target, file, prune: "missing" })).counts).toEqual({
      create: 0,
      change: 0,
      delete: 0,
    });
  });

  test.each(refusals(databases))("$title", async ({ statements, message }) => {
    const file = await bundle(count);
    const { database, location } = await openFleet(databases);
    await using target = database;
    await databases.foreign(location, statements);
    await expect(importBundle({ database: target, file })).rejects.toMatchObject({
      code: "ROW_INVALID",
      message: expect.stringContaining(message),
    });
    expect((await databases.foreign(location, "SELECT count(*) FROM mcp_server;")).trim()).toBe("0");
  });

  test("is blamed for the row that the database refuses before what is wrong further on, and the database goes on working", async () => {
    const file = await bundle(overlapping);
    truncateSync(file, statSync(file).size - 100);
    const { database, location } = await openFleet(databases);
    await using target = database;
    const { statements, message } = certain(refusals(databases)[0]);
    await databases.foreign(location, statements);
    for (const _ of ["once", "again, on the same connection"])
      await expect(importBundle({ database: target, file })).rejects.toMatchObject({
        code: "ROW_INVALID",
        message: expect.stringContaining(message),
      });
    await databases.foreign(location, dropOf(databases));
    await expect(importBundle({ database: target, file })).rejects.toMatchObject({ code: "BUNDLE_INVALID" });
    expect((await databases.foreign(location, "SELECT count(*) FROM mcp_server;")).trim()).toBe("0");
    expect((await importBundle({ database: target, file: await bundle(count) })).counts.create).toBe(count);
  });

  test("has the bytes of each row's own cells, whatever they hold and in whatever scopes", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await databases.foreign(location, strangeKeys(databases));
    await own.transaction("read", async ({ bulk }) => {
      for (const scopes of [undefined, ["global"], ["instance", "type"]])
        for (const shape of tableShapes) {
          const form = lineForm(shape);
          const rows = (await Array.fromAsync(bulk.pages(shape, scopes))).flat();
          const written = await Array.fromAsync(bulk.allLines(shape, form, scopes), ({ bytes, ...page }) => ({
            text: bytes.toString(),
            ...page,
          }));
          expect(written.map(({ text }) => text).join("")).toBe(
            rows.map((row) => `${form.write(row)}\n`).join(""),
          );
          expect(written.flatMap(({ cells }) => cells())).toEqual(rows);
          expect(written.map(({ count }) => count)).toEqual(written.map(({ cells }) => cells().length));
        }
      expect(await bulk.count(shapeOf("mcp_server"))).toBe(strangeNames.length * 151);
    });
  });

  test("is refused where a value has a line end, and the row is named", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await databases.foreign(location, `${strangeKeys(databases)} ${valueOfTwoLines(databases)}`);
    const file = newFile();
    await expect(exportBundle({ database: own, file })).rejects.toMatchObject({
      code: "ROW_INVALID",
      message: expect.stringContaining("mcp_server instance ada/k00077 ! : the value is not on one line"),
    });
    expect(existsSync(file)).toBe(false);
  });

  test("that stops being read ends its transaction, and the database goes on working", async () => {
    const file = await bundle(count);
    const { database } = await openFleet(databases);
    await using own = database;
    await importBundle({ database: own, file });
    const stopping = own.transaction("read", async ({ bulk }) => {
      const shape = shapeOf("mcp_server");
      for await (const _ of bulk.allLines(shape, lineForm(shape))) throw new Error("no more");
    });
    await expect(stopping).rejects.toThrow("no more");
    const { tables } = await exportBundle({ database: own, file: newFile() });
    expect(tables.mcp_server).toBe(count);
  });
});

/** Ends of keys that JSON escapes, or that bring keys into another order than their lines. */
const strangeNames = ["", " ", " !", " ! ", '"', "\\", "\\n", "#", "'", "ä€😀\u2028"];

/** Rows of each, more than are read at once. */
function strangeKeys({ kind }: TestDatabases): string {
  const numbers =
    kind === "sqlite"
      ? "(WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 149) SELECT i FROM n)"
      : "generate_series(0, 149) AS n (i)";
  const name = kind === "sqlite" ? "printf('k%05d', i)" : "'k' || lpad(i::text, 5, '0')";
  return strangeNames
    .map((end) => {
      const text = end.replaceAll("'", "''");
      const value = `'{"type":"stdio","command":"\\\\ \\t${end === "" ? "" : "é"}"}'`;
      return `INSERT INTO mcp_server (scope, scope_ref, key, value) SELECT 'instance', 'ada', ${name} || '${text}', ${value} FROM ${numbers};
        INSERT INTO mcp_server (scope, key, value, enabled) VALUES ('global', 'g${text}', 'null', ${kind === "sqlite" ? "0" : "false"});`;
    })
    .join("\n");
}

/** Takes the checks away and writes such a value, as somebody who owns the database can. */
function valueOfTwoLines({ kind }: TestDatabases): string {
  const where = "scope = 'instance' AND key = 'k00077 ! '";
  if (kind === "sqlite")
    return `DROP TRIGGER mcp_server_value_update; PRAGMA ignore_check_constraints = ON;
      UPDATE mcp_server SET value = '{' || char(10) || '}' WHERE ${where};`;
  return `DO $$ DECLARE c text; BEGIN
      FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'mcp_server'::regclass AND contype = 'c' LOOP
        EXECUTE 'ALTER TABLE mcp_server DROP CONSTRAINT ' || quote_ident(c);
      END LOOP; END $$;
    UPDATE mcp_server SET value = E'{\\n}' WHERE ${where};`;
}

/** Takes away what the first of {@link refusals} put there. */
function dropOf({ kind }: TestDatabases): string {
  return kind === "sqlite" ? "DROP TRIGGER x" : "DROP TRIGGER x ON mcp_server";
}

/** What somebody who owns the database may have put in the way of one row in the middle. */
function refusals({ kind }: TestDatabases) {
  const odd = "key LIKE 'k01103%'";
  const named = "mcp_server instance ada/k01103";
  if (kind === "sqlite")
    return [
      {
        title: "fails where a trigger swallows a row, naming it",
        statements: `CREATE TRIGGER x BEFORE INSERT ON mcp_server WHEN NEW.${odd} BEGIN SELECT RAISE(IGNORE); END;`,
        message: named,
      },
      {
        title: "fails where a trigger refuses a row, naming it",
        statements: `CREATE TRIGGER x BEFORE INSERT ON mcp_server WHEN NEW.${odd} BEGIN SELECT RAISE(ABORT, 'not this one'); END;`,
        message: `${named} \\.\\: not this one`,
      },
    ];
  return [
    {
      title: "fails where a trigger swallows a row, naming it",
      statements: `CREATE FUNCTION x() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.${odd} THEN RETURN NULL; END IF; RETURN NEW; END $$;
        CREATE TRIGGER x BEFORE INSERT ON mcp_server FOR EACH ROW EXECUTE FUNCTION x();`,
      message: named,
    },
    {
      title: "fails where a constraint refuses a row, naming both",
      statements: `ALTER TABLE mcp_server ADD CONSTRAINT x CHECK (NOT (${odd}))`,
      message: `${named} \\.\\: it breaks the constraint x`,
    },
    {
      title: "fails where a rule swallows a row, naming it",
      statements: `CREATE RULE x AS ON INSERT TO mcp_server WHERE NEW.${odd} DO INSTEAD NOTHING`,
      message: named,
    },
  ];
}
